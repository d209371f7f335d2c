import { type Asked, type Forge, type ForgeReader, idOf, misanswered, textOf } from '@launchway/forge';
import type { LocalFile, PackageInput, RemoteFile } from './package.ts';

/** How long one file may take. */
const anHour = 3_600_000;

/** The files of exactly this package, by name and then by age: GitLab's search takes any name that holds it. */
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
  const asked = { path: `/packages?${query.toString()}`, doing };
  const packages = await forge.list(asked);
  const ours = packages.filter((each) => each['name'] === name && each['version'] === version);
  const files: (RemoteFile & { readonly id: number })[] = [];
  for (const each of ours) {
    const inside = { path: `/packages/${idIn(each, asked, forge)}/package_files`, doing };
    for (const file of await forge.list(inside))
      files.push(remoteFile(`${inside.path}/`, file, idIn(file, inside, forge)));
  }
  return files.sort((left, right) => {
    if (left.name === right.name) return left.id - right.id;
    return left.name < right.name ? -1 : 1;
  });
}

/** A thing without an id would be taken for missing, and made a second time. */
function idIn(found: Readonly<Record<string, unknown>>, asked: Asked, forge: ForgeReader): number {
  const id = idOf(found['id']);
  if (id === undefined)
    throw misanswered(forge, asked, 'it answered with a package or a file that has no id');
  return id;
}

function remoteFile(
  folder: string,
  { file_name: name, file_sha256: digest }: Readonly<Record<string, unknown>>,
  id: number,
): RemoteFile & { readonly id: number } {
  return { id, address: `${folder}${id}`, name: textOf(name) ?? '', sha256: textOf(digest) };
}

/**
 * Takes a file out of a package. GitLab lets Maintainers alone do so.
 * @see https://docs.gitlab.com/api/packages/#delete-a-package-file
 */
export async function remove({ address, name }: RemoteFile, forge: Forge): Promise<void> {
  await forge.send({
    method: 'DELETE',
    path: address,
    doing: `remove ${name}, which another run has left`,
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
