import {
  type Deferred,
  type Effects,
  known,
  type Probe,
  type Problem,
  type Reads,
  sha256,
  type StepKind,
} from '@launchway/core';
import { problems } from './problems.ts';

/** All that the step needs, as JSON: a plan can be saved, and carried out by another job. */
export type UploadInput = {
  readonly file: string;
  readonly url: string;
  readonly token: string;
  readonly commit: Deferred<string>;
};

export type UploadOutput = { readonly url: string; readonly digest: string };

export const put: StepKind<UploadInput, UploadOutput> = {
  kind: 'upload:put',
  phase: 'publish',
  ready,
  probe,
  run,
};

/** May we? Asked before anything is written. */
async function ready({ token }: UploadInput, reads: Reads): Promise<readonly Problem[]> {
  if ((await reads.credential({ env: token })) !== undefined) return [];
  const message = `The upload needs a token, and $${token} is not set.`;
  return [problems.error('UPLOAD_REFUSED', { message, fix: `Set ${token} in the CI settings.` })];
}

/** Is it already so? Only looks. */
async function probe(input: UploadInput, reads: Reads): Promise<Probe<UploadOutput>> {
  const { url, token } = input;
  const answer = await reads.get({ url, credential: { env: token } });
  if (answer.status === 404) return { state: 'todo', preview: [`${input.file} to ${url}`] };
  if (answer.status !== 200) throw refused(url, answer.status);
  const [there, ours] = [sha256(answer.bytes), await digestOf(input, reads)];
  if (there === ours) return { state: 'done', output: { url, digest: there } };
  return { state: 'conflict', problem: taken(url) };
}

/** Makes it so. The core has probed before, and probes again afterwards. */
async function run(input: UploadInput, effects: Effects): Promise<UploadOutput> {
  const { url, token } = input;
  const body = await contentOf(input, effects);
  const answer = await effects.send({ method: 'PUT', url, body, credential: { env: token } });
  if (answer.status >= 300) throw refused(url, answer.status);
  return { url, digest: sha256(body) };
}

/** The file as the release commit holds it. */
async function contentOf({ commit, file }: UploadInput, { git }: Reads): Promise<Uint8Array> {
  const sha = known(commit);
  const bytes = sha === undefined ? undefined : await git.tree(sha).bytes(file);
  if (bytes !== undefined) return bytes;
  const message = `${file} is not in the release commit.`;
  throw problems.refusal('UPLOAD_FILE_MISSING', { message, fix: 'Commit it, and release again.' });
}

/** A dry run comes before the release commit: there is nothing yet that could be the same. */
async function digestOf(input: UploadInput, reads: Reads): Promise<string | undefined> {
  return known(input.commit) === undefined ? undefined : sha256(await contentOf(input, reads));
}

function taken(url: string): Problem {
  const message = `${url} holds another file than this release.`;
  return problems.error('UPLOAD_TAKEN', { message, fix: 'Release the next version.', where: { url } });
}

function refused(url: string, status: number): Error {
  const message = `${url} answered with ${status}.`;
  const fix = 'Check what the token may do there, and the address in the option `to`.';
  return problems.refusal('UPLOAD_REFUSED', { message, fix, where: { url } });
}
