import type { Problem } from '@launchway/core';
import { jsrProblems } from '../problems.ts';
import type { Rule } from '../verify.ts';

const most = 20 * 1024 * 1024;

/** No file has more than 20 MiB, and all together neither. */
export const sizes: Rule = async ({ shipped, tree, folder, config }) => {
  const problems: Problem[] = [];
  let sum = 0;
  for (const { file, path, kind } of shipped) {
    if (kind === 'link') continue;
    const size = (await tree.bytes(file))?.length ?? 0;
    sum += size;
    if (size > most)
      problems.push(
        tooLarge(`${file} has ${inMebibytes(size)}`, `Add "${path}" to \`publish.exclude\`.`, file),
      );
  }
  if (sum <= most || problems.length > 0) return problems;
  const found = `The files of ${folder || 'the package'} have ${inMebibytes(sum)} together`;
  return [tooLarge(found, 'Add what users do not need to `publish.exclude`.', config.file)];
};

const inMebibytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MiB`;

const tooLarge = (found: string, fix: string, file: string): Problem =>
  jsrProblems.error('JSR_TOO_LARGE', { message: `${found}; JSR takes 20 MiB.`, fix, where: { file } });
