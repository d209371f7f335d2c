import type { Reads } from '@launchway/core';
import { helmProblems } from '../problems.ts';

/** 1980-01-01, for a chart that is in no git repository: the earliest date every archive format can hold. */
const earliest = 315_532_800;

/**
 * Gives the time that goes into a package: SOURCE_DATE_EPOCH, else the date of the last commit that is checked out. So the
 * same commit gives the same package on every machine, whenever it is packaged.
 * @param folder where the chart is
 * @returns seconds since 1970
 * @throws PACKAGE_TIME when the variable is no number
 */
export async function packageTime(folder: string, reads: Pick<Reads, 'env' | 'query'>): Promise<number> {
  const told = reads.env('SOURCE_DATE_EPOCH');
  if (told !== undefined && told !== '') return seconds(told);
  const { exitCode, stdout } = await reads.query(['git', 'log', '-1', '--format=%ct'], {
    cwd: folder,
    exitCodes: [0, 128],
  });
  return exitCode === 0 && stdout.trim() !== '' ? Number(stdout.trim()) : earliest;
}

function seconds(text: string): number {
  if (/^\d{1,10}$/.test(text)) return Number(text);
  throw helmProblems.refusal('PACKAGE_TIME', {
    message: `SOURCE_DATE_EPOCH is ${JSON.stringify(text)}, which is not a number of seconds since 1970.`,
    fix: 'Set it to what `git log -1 --format=%ct` prints, or unset it.',
  });
}
