import { mkdir, readdir, readFile, readlink, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A folder as it was at one moment, in memory. */
export interface FolderImage {
  /** Paths below it, each after the one it is in. */
  readonly folders: readonly string[];
  readonly files: readonly {
    readonly path: string;
    readonly mode: number;
    readonly content: Buffer;
  }[];
  readonly links: readonly { readonly path: string; readonly target: string }[];
}

/** Takes the image of a folder and all that is in it. */
export async function imageOf(root: string): Promise<FolderImage> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const paths = (is: (entry: (typeof entries)[number]) => boolean): readonly string[] =>
    entries
      .filter(is)
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
      .sort();
  return {
    folders: paths((entry) => entry.isDirectory()),
    files: await Promise.all(
      paths((entry) => entry.isFile()).map(async (path) => {
        const file = join(root, path);
        return { path, mode: (await stat(file)).mode, content: await readFile(file) };
      }),
    ),
    links: await Promise.all(
      paths((entry) => entry.isSymbolicLink()).map(async (path) => ({
        path,
        target: await readlink(join(root, path)),
      })),
    ),
  };
}

/** Makes the folder of an image anew in an empty folder. */
export async function restoreImage({ folders, files, links }: FolderImage, root: string): Promise<void> {
  for (const path of folders) await mkdir(join(root, path));
  await Promise.all(files.map(({ path, mode, content }) => writeFile(join(root, path), content, { mode })));
  await Promise.all(links.map(({ path, target }) => symlink(target, join(root, path))));
}
