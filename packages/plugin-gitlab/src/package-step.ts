import { known, type Problem, type Probe, ReleaseError, type StepKind } from '@launchway/core';
import {
  absoluteFolder,
  coversGlobs,
  type Forge,
  type ForgeReader,
  isBuiltHere,
  type LocalFile,
  numberOf,
  record,
  records,
  textOf,
} from '@launchway/forge';
import { connect } from './access.ts';
import { packageFiles } from './local-files.ts';
import {
  comparePackage,
  type PackageInput,
  type RemoteFile,
  uploaded,
  type UploadedFile,
} from './package.ts';
import { gitlabProblems } from './problems.ts';
import { readyFor } from './ready.ts';

type PackageOutput = { readonly files: readonly UploadedFile[] };

/** How long one file may take. */
const anHour = 3_600_000;

/** Offers files as a generic package. Each is uploaded once and compared by its checksum. */
export const packageStep: StepKind<PackageInput, PackageOutput> = {
  kind: 'gitlab:package',
  phase: 'publish',
  ready: async (input, reads) => {
    const rights = await readyFor(input.place, { feature: 'packages', tags: [] }, reads);
    return [...rights, ...(await packageFiles(input, reads)).problems];
  },
  probe: async (input, reads) => {
    const remote = await remoteFiles(input, await connect(input.place, reads));
    if (!isMade(input) || !(await isBuiltHere(known(input.commit), reads)))
      return probeElsewhere(input, remote);
    const { files, problems } = await packageFiles(input, reads);
    if (files.length === 0 || problems.length > 0) return probeElsewhere(input, remote);
    const { missing, differing } = comparePackage(files, remote);
    const [wrong] = input.existing === 'keep' ? [] : differing;
    if (wrong !== undefined) return { state: 'conflict', problem: differs(input, wrong) };
    if (missing.length > 0) return { state: 'todo', preview: missing.map(({ name }) => `upload ${name}`) };
    return { state: 'done', output: { files: uploaded(input, ofOurs(remote, files)) } };
  },
  run: async (input, effects) => {
    const { files, problems } = await packageFiles(input, effects);
    if (problems.length > 0) throw new ReleaseError(problems, 'failed');
    const forge = await connect(input.place, effects);
    const { missing, differing } = comparePackage(files, await remoteFiles(input, forge));
    const [wrong] = input.existing === 'keep' ? [] : differing;
    if (wrong !== undefined) throw new ReleaseError([differs(input, wrong)], 'failed');
    const folder = await absoluteFolder(known(input.folder) ?? '', effects);
    for (const file of missing) await upload(input, file, folder, forge);
    return { files: uploaded(input, ofOurs(await remoteFiles(input, forge), files)) };
  },
};

/** Without the files of this commit, what can be told is whether there is one for each glob. */
function probeElsewhere(input: PackageInput, remote: readonly RemoteFile[]): Probe<PackageOutput> {
  if (
    remote.length > 0 &&
    coversGlobs(
      input.globs,
      remote.map(({ name }) => name),
    )
  )
    return { state: 'done', output: { files: uploaded(input, remote) } };
  return { state: 'todo', preview: [`upload ${input.globs.join(', ')}`] };
}

const isMade = ({ folder }: PackageInput): boolean => known(folder) !== undefined;

const ofOurs = (remote: readonly RemoteFile[], files: readonly LocalFile[]): readonly RemoteFile[] =>
  remote.filter(({ name }) => files.some((file) => file.name === name));

/** The files of exactly this package: GitLab's search takes any name that holds it. */
async function remoteFiles(
  { name, version }: PackageInput,
  forge: ForgeReader,
): Promise<readonly RemoteFile[]> {
  const doing = `read the package ${name} ${version}`;
  const query = new URLSearchParams({
    package_type: 'generic',
    package_name: name,
    package_version: version,
  });
  const packages = records(await forge.list({ path: `/packages?${query.toString()}`, doing }));
  const ours = packages.filter((each) => each['name'] === name && each['version'] === version);
  const newest = new Map<string, RemoteFile & { readonly id: number }>();
  for (const id of ours.flatMap((each) => numberOf(each['id']) ?? [])) {
    for (const file of records(await forge.list({ path: `/packages/${id}/package_files`, doing }))) {
      const found = remoteFile(file);
      if ((newest.get(found.name)?.id ?? -1) < found.id) newest.set(found.name, found);
    }
  }
  return [...newest.values()].sort((left, right) => (left.name < right.name ? -1 : 1));
}

function remoteFile(file: Readonly<Record<string, unknown>>): RemoteFile & { readonly id: number } {
  const { id, file_name: name, file_sha256: digest, size } = record(file);
  return { id: Number(id), name: textOf(name) ?? '', sha256: textOf(digest), size: Number(size) };
}

/** Uploads one file; where the answer is lost it is looked for, because a second upload would add a second file. */
async function upload(input: PackageInput, file: LocalFile, folder: string, forge: Forge): Promise<void> {
  const { name, version } = input;
  const path = `/packages/generic/${name}/${encodeURIComponent(version)}/${encodeURIComponent(file.name)}`;
  await forge.create(
    {
      method: 'PUT',
      path,
      body: { file: `${folder}/${file.path}` },
      headers: { 'content-type': 'application/octet-stream' },
      timeout: anHour,
      doing: `upload ${file.name} to the package ${name} ${version}`,
    },
    async () => (await remoteFiles(input, forge)).find((found) => found.name === file.name),
  );
}

const differs = ({ name, version, place }: PackageInput, file: LocalFile): Problem =>
  gitlabProblems.error('GITLAB_FILE_DIFFERS', {
    message: `${file.name} of the package ${name} ${version} is on GitLab with other content than ${file.path} here.`,
    fix: "Pass on the artifacts of the job that built it first, or release the next version; `existing: 'keep'` takes the one that is there.",
    where: { file: file.path, url: `${place.web}/-/packages` },
  });
