import {
  type CredentialRef,
  type Effects,
  type HttpResponse,
  type HttpSend,
  isReleaseError,
  type Probe,
  type Problem,
  type Reads,
  ReleaseError,
} from '@launchway/core';
import { findVersion, type ListedVersion, samePackage, YamlError } from '@launchway/helm';
import type { PublishInput } from '../plan.ts';
import { catalogProblems } from '../problems.ts';
import { expected } from './content.ts';

/** A repository of charts that is read by its index and written to by uploads. */
export interface ChartServer {
  /** How messages name it. */
  readonly name: string;
  readonly index: string;
  /** Address of a package. */
  readonly file: (fileName: string) => string;
  readonly credential?: CredentialRef;
}

export type Listed = { readonly url: string; readonly digest: string };

/** Looks the version up in the server's index, and compares what it lists with the package of the release. */
export async function lookUp(server: ChartServer, input: PublishInput, reads: Reads): Promise<Probe<Listed>> {
  const { name, version } = input.recipe;
  const fileName = `${name}-${version}.tgz`;
  const found = await versionsIn(await indexOf(server, reads), server, input);
  const [first] = found;
  if (first === undefined) return { state: 'todo', preview: [`${fileName} to ${server.name}`] };
  const { made, digest, released } = await expected(input, reads);
  const done: Probe<Listed> = {
    state: 'done',
    output: { url: server.file(fileName), digest: digest ?? first.digest ?? '' },
  };
  if (digest !== undefined && found.some((one) => one.digest === digest)) return done;
  if (digest === undefined && released) return done;
  if (made !== undefined && (await servesSame(server, fileName, made.packed.bytes, reads))) return done;
  return { state: 'conflict', problem: taken(server, input, first.digest) };
}

/**
 * Proves that the server can be asked what it has: without that, nobody could tell whether an upload arrived.
 * @throws {ReleaseError} CATALOG_REFUSED, CATALOG_INDEX, and HTTP_UNREACHABLE and its kin of the core
 */
export async function proveReadable(server: ChartServer, reads: Reads): Promise<void> {
  await indexOf(server, reads);
}

/** @throws {ReleaseError} CATALOG_INDEX where the answer is no index */
async function indexOf({ name, index, credential }: ChartServer, reads: Reads): Promise<Uint8Array> {
  const response = await reads.get({
    url: index,
    headers: { 'cache-control': 'no-cache' },
    ...(credential === undefined ? {} : { credential }),
  });
  if (response.status === 404) return emptyIndex;
  if (response.status !== 200) throw refused(name, 'read its index', response);
  const begin = new TextDecoder().decode(response.bytes.subarray(0, 200));
  if (/^\s*(?:<|$)/.test(begin)) throw notAnIndex(name, index);
  return response.bytes;
}

async function versionsIn(
  bytes: Uint8Array,
  { name, index }: ChartServer,
  { recipe }: PublishInput,
): Promise<readonly ListedVersion[]> {
  try {
    return await findVersion(bytes, recipe.name, recipe.version);
  } catch (error) {
    throw error instanceof YamlError ? notAnIndex(name, index, error) : error;
  }
}

const emptyIndex = Buffer.from('apiVersion: v1\nentries: {}\n');

async function servesSame(
  { file, credential }: ChartServer,
  fileName: string,
  bytes: Uint8Array,
  reads: Reads,
): Promise<boolean> {
  const response = await reads.get({
    url: file(fileName),
    ...(credential === undefined ? {} : { credential }),
  });
  return response.status === 200 && samePackage(response.bytes, bytes);
}

/** Milliseconds between two looks at an index: in all about two minutes. */
const pauses = [0, 250, 500, 1000, 2000, 3000, ...Array.from({ length: 22 }, () => 5000)];
/** After an upload without an answer it is soon clear whether it arrived. */
const shortPauses = pauses.slice(0, 5);

/**
 * Uploads a package, and reads the index back until it lists the version. An upload whose answer is lost is looked for
 * before it is given up, and the index is read once more before it begins: GitLab keeps both where one is sent twice.
 */
