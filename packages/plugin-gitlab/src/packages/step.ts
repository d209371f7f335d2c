import { known, type Problem, type Probe, type Reads, ReleaseError, type StepKind } from '@launchway/core';
import { coversGlobs, type Forge, type ForgeReader, isBuiltHere } from '@launchway/forge';
import { connect, isDenied } from '../access/access.ts';
import { readyFor } from '../access/ready.ts';
import { gitlabProblems } from '../problems.ts';
import { findRelease } from '../release/api.ts';
import { remoteFiles, remove, upload } from './api.ts';
import { assetFiles, packageFiles } from './local-files.ts';
import {
  comparePackage,
  type LocalFile,
  type PackageInput,
  type RemoteFile,
  uploaded,
  type UploadedFile,
} from './package.ts';
import { removeSurplus } from './surplus.ts';

type PackageOutput = { readonly files: readonly UploadedFile[] };

/** Offers files as a generic package. Each is uploaded once and compared by its checksum. */
export const packageStep: StepKind<PackageInput, PackageOutput> = {
  kind: 'gitlab:package',
  phase: 'publish',
  ready: async (input, reads) => {
    const rights = await readyFor(input.place, { feature: 'packages', tags: [] }, reads);
    return [...rights, ...(await packageFiles(input, reads)).problems];
  },
  probe: async (input, reads) => {
    const forge = await connect(input.place, reads);
    const remote = await remoteFiles(input, forge);
    const files = await comparableFiles(input, reads);
    if (files === undefined) return probeByName(input, remote);
    const { missing, differing } = comparePackage(files, remote);
    const [wrong] = input.existing === 'keep' ? [] : differing;
    if (wrong !== undefined && !(await isUnfinished(input, forge)))
      return { state: 'conflict', problem: differs(input, wrong.name) };
    if (wrong === undefined && missing.length === 0)
      return { state: 'done', output: outputOf(input, remote, files) };
    const replaced = wrong === undefined ? [] : differing.map(({ name }) => `replace ${name}`);
    return { state: 'todo', preview: [...missing.map(({ name }) => `upload ${name}`), ...replaced] };
  },
  run: async (input, effects) => {
    const { files, problems } = await packageFiles(input, effects);
    if (problems.length > 0) throw new ReleaseError(problems, 'failed');
    const forge = await connect(input.place, effects);
    const remote = await remoteFiles(input, forge);
    const { missing, differing } = comparePackage(files, remote);
    const wrong = input.existing === 'keep' ? [] : differing;
    await makeRoom(input, wrong, remote, forge);
    const due = files.filter((file) => missing.includes(file) || wrong.includes(file));
    for (const file of due) await upload(input, file, forge);
    const held = await removeSurplus(due, await remoteFiles(input, forge), forge, effects);
    const [faster] = input.existing === 'keep' ? [] : comparePackage(due, held).differing;
    if (faster !== undefined) throw new ReleaseError([differs(input, faster.name)], 'failed');
    return outputOf(input, held, files);
  },
};

/** Whether no release announces the files yet: what differs then was left by a run that was interrupted. */
const isUnfinished = async ({ tag }: PackageInput, forge: ForgeReader): Promise<boolean> =>
  tag !== null && (await findRelease(forge, tag)) === undefined;

/** GitLab's answers to a token that may not delete; "not found" may hide that, too. */
const kept = ['FORGE_DENIED', 'FORGE_TOKEN_REFUSED', 'FORGE_NOT_FOUND'];

/** Takes out the files of an interrupted run that were built anew, so that no name is there twice. */
async function makeRoom(
  input: PackageInput,
  wrong: readonly LocalFile[],
  remote: readonly RemoteFile[],
  forge: Forge,
): Promise<void> {
  const [first] = wrong;
  if (first === undefined) return;
  if (!(await isUnfinished(input, forge))) throw new ReleaseError([differs(input, first.name)], 'failed');
  for (const held of remote.filter((file) => wrong.some(({ name }) => name === file.name))) {
    try {
      await remove(held, forge);
    } catch (error) {
      throw isDenied(error, kept) ? new ReleaseError([differs(input, held.name)], 'failed', error) : error;
    }
  }
}

/** The files whose content can be compared: those that this release has made, here. */
async function comparableFiles(
  { content, commit, ...input }: PackageInput,
  reads: Reads,
): Promise<readonly LocalFile[] | undefined> {
  if ('assets' in content) return assetFiles(content);
  if (known(content.folder) === undefined || !(await isBuiltHere(known(commit), reads))) return undefined;
  const { files, problems } = await packageFiles({ ...input, commit, content }, reads);
  return files.length === 0 || problems.length > 0 ? undefined : files;
}

/** Without the content of the files, what can be told is whether GitLab has one of each name. */
function probeByName(input: PackageInput, remote: readonly RemoteFile[]): Probe<PackageOutput> {
  const names = remote.map(({ name }) => name);
  const { content } = input;
  if (!('assets' in content)) {
    return names.length > 0 && coversGlobs(content.globs, names)
      ? { state: 'done', output: { files: uploaded(input, remote, names) } }
      : { state: 'todo', preview: [`upload ${content.globs.join(', ')}`] };
  }
  const offered = content.assets.map(({ name }) => name);
  const early = known(input.commit) === undefined ? offered.find((name) => names.includes(name)) : undefined;
  if (early !== undefined) return { state: 'conflict', problem: tooEarly(input, early) };
  const missing = offered.filter((name) => !names.includes(name));
  return missing.length === 0
    ? { state: 'done', output: { files: uploaded(input, remote, offered) } }
    : { state: 'todo', preview: missing.map((name) => `upload ${name}`) };
}

const outputOf = (
  input: PackageInput,
  remote: readonly RemoteFile[],
  files: readonly LocalFile[],
): PackageOutput => ({
  files: uploaded(
    input,
    remote,
    files.map(({ name }) => name),
  ),
});

function differs({ name, version, place, content }: PackageInput, file: string): Problem {
  const isOffered = 'assets' in content;
  return gitlabProblems.error('GITLAB_FILE_DIFFERS', {
    message: `${file} of the package ${name} ${version} is on GitLab with other content than the one made here.`,
    fix: isOffered
      ? 'Where an interrupted release has left it, delete it on GitLab, or run again with a token of the role Maintainer, which replaces it; else release the next version. A build that gives the same bytes each time does not come to this.'
      : "Pass on the artifacts of the job that built it first, or release the next version; `existing: 'keep'` takes the one that is there.",
    where: { file, url: `${place.web}/-/packages` },
  });
}

const tooEarly = ({ name, version, place }: PackageInput, file: string): Problem =>
  gitlabProblems.error('GITLAB_FILE_DIFFERS', {
    message: `${file} of the package ${name} ${version} is on GitLab already, and ${version} is only to be released.`,
    fix: 'Find out who uploaded it. Delete it there, or release the next version.',
    where: { file, url: `${place.web}/-/packages` },
  });
