import { mkdir, stat, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { parseRemoteRefs } from '../../../git/refs.ts';
import { fetchOnly, findRemote, troubleWith } from '../../../git/remote.ts';
import { withoutCredentials } from '../../../git/userinfo.ts';
import type { RehearsedRemote } from '../../../model/rehearsal.ts';
import { type GitPlace, tell, unhooked } from '../process/place.ts';
import { anotherRepository } from '../process/process.ts';
import { configEntries } from '../reading/configuration.ts';
import type { Repository } from '../reading/repository.ts';
import type { RemoteRequest } from './fetch.ts';
import { remoteReader } from './runner.ts';

/** A throw-away clone, and bare repositories that hold what this machine knows of its remotes. */
export interface RepositoryCopy {
  readonly folder: string;
  readonly remotes: readonly RehearsedRemote[];
  /** Whether the repository has no remote, and the copy was given one. */
  readonly invented: boolean;
}

export interface CopyRequest {
  /** An empty folder. */
  readonly folder: string;
  /** The branch that a CI run is for, where none is checked out: its remote has it at HEAD. */
  readonly branch?: string;
  /** The remote that is asked for its refs now, with the credential for it. */
  readonly fetch?: RemoteRequest;
}

/** Settings of git, in their order. */
type Settings = readonly (readonly [key: string, value: string])[];

/** Refs by their full names. */
type Refs = ReadonlyMap<string, string>;

/** Of a repository's own settings only these go into the copy: credentials that CI left there do not. */
const kept = /^(?:remote|branch|user|author|committer|commit|tag|gpg)\./;

/**
 * Copies a repository at its HEAD, and its remotes as this machine knows them by remote-tracking branches and tags.
 * Objects are shared and nothing of the repository changes, also where a remote is asked.
 * @throws ReleaseError as `findRemote` does, and for a remote that cannot be asked
 */
export async function copyRepository(
  place: GitPlace,
  repository: Repository,
  request: CopyRequest,
): Promise<RepositoryCopy> {
  const refs = await refsOf(place);
  const own = await settingsOf(place, repository.top);
  const invented = !own.some(([key]) => isAddress(key));
  const settings = invented ? [...own, ...inventedRemote(repository.top)] : own;
  const names = [...settings].flatMap(([key]) => /^remote\.(.*)\.url$/s.exec(key)?.[1] ?? []);
  const objects = join(repository.commonDir, 'objects');
  const stores = [objects];
  const remotes: RehearsedRemote[] = [];
  for (const name of new Set(names)) {
    const folder = join(request.folder, `remote-${remotes.length}.git`);
    await initialise(place, repository, folder, { stores, bare: true });
    const held =
      request.fetch?.remote === name
        ? await fetchAll(place, request.fetch, { store: join(folder, 'objects'), objects, known: refs })
        : trackedBy(name, refs, repository, request.branch);
    if (request.fetch?.remote === name) stores.push(join(folder, 'objects'));
    await writeRefs(place, folder, held);
    const urls = settings.filter(([key]) => key === `remote.${name}.url` || key === `remote.${name}.pushurl`);
    remotes.push({ name, folder, addresses: [...new Set(urls.map(([, url]) => url))] });
  }
  const folder = join(request.folder, 'clone');
  await initialise(place, repository, folder, { stores, bare: false });
  await fill(place, repository, folder, { refs, settings });
  return { folder, remotes, invented };
}

const isAddress = (key: string): boolean => /^remote\..*\.(?:push)?url$/s.test(key);

/** A remote for a repository that has none; no such host can exist (RFC 2606). */
const inventedRemote = (top: string): Settings => [
  ['remote.origin.url', `https://rehearsal.invalid/${basename(top)}.git`],
  ['remote.origin.fetch', '+refs/heads/*:refs/remotes/origin/*'],
];

function addressFrom(top: string, address: string): string {
  const isPath = !address.includes(':') && !isAbsolute(address);
  return isPath ? resolve(top, address) : withoutCredentials(address);
}

async function refsOf(place: GitPlace): Promise<Refs> {
  const format = '--format=%(objectname) %(refname) %(symref)';
  const lines = (await tell(place, ['for-each-ref', format, 'refs/heads', 'refs/remotes', 'refs/tags']))
    .split('\n')
    .map((line) => line.split(' '));
  return new Map(
    lines.flatMap(([object = '', ref = '', symbolic = '']) =>
      ref === '' || symbolic !== '' ? [] : [[ref, object] as const],
    ),
  );
}

/** The repository's own settings that matter to a release; addresses in the file system whole. */
async function settingsOf(place: GitPlace, top: string): Promise<Settings> {
  const listed = await tell(place, ['config', '--local', '--includes', '--list', '-z']);
  return configEntries(listed)
    .filter(([key]) => kept.test(key))
    .map(([key, value]) => [key, isAddress(key) ? addressFrom(top, value) : value]);
}

/** What the remote holds as far as this machine knows. In CI the branch of the run is there, whatever was fetched. */
function trackedBy(name: string, refs: Refs, { head }: Repository, branch: string | undefined): Refs {
  const start = `refs/remotes/${name}/`;
  const held = new Map<string, string>();
  for (const [ref, object] of refs) {
    if (ref.startsWith('refs/tags/')) held.set(ref, object);
    if (ref.startsWith(start)) held.set(`refs/heads/${ref.slice(start.length)}`, object);
  }
  const own = `refs/heads/${branch}`;
  if (branch !== undefined && head !== undefined && !held.has(own)) held.set(own, head);
  return held;
}

/** Refs that are asked for in one fetch. */
const most = 500;

/** Asks a remote for its branches and tags, and brings what is not here into a store of its own. */
async function fetchAll(
  place: GitPlace,
  { remote: name, credential }: RemoteRequest,
  { store, objects, known }: { readonly store: string; readonly objects: string; readonly known: Refs },
): Promise<Refs> {
  const { run, source } = remoteReader(place, credential);
  const remote = await findRemote(run, name);
  const listed = await run(['ls-remote', '--quiet', '--heads', '--tags', '--', remote.target], remote.url);
  if (listed.exitCode !== 0) throw troubleWith(remote, listed, source);
  const there = parseRemoteRefs(listed.stdout);
  const here = new Set(known.values());
  const missing = [...there].filter(([, { object }]) => !here.has(object)).map(([ref]) => ref);
  const env = { GIT_OBJECT_DIRECTORY: store, GIT_ALTERNATE_OBJECT_DIRECTORIES: objects };
  const apart = remoteReader({ ...place, env: { ...place.env, ...env } }, credential);
  for (let at = 0; at < missing.length; at += most) {
    const refs = missing.slice(at, at + most);
    const fetched = await apart.run([...unhooked, ...fetchOnly, '--', remote.target, ...refs], remote.url);
    if (fetched.exitCode !== 0) throw troubleWith(remote, fetched, source);
  }
  return new Map([...there].map(([ref, { object }]) => [ref, object]));
}

/** Makes an empty repository that finds its objects in others' stores. */
async function initialise(
  place: GitPlace,
  { objectFormat, shallow }: Repository,
  folder: string,
  { stores, bare }: { readonly stores: readonly string[]; readonly bare: boolean },
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const kind = bare ? ['--bare'] : [];
  await there(place, folder, ['init', '--quiet', ...kind, '--template=', `--object-format=${objectFormat}`]);
  const gitDir = bare ? folder : join(folder, '.git');
  await mkdir(join(gitDir, 'info'), { recursive: true });
  await mkdir(join(gitDir, 'objects/info'), { recursive: true });
  await writeFile(join(gitDir, 'objects/info/alternates'), stores.map((store) => `${store}\n`).join(''));
  if (shallow.size > 0) await writeFile(join(gitDir, 'shallow'), [...shallow, ''].join('\n'));
  await writeFile(join(gitDir, 'info/exclude'), 'node_modules\n');
}

/** Gives the clone the refs, the settings and the files of HEAD. */
async function fill(
  place: GitPlace,
  { top, head, branch }: Repository,
  folder: string,
  { refs, settings }: { readonly refs: Refs; readonly settings: Settings },
): Promise<void> {
  await writeRefs(place, folder, refs);
  for (const [key, value] of settings) await there(place, folder, ['config', '--add', key, value]);
  if (head === undefined) return;
  if (branch === undefined) await there(place, folder, ['update-ref', '--no-deref', 'HEAD', head]);
  else await there(place, folder, ['symbolic-ref', 'HEAD', `refs/heads/${branch}`]);
  await there(place, folder, [...unhooked, 'reset', '--quiet', '--hard', head]);
  await linkModules(place, top, folder);
}

/** Commands of the user find the packages that are installed: at the top, and beside each manifest. */
async function linkModules(place: GitPlace, top: string, folder: string): Promise<void> {
  const listed = await there(place, folder, ['ls-files', '-z', '--', '**/package.json']);
  const folders = new Set([
    '.',
    ...listed
      .split('\0')
      .filter(Boolean)
      .map((manifest) => dirname(manifest)),
  ]);
  for (const at of folders) {
    const modules = join(at, 'node_modules');
    const found = await stat(join(top, modules)).catch(() => undefined);
    if (found?.isDirectory()) await symlink(join(top, modules), join(folder, modules)).catch(() => undefined);
  }
}

async function writeRefs(place: GitPlace, folder: string, refs: Refs): Promise<void> {
  const input = [...refs].map(([ref, object]) => `create ${ref} ${object}\n`).join('');
  const args = ['-c', 'safe.bareRepository=all', 'update-ref', '--stdin'];
  await tell(elsewhere(place, folder), args, { env: apart, input });
}

const elsewhere = (place: GitPlace, folder: string): GitPlace => ({ ...place, cwd: folder });

/** Files of Git LFS stay pointers: they are not on this machine for certain. */
const apart = { ...anotherRepository, GIT_LFS_SKIP_SMUDGE: '1' };

const there = (place: GitPlace, folder: string, args: readonly string[]): Promise<string> =>
  tell(elsewhere(place, folder), args, { env: apart });
