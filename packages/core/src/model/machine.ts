/** What the errors of the operating system mean that are nobody's mistake in a program. */
const words: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'the file system can only be read',
  EACCES: 'it is not permitted',
  EPERM: 'it is not permitted',
  EIO: 'the disk does not work',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
  ENOMEM: 'there is no memory left',
  EAGAIN: 'there are too many processes',
};

/** The same of errors that are a mistake in a program, but where it asked for a temporary folder. */
const wordsOfScratch: Readonly<Record<string, string>> = {
  ENOENT: 'the folder for temporary files, which TMPDIR names, is missing',
  ENOTDIR: 'what TMPDIR names as the folder for temporary files is a file',
};

/** Gives an error of the operating system in plain words, its code behind: `the disk is full (ENOSPC)`. */
export function machineReason(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code = '', syscall }: NodeJS.ErrnoException = error;
  const because = words[code] ?? (syscall === 'mkdtemp' ? wordsOfScratch[code] : undefined);
  return because === undefined ? undefined : `${because} (${code})`;
}
