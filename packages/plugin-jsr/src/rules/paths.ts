import type { Problem } from '@launchway/core';
import type { ShippedFile } from '../package/shipped.ts';
import { jsrProblems } from '../problems.ts';
import type { Rule } from '../verify.ts';

const longestPath = 155;
const longestName = 95;
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** Every path is one that JSR takes, on every system. */
export const paths: Rule = ({ shipped }) => {
  const seen = new Map<string, string>();
  return shipped.flatMap((file) => {
    const folded = file.path.toLowerCase();
    const twin = seen.get(folded);
    seen.set(folded, file.path);
    const found = twin === undefined ? faultOf(file.path) : `differs from ${twin} in case alone`;
    return found === undefined ? [] : [wrong(file, found)];
  });
};

function faultOf(path: string): string | undefined {
  const parts = path.split('/');
  const name = parts.at(-1) ?? '';
  if (path.length + 1 > longestPath)
    return `has a path of ${path.length + 1} characters; JSR takes ${longestPath}`;
  if (name.length > longestName) return `has a name of ${name.length} characters; JSR takes ${longestName}`;
  const strange = /[\s%#\\:<>"|?*\p{Cc}]/u.exec(path)?.[0];
  if (strange !== undefined) return `has ${JSON.stringify(strange)} in its path`;
  if (parts.some((part) => reserved.test(part))) return 'has a name that is reserved on Windows';
  return parts[0] === '_dist' && parts.length > 1
    ? 'is in the folder _dist, which JSR keeps for itself'
    : undefined;
}

const wrong = ({ path, file }: ShippedFile, found: string): Problem =>
  jsrProblems.error('JSR_FILE_PATH', {
    message: `${file} ${found}.`,
    fix: `Rename it, or add "${path}" to \`publish.exclude\`.`,
    where: { file },
  });