export async function upload(
  server: ChartServer,
  input: PublishInput,
  request: HttpSend,
  effects: Effects,
): Promise<Listed> {
  const before = await lookUp(server, input, effects);
  if (before.state === 'done') return before.output;
  const lost = await send(server, request, effects);
  for (const pause of lost === undefined ? pauses : shortPauses) {
    if (pause > 0) await effects.sleep(pause);
    const seen = await lookUp(server, input, effects);
    if (seen.state === 'done') return seen.output;
    if (seen.state === 'conflict') throw new ReleaseError([seen.problem], 'failed');
  }
  throw lost ?? notListed(server, input);
}

/** Gives the error of an upload that may have arrived all the same. */
async function send(
  { name }: ChartServer,
  request: HttpSend,
  effects: Effects,
): Promise<ReleaseError | undefined> {
  try {
    const response = await effects.send(request);
    if (response.status < 300 || response.status === 409) return undefined;
    const error = refused(name, 'take the package', response);
    if (response.status >= 500) return error;
    throw error;
  } catch (error) {
    if (isReleaseError(error) && error.transient) return error;
    throw error;
  }
}

/**
 * Uploads the provenance of a package. Servers that know charts alone have no place for it, which is said.
 * @throws {ReleaseError} CATALOG_REFUSED
 */
export async function uploadProvenance(
  { name }: ChartServer,
  request: HttpSend,
  effects: Effects,
): Promise<void> {
  const response = await effects.send(request);
  const { status } = response;
  if (status < 300 || status === 409) return;
  if (status !== 404 && status !== 405) throw refused(name, 'take the provenance of the package', response);
  effects.say(`${name} has no place for provenance (HTTP ${status}): the package is published without it.`);
}

function taken({ name, index }: ChartServer, { recipe }: PublishInput, digest: string | undefined): Problem {
  return catalogProblems.error('CATALOG_VERSION_TAKEN', {
    message: `${name} already lists ${recipe.name} ${recipe.version}${digest === undefined ? '' : ` (${digest})`}, with other content than this release has.`,
    fix: 'Release a new version; a published one never changes.',
    where: { url: index },
  });
}

function refused(name: string, doing: string, response: HttpResponse): ReleaseError {
  const said = response.text().replace(/\s+/g, ' ').trim().slice(0, 300);
  const transient = response.status >= 500 || response.status === 429;
  const problem = catalogProblems.error('CATALOG_REFUSED', {
    message: `${name} would not ${doing}: HTTP ${response.status}${said === '' ? '' : `, ${said}`}.`,
    fix: adviceFor(response.status),
    where: { url: response.url.replace(/[?#].*$/, '') },
  });
  return new ReleaseError([problem], 'failed', undefined, transient);
}

function adviceFor(status: number): string {
  if (status === 401 || status === 403)
    return 'Name a credential that may read and publish charts there: `credential: { env: ... }` of the target.';
  if (status === 404)
    return 'Compare the address, the project and the channel of the target with the server; it may also hide them from this credential.';
  if (status === 413 || status === 400)
    return 'A package above the limit of the server (5 MiB on GitLab unless set otherwise) is refused: add what users do not need to .helmignore.';
  return 'Run `release` again when the server is well; it does only what is missing.';
}

function notAnIndex(name: string, url: string, error?: YamlError): ReleaseError {
  const why = error === undefined ? '' : ` (${error.message.slice(0, 200)})`;
  return catalogProblems.refusal(
    'CATALOG_INDEX',
    {
      message: `What ${name} answers at ${url} is no index of charts${why}.`,
      fix: 'Compare the address of the target with the one for `helm repo add`.',
      where: { url },
    },
    error,
  );
}

function notListed({ name, index }: ChartServer, { recipe }: PublishInput): ReleaseError {
  const problem = catalogProblems.error('CATALOG_NOT_LISTED', {
    message: `${name} took ${recipe.name} ${recipe.version}, but its index does not list it.`,
    fix: 'Look at the package on the server: GitLab takes every upload and checks it later, and a package with the status "error" is never listed.',
    where: { url: index },
  });
  return new ReleaseError([problem], 'failed', undefined, true);
}
