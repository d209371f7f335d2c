import { mkdir, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gitConfigEnv, type RehearsedPlace, type RehearsedRemote } from '@launchway/core/engine';
import { startGitServer } from '../git/server.ts';
import type { Environment } from './environment.ts';
import { git } from './git.ts';
import { placeIn, refsOf } from './remote-changes.ts';

/** Every git repository of a rehearsal, on one server that makes what it is asked for. */
export interface Remotes {
  /** Folder of all repositories, by host and path. */
  readonly root: string;
  /** Lets git go to this server whatever the address says. */
  environment(env: Environment): Environment;
  /** What is new in each repository. */
  places(): Promise<readonly RehearsedPlace[]>;
  /** Every repository by its place. */
  repositories(): readonly { readonly place: string; readonly path: string }[];
  /** The bare repository of the first remote. */
  readonly first: string | undefined;
  close(): Promise<void>;
}

/** Ways an address of git may begin. `git@` is the usual one of those without a scheme. */
const prefixes = ['https://', 'http://', 'ssh://', 'git://', 'file:///', 'git@', '/'];

/**
 * Starts the server; what is in the remotes' folders is served at their addresses. Another repository has what a folder of this
 * machine holds, where its address is that folder's.
 * @param assume is told of each repository that begins empty
 */
export async function startRemotes(
  root: string,
  remotes: readonly RehearsedRemote[],
  assume: (sentence: string) => void,
): Promise<Remotes> {
  const before = new Map<string, ReadonlyMap<string, string>>();
  const folderOf = (place: string): string => join(root, `${place}.git`);
  const open = async (place: string, make: (folder: string) => Promise<unknown>): Promise<void> => {
    if (before.has(place)) return;
    before.set(place, new Map());
    const folder = folderOf(place);
    await mkdir(dirname(folder), { recursive: true });
    await make(folder);
    for (const [key, value] of Object.entries(settings)) await git(folder, 'config', key, value);
    before.set(place, await refsOf(folder));
  };
  for (const { addresses, folder } of remotes)
    for (const address of addresses) await open(placeOf(address), (at) => symlink(folder, at));
  const server = await startGitServer({
    root,
    locate: (path) => `/${placeOf(path.slice(1))}.git${endpoint.exec(path)?.[0] ?? ''}`,
    before: ({ path }) => {
      const place = placeOf(decodeURIComponent(path).slice(1));
      return open(place, (at) => otherRepository(place, at, assume));
    },
  });
  const [first] = remotes;
  const distinct = () => [...before].filter(([place], index, all) => !isAlias(place, index, all, remotes));
  return {
    root,
    first: first?.folder,
    environment: (env) => ({ ...env, ...redirection(env, server.url, remotes) }),
    places: () => Promise.all(distinct().map(([place, refs]) => placeIn(folderOf(place), place, refs))),
    repositories: () => distinct().map(([place]) => ({ place, path: folderOf(place) })),
    close: () => server.close(),
  };
}

/** Two addresses of one remote are one place. */
const isAlias = (
  place: string,
  index: number,
  all: readonly (readonly [string, unknown])[],
  remotes: readonly RehearsedRemote[],
): boolean =>
  remotes.some(({ addresses }) => {
    const own = addresses.map(placeOf);
    return own.includes(place) && all.slice(0, index).some(([other]) => own.includes(other));
  });

const settings: Readonly<Record<string, string>> = {
  'http.receivepack': 'true',
  'receive.advertisePushOptions': 'true',
  'uploadpack.allowFilter': 'true',
  'uploadpack.allowAnySHA1InWant': 'true',
  'gc.auto': '0',
};

/** A repository that is a folder of this machine is copied; one whose true state is not known here begins empty. */
async function otherRepository(
  place: string,
  folder: string,
  assume: (sentence: string) => void,
): Promise<void> {
  const at = dirname(folder);
  for (const source of [`/${place}`, `/${place}.git`]) {
    const copied = await git(at, 'clone', '--quiet', '--mirror', '--no-local', source, folder).then(
      () => true,
      () => false,
    );
    if (copied) return;
  }
  await git(at, 'init', '--quiet', '--bare', '--initial-branch=main', folder);
  assume(`The repository ${place} is taken to be empty: what it truly holds is not on this machine.`);
}

/** What git asks a repository for over HTTP. */
const endpoint = /\/(?:info\/refs|git-(?:upload|receive)-pack|HEAD|objects\/.*)$/;

/** `git@github.com:acme/app.git`, `https://github.com/acme/app` and what the server is asked for -> `github.com/acme/app`. */
export function placeOf(address: string): string {
  return address
    .replace(/^[a-z][a-z\d+.-]*:\/\//i, '')
    .replace(endpoint, '')
    .replace(/^[^/@]*@/, '')
    .replace(/:(?!\d+\/)/, '/')
    .replace(/\.git\/*$|\/+$/, '')
    .replace(/^\/+/, '')
    .split('/')
    .map((part) => (part === '..' || part === '.' ? '_' : part))
    .join('/');
}

/** Folders and remotes over ssh may have names that no address takes as they are. */
const inUrl = (place: string): string => encodeURI(place).replaceAll(/[?#]/g, encodeURIComponent);

/** Configuration by which git asks the stand-in, after what the environment configures already. */
function redirection(env: Environment, server: string, remotes: readonly RehearsedRemote[]): Environment {
  const base = `${server}/`;
  const exact = remotes
    .flatMap(({ addresses }) => addresses)
    .map((address) => [`${base}${inUrl(placeOf(address))}.git`, address] as const);
  const general = prefixes.map((prefix) => [base, prefix] as const);
  const all = [...general, [base, base] as const, ...exact].flatMap(([to, from]) => [
    [`url.${to}.insteadOf`, from] as const,
    [`url.${to}.pushInsteadOf`, from] as const,
  ]);
  return gitConfigEnv(env, all);
}
