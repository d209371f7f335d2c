/** What placeholders stand for. */
export type Values = Readonly<Record<string, string>>;

/** Words that names of files may hold in braces. */
export const placeholders = ['name', 'version', 'os', 'arch', 'exe'] as const;

/** Fills `{word}` in a text; words that mean nothing stay, for they may mean something to the program that gets them. */
export function fill(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (whole, word: string) => values[word] ?? whole);
}

/** Whether a path differs from target to target. */
export const isPerTarget = (path: string): boolean => /\{(?:os|arch)\}/.test(path);

/** Whether a file is a package already, by its ending. */
export const isPackage = (path: string): boolean =>
  /\.(?:tar|tar\.\w+|tgz|zip|deb|rpm|apk|dmg|pkg|msi|whl|jar)$/i.test(path);

export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
