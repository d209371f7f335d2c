import {
  type CredentialRef,
  defined,
  type HttpResponse,
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
  /** Whether it may still come to list a package that it took: no where it says that it does not have it. */
  mayList(input: PublishInput, reads: Reads): Promise<boolean>;
}

export type Listed = { readonly url: string; readonly digest: string };

/**
 * Looks the version up in the server's index, and compares what it lists with the package of the release.
 * @throws CATALOG_REFUSED, CATALOG_INDEX, and what keeps the package from being read
 */
export async function lookUp(server: ChartServer, input: PublishInput, reads: Reads): Promise<Probe<Listed>> {
  const fileName = fileNameOf(input);
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
 * @throws CATALOG_REFUSED, CATALOG_INDEX, and HTTP_UNREACHABLE and its kin of the core
 */
export async function proveReadable(server: ChartServer, reads: Reads): Promise<void> {
  await indexOf(server, reads);
}

/** @throws CATALOG_INDEX where the answer is no index */
async function indexOf({ name, index, credential }: ChartServer, reads: Reads): Promise<Uint8Array> {
  const response = await reads.get({
    url: index,
    headers: { 'cache-control': 'no-cache' },
    ...defined({ credential }),
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

/** Whether the server gives the package, whatever its index lists. */
export const serves = async (server: ChartServer, input: PublishInput, reads: Reads): Promise<boolean> =>
  (await read(server, fileNameOf(input), reads)).status !== 404;

/** The name of the package as helm gives it. */
export const fileNameOf = ({ recipe }: PublishInput): string => `${recipe.name}-${recipe.version}.tgz`;

/** Asks the server for one of its files, whatever its index lists. */
export const read = (
  { file, credential }: ChartServer,
  fileName: string,
  reads: Reads,
): Promise<HttpResponse> => reads.get({ url: file(fileName), ...defined({ credential }) });

async function servesSame(
  server: ChartServer,
  fileName: string,
  bytes: Uint8Array,
  reads: Reads,
): Promise<boolean> {
  const response = await read(server, fileName, reads);
  return response.status === 200 && samePackage(response.bytes, bytes);
}

function taken({ name, index }: ChartServer, { recipe }: PublishInput, digest: string | undefined): Problem {
  return catalogProblems.error('CATALOG_VERSION_TAKEN', {
    message: `${name} already lists ${recipe.name} ${recipe.version}${digest === undefined ? '' : ` (${digest})`}, with other content than this release has.`,
    fix: 'Release a new version; a published one never changes.',
    where: { url: index },
  });
}

/** The problem of an answer that is a no, with what the server said. */
export function refused(name: string, doing: string, response: HttpResponse): ReleaseError {
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
