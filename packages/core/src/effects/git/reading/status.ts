/** Asks git which files have changes that are not committed; paths and further options come after it. */
export const statusCommand = [
  'status',
  '--porcelain=v1',
  '-z',
  '--no-renames',
  '--untracked-files=all',
] as const;

/** Takes the answer apart: of each file its state in the index, that on disk, and its path (git-status(1), "Short Format"). */
export const statusEntries = (answer: string) =>
  answer
    .split('\0')
    .filter(Boolean)
    .map((entry) => ({ inIndex: entry[0], onDisk: entry[1], path: entry.slice('XY '.length) }));
