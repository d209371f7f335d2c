import { type Forge, type ForgeReader, numberOf, record, records, textOf } from '@launchway/forge';
import type { LocalFile, PackageInput, RemoteFile } from './package.ts';

/** How long one file may take. */
const anHour = 3_600_000;

/** The files of exactly this package: GitLab's search takes any name that holds it. */
export async function remoteFiles(
  { name, version }: Pick<PackageInput, 'name' | 'version'>,
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
      const found = remoteFile(id, file);
      if ((newest.get(found.name)?.id ?? -1) < found.id) newest.set(found.name, found);
    }
  }
  return [...newest.values()].sort((left, right) => (left.name < right.name ? -1 : 1));
}

function remoteFile(
  packageId: number,
  file: Readonly<Record<string, unknown>>,
): RemoteFile & { readonly id: number } {
  const { id, file_name: name, file_sha256: digest, size } = record(file);
  return {
    id: Number(id),
    address: `/packages/${packageId}/package_files/${Number(id)}`,
    name: textOf(name) ?? '',
    sha256: textOf(digest),
    size: Number(size),
  };
}

/**
 * Takes a file out of a package. GitLab lets Maintainers alone do so.
 * @see https://docs.gitlab.com/api/packages/#delete-a-package-file
 */
export async function remove({ address, name }: RemoteFile, forge: Forge): Promise<void> {
  await forge.send({
    method: 'DELETE',
    path: address,
    doing: `remove ${name}, which an interrupted run has left`,
  });
}

/** Uploads one file; where the answer is lost it is looked for, because a second upload would add a second file. */
export async function upload(
  { name, version }: Pick<PackageInput, 'name' | 'version'>,
  file: LocalFile,
  forge: Forge,
): Promise<void> {
  const path = `/packages/generic/${name}/${encodeURIComponent(version)}/${encodeURIComponent(file.name)}`;
  await forge.create(
    {
      method: 'PUT',
      path,
      body: { file: file.file },
      headers: { 'content-type': 'application/octet-stream' },
      timeout: anHour,
      doing: `upload ${file.name} to the package ${name} ${version}`,
    },
    async () => (await remoteFiles({ name, version }, forge)).find((found) => found.name === file.name),
  );
}
