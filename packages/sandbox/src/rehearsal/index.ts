import { mkdir, writeFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import type { RehearsedPlace, StandInOptions, StandIns } from '@launchway/core/engine';
import { type Environment, projectOf, rehearsalCredential, rehearsalSecret } from './environment.ts';
import { startOutlet } from './outlet.ts';
import { switchboardVariable, writePrograms } from './programs.ts';
import { createRecorder, type Recorder } from './recorder.ts';
import { git, type Remotes, startRemotes } from './remotes.ts';
import { createServices, type Services } from './services.ts';
import { isLoopback } from './sockets.ts';
import { startSwitchboard, type Switchboard } from './switchboard.ts';

export { rehearsalEnvironment } from './environment.ts';
export { guardProcess } from './sockets.ts';

/** Starts the stand-ins of one rehearsal. */
export async function openStandIns(options: StandInOptions): Promise<StandIns> {
  const { folder, env, remotes, services, guard } = options;
  const assumed: string[] = [];
  const refused: string[] = [];
  const asked = new Set<string>();
  const hall = await startRemotes(join(folder, 'git'), remotes, (sentence) => assumed.push(sentence));
  const served = createServices({
    env,
    repository: hall.first,
    project: projectOf(remotes[0]?.addresses[0], '').path,
    assume: (sentence) => assumed.push(sentence),
  });
  const recorder = createRecorder(services);
  const switchboard = await startSwitchboard(served, recorder);
  const outlet = await startOutlet(switchboard, (what) => refused.push(what));
  const programs = await writePrograms(folder);
  const jsr = `${(await served.jsr()).origin}/`;
  const ours = {
    ...programs.env,
    ...proxies(outlet.url),
    ...sigstore(jsr, env),
    [switchboardVariable]: switchboard.address(new URL('https://x/')).origin,
    // One that a command starts is another.
    LAUNCHWAY_REHEARSAL: undefined,
    DOCKER_HOST: 'tcp://127.0.0.1:9',
    GIT_SSH_COMMAND: 'ssh',
    ...ciFiles(folder, env),
  };
  return {
    routes: {
      address: switchboard.address,
      environment: (given) => ({
        ...hall.environment({ ...given, ...madeUp(given, asked) }),
        ...ours,
        JSR_URL: isOnLoopback(given['JSR_URL']) ? given['JSR_URL'] : jsr,
        PATH: [programs.folder, given['PATH'] ?? ''].join(delimiter),
      }),
      credential: (ref) => {
        for (const name of [ref.env].flat()) asked.add(name);
        return rehearsalCredential(env, ref);
      },
    },
    provide: served.provide,
    world: async () => {
      const said = await programs.said();
      const marked = said.filter((line) => line.startsWith('refused: '));
      return {
        guard: isAlone() ? 'namespace' : 'refusal',
        places: await placesOf(hall, served),
        assumed: [...new Set([...assumed, ...said.filter((line) => !marked.includes(line))])],
        recorded: recorder.requests.map(
          ({ method, url, status }) => `${method} ${withoutQuery(url)}: ${status}`,
        ),
        refused: [
          ...new Set([...guard.refused, ...refused, ...marked.map((line) => line.slice('refused: '.length))]),
        ],
      };
    },
    keep: (kept) => keep(kept, { hall, served, switchboard, recorder }),
    close: async () => {
      await Promise.all([outlet.close(), switchboard.close(), served.close(), hall.close()]);
    },
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

function proxies(url: string): Environment {
  const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NODE_USE_ENV_PROXY'];
  const values = names.map((name) => [name, name === 'NODE_USE_ENV_PROXY' ? '1' : url] as const);
  const except = '127.0.0.1,localhost,::1';
  return {
    ...Object.fromEntries(
      values.flatMap(([name, value]) => [
        [name, value],
        [name.toLowerCase(), value],
      ]),
    ),
    NO_PROXY: except,
    no_proxy: except,
  };
}

/** Where deno asks for an identity and has it attested. */
function sigstore(jsr: string, env: Environment): Environment {
  const origin = jsr.slice(0, -1);
  return {
    FULCIO_URL: origin,
    REKOR_URL: origin,
    ...(env['ACTIONS_ID_TOKEN_REQUEST_URL'] === undefined
      ? {}
      : { ACTIONS_ID_TOKEN_REQUEST_URL: `${jsr}gha/token?api-version=2.0` }),
  };
}

/** Files that a CI reads after the job: what a rehearsal says there is for nobody. */
function ciFiles(folder: string, env: Environment): Environment {
  const names = ['GITHUB_OUTPUT', 'GITHUB_ENV', 'GITHUB_PATH', 'GITHUB_STEP_SUMMARY', 'GITHUB_STATE'];
  return Object.fromEntries(
    names.filter((name) => env[name] !== undefined).map((name) => [name, join(folder, name)]),
  );
}

interface World {
  readonly hall: Remotes;
  readonly served: Services;
}

async function placesOf({ places }: Remotes, { started }: Services): Promise<readonly RehearsedPlace[]> {
  const services = await started();
  return [...(await places()), ...services.flatMap((service) => service.places())];
}

/** Writes what there is: repositories, registries as image layouts, packages, forges, and every request. */
async function keep(
  folder: string,
  {
    hall,
    served,
    switchboard,
    recorder,
  }: World & { readonly switchboard: Switchboard; readonly recorder: Recorder },
): Promise<void> {
  for (const { place, path } of hall.repositories())
    await git(
      hall.root,
      'clone',
      '--quiet',
      '--mirror',
      '--no-local',
      path,
      join(folder, 'git', `${place}.git`),
    );
  for (const service of await served.started()) await writeFiles(folder, service.files());
  await writeFiles(folder, {
    'requests.ndjson': switchboard.exchanges.map((exchange) => `${JSON.stringify(exchange)}\n`).join(''),
    ...Object.fromEntries(
      recorder.requests.flatMap(({ method, body }, index) =>
        body.length === 0 ? [] : [[`recorded/${index + 1}-${method.toLowerCase()}`, body]],
      ),
    ),
  });
}

async function writeFiles(
  folder: string,
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }
}
