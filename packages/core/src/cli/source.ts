import { readFileSync } from 'node:fs';
import { isAbsolute, relative, resolve } from 'node:path';

const longest = 1024 * 1024;

/** Gives the text of a file below a folder, for the lines round a problem; nothing where it cannot be shown. */
export function sourceBelow(top: string): (file: string) => string | undefined {
  return (file) => {
    const path = resolve(top, file);
    const inside = relative(top, path);
    if (inside.startsWith('..') || isAbsolute(inside)) return undefined;
    try {
      const text = readFileSync(path, 'utf8');
      return text.length > longest ? undefined : text;
    } catch {
      return undefined;
    }
  };
}
