import picomatch from 'picomatch';
import { isNegated } from '../../facts/globs.ts';

/** What keeps a glob from meaning anything, and how to mend it. */
export interface GlobFault {
  readonly message: string;
  readonly fix: string;
}

/** Tells what is wrong with a glob of paths, branches or tags; nothing of one that can mean something. */
export function globFault(written: string): GlobFault | undefined {
  const glob = (isNegated(written) ? written.slice(1) : written).replace(/^(?:\.\/+)+/, '');
  if (glob === '' && written.endsWith('!')) return nothingAfter(written);
  if (glob.startsWith('/'))
    return fault(written, 'begins with a slash, and paths and names begin without one', {
      fix: `Write ${JSON.stringify(written.replace(/\/+/, ''))}; paths begin at the top of the repository.`,
    });
  if (isWindowsPath(glob))
    return fault(written, 'has a backslash where no character needs one', {
      fix: 'Part folders with `/`. A backslash only takes the meaning from a character such as `*` or `[`.',
    });
  if (/(?:^|\/)\.{1,2}(?:\/|$)|\/\//.test(glob))
    return fault(written, 'has a folder `.`, `..` or without a name, and no path of a repository has one', {
      fix: 'Write the path from the top of the repository, such as `apps/web/**`; `**` is all of it.',
    });
  return isClosed(glob) ? undefined : unclosed(written);
}

const fault = (written: string, what: string, { fix }: { readonly fix: string }): GlobFault => ({
  message: `The glob ${JSON.stringify(written)} ${what}.`,
  fix,
});

const nothingAfter = (written: string): GlobFault =>
  fault(written, 'takes nothing away', {
    fix: 'Write what it takes away after the `!`, such as `!docs/**`.',
  });

const unclosed = (written: string): GlobFault =>
  fault(
    written,
    'opens a bracket without closing it, or closes one that is not open, or has a range backwards',
    {
      fix: String.raw`Close it, as in \`{a,b}\` and \`[0-9]\`; where the character itself is meant, write a backslash before it: \`\[\`.`,
    },
  );

/** `charts\**` and `apps\web`: the folders of Windows. Inside of `[]` a letter after a backslash is a class. */
const isWindowsPath = (glob: string): boolean =>
  /\\(?:[\p{L}\p{N}_]|\*\*|$)/u.test(glob.replaceAll(/(?<!\\)\[[^\]]*\]/g, ''));

function isClosed(glob: string): boolean {
  if (!/[[\](){}]/.test(glob)) return true; // compiling is not for nothing, and most globs have none
  try {
    return picomatch.makeRe(glob, { dot: true, strictBrackets: true }).source !== '$^';
  } catch {
    return false;
  }
}
