import { networkInterfaces } from 'node:os';
import { delimiter, join } from 'node:path';
import type { RehearsedWorld, Routes, StandInOptions, StandIns } from '@launchway/core/engine';
import { type Environment, projectOf, rehearsalCredential, rehearsalSecret } from './environment.ts';
import { type Holders, keep } from './keep.ts';
import { startOutlet } from './outlet.ts';
import { programEnvironment } from './program-environment.ts';
import { type Notes, type Programs, writePrograms } from './programs.ts';
import { createRecorder } from './recorder.ts';
import { startRemotes } from './remotes.ts';
import { createServices } from './services.ts';
import { isLoopback } from './sockets.ts';
import { startSwitchboard } from './switchboard.ts';

export { rehearsalEnvironment } from './environment.ts';
export { guardProcess } from './sockets.ts';

/** Starts the stand-ins of one rehearsal. */
export async function openStandIns(options: StandInOptions): Promise<StandIns> {
  const { folder, env, remotes, services } = options;
  const assumed: string[] = [];
  const refused: string[] = [];
  const assume = (sentence: string): void => void assumed.push(sentence);
  const hall = await startRemotes(join(folder, 'git'), remotes, assume);
  const project = projectOf(remotes[0]?.addresses[0], '').path;
  const served = createServices({ env, repository: hall.first, project, assume });
  const recorder = createRecorder(services);
  const switchboard = await startSwitchboard(served, recorder);
  const outlet = await startOutlet(switchboard, (what) => refused.push(what));
  const programs = await writePrograms(folder);
  const holders = { hall, served, switchboard, recorder };
  return {
    routes: await routesOf(options, holders, programs, outlet.url),
    provide: served.provide,
    world: async () => {
      const noted = await programs.notes();
      return worldOf(holders, {
        assumed: [...assumed, ...noted.assumed],
        refused: [...options.guard.refused, ...refused, ...noted.refused],
      });
    },
    keep: (kept) => keep(kept, holders),
    close: async () => {
      await Promise.all([outlet.close(), switchboard.close(), served.close(), hall.close()]);
    },
  };
}

async function routesOf(
  { folder, env }: StandInOptions,
  { hall, served, switchboard }: Holders,
  programs: Programs,
  outlet: string,
): Promise<Routes> {
  const jsr = `${(await served.jsr()).origin}/`;
  const { origin } = switchboard.address(new URL('https://x/'));
  const ours = programEnvironment(env, { folder, outlet, jsr, switchboard: origin });
  const asked = new Set<string>();
  return {
    address: switchboard.address,
    environment: (given) => ({
      ...hall.environment({ ...given, ...madeUp(given, asked) }),
      ...programs.env,
      ...ours,
      JSR_URL: isOnLoopback(given['JSR_URL']) ? given['JSR_URL'] : jsr,
      PATH: [programs.folder, given['PATH'] ?? ''].join(delimiter),
    }),
    credential: (ref) => {
      for (const name of [ref.env].flat()) asked.add(name);
      return rehearsalCredential(env, ref);
    },
  };
}

async function worldOf({ hall, served, recorder }: Holders, notes: Notes): Promise<RehearsedWorld> {
  const services = await served.started();
  return {
    guard: isAlone() ? 'namespace' : 'refusal',
    places: [...(await hall.places()), ...services.flatMap((service) => service.places())],
    assumed: [...new Set(notes.assumed)],
    recorded: recorder.requests.map(({ method, url, status }) => `${method} ${withoutQuery(url)}: ${status}`),
    refused: [...new Set(notes.refused)],
  };
}

/** Whether this machine has nothing but loopback: then no process on it can reach another. */
const isAlone = (): boolean =>
  Object.values(networkInterfaces()).every((all) => all?.every(({ internal }) => internal));

const isOnLoopback = (address: string | undefined): address is string =>
  address !== undefined && URL.canParse(address) && isLoopback(new URL(address).hostname);

const withoutQuery = (url: string): string => url.replace(/[?#].*$/s, '');

/** Programs get no true secret either, whatever its variable is called. */
const madeUp = (env: Environment, names: ReadonlySet<string>): Environment =>
  Object.fromEntries(
    [...names].flatMap((name) => (env[name] === undefined ? [] : [[name, rehearsalSecret(name)]])),
  );
