import type { Problem, TreeEntry } from '@launchway/core';
import { type HelmIgnore, type IgnoreFault } from './helmignore.ts';
import { inside, relativeTo } from './options.ts';
import { chartProblems } from './problems.ts';

/** Judges the lines of `.helmignore`. */
export function ignoreProblems(file: string, faults: readonly IgnoreFault[]): readonly Problem[] {
  return faults.map(({ line, text, fault }) =>
    chartProblems.error('CHART_IGNORE', {
      message: `Line ${line} of ${file}, "${text}", ${meaning[fault]}.`,
      fix: fault === 'syntax' ? 'Correct the brackets and backslashes of the pattern.' : advice[fault],
      where: { file, line },
    }),
  );
}

const meaning: Readonly<Record<IgnoreFault['fault'], string>> = {
  'double-star': 'has a double star, which makes helm refuse the chart',
  negation: 'makes helm ignore every file that does not match it',
  syntax: 'is not a pattern helm can read',
};

const advice: Readonly<Record<'double-star' | 'negation', string>> = {
  'double-star': 'Write the name alone to match it at any depth, or `folder/` for all that is in a folder.',
  negation: 'Remove the line, and name what is to be left out instead.',
};

const secrets =
  /(?:^|\/)(?:\.env(?:\.(?!example$|sample$|template$)[^/]*)?|\.npmrc|\.netrc|\.pypirc|\.htpasswd|id_(?:rsa|dsa|ecdsa|ed25519)|kubeconfig|credentials\.json|[^/]*\.(?:pem|key|p12|pfx|jks|keystore|kdbx))$/i;
const litter =
  /(?:^|\/)(?:node_modules|\.git|\.idea|\.vscode|\.terraform)\/|\.(?:swp|swo|orig|rej|bak)$|~$|(?:^|\/)(?:\.DS_Store|Thumbs\.db|npm-debug\.log)$/;

/**
 * Judges what is about to be shipped.
 * @param entries all entries below the chart's folder, by their paths in the repository
 */
export function contentProblems(
  folder: string,
  entries: readonly TreeEntry[],
  ignore: HelmIgnore,
): readonly Problem[] {
  const shipped = entries.filter((entry) => ignore.ships(relativeTo(folder, entry.path) ?? entry.path));
  const litterFiles = shipped.filter((entry) => litter.test(entry.path) || isOldArchive(folder, entry.path));
  return [
    ...shipped.filter(isLink).map(link),
    ...shipped.filter((entry) => secrets.test(entry.path)).map(secret),
    ...littered(folder, litterFiles),
  ];
}

function isLink({ kind }: TreeEntry): boolean {
  return kind === 'link' || kind === 'submodule';
}

/** A packaged chart outside charts/ is an earlier output of `helm package`. */
function isOldArchive(folder: string, path: string): boolean {
  return path.endsWith('.tgz') && !(relativeTo(folder, path) ?? path).startsWith('charts/');
}

function link({ path, kind }: TreeEntry): Problem {
  return chartProblems.error('CHART_LINK', {
    message: `${path} is a ${kind === 'link' ? 'symbolic link' : 'submodule'}, which catalogues refuse and which can bring files from outside into the chart.`,
    fix: 'Put the file itself in its place, or list it in .helmignore.',
    where: { file: path },
  });
}

function secret({ path }: TreeEntry): Problem {
  return chartProblems.error('CHART_SECRET', {
    message: `${path} looks like a secret, and would be part of the chart's package.`,
    fix: 'List it in .helmignore, or take it out of the chart folder.',
    where: { file: path },
  });
}

function littered(folder: string, entries: readonly TreeEntry[]): readonly Problem[] {
  const [first] = entries;
  if (first === undefined) return [];
  const others = entries.length === 1 ? '' : ` and ${entries.length - 1} more`;
  return [
    chartProblems.warning('CHART_LITTER', {
      message: `${first.path}${others} would be part of the chart's package, and does not look like it should.`,
      fix: `List it in ${inside(folder, '.helmignore')}.`,
      where: { file: first.path },
    }),
  ];
}

/** A file of the package with its size in bytes. */
export interface SizedFile {
  readonly path: string;
  readonly size: number;
}

const mebibyte = 1024 * 1024;

/** Judges the sizes of what a package holds, unpacked. */
export function sizeProblems(files: readonly SizedFile[]): readonly Problem[] {
  const large = files.filter((file) => file.size > 5 * mebibyte);
  const total = files.reduce((sum, file) => sum + file.size, 0);
  const whole =
    total > 100 * mebibyte
      ? [tooLarge(`The chart has ${megabytes(total)} unpacked; helm reads no more than 100 MiB.`)]
      : [];
  return [
    ...large.map((file) =>
      tooLarge(`${file.path} has ${megabytes(file.size)}; helm takes no file above 5 MiB.`, file.path),
    ),
    ...whole,
  ];
}

/** Judges the size of a packed chart: helm takes it, Rancher and GitLab do not. */
export function packageSizeProblems(file: string, size: number): readonly Problem[] {
  if (size <= 5_000_000) return [];
  return [
    chartProblems.warning('CHART_TOO_LARGE', {
      message: `${file} has ${megabytes(size)}; Rancher and GitLab take packages up to 5 MB.`,
      fix: 'List what users do not need in .helmignore.',
      where: { file },
    }),
  ];
}

function tooLarge(message: string, file?: string): Problem {
  return chartProblems.error('CHART_TOO_LARGE', {
    message,
    fix: 'List what users do not need in .helmignore, or move large files out of the chart.',
    ...(file === undefined ? {} : { where: { file } }),
  });
}

function megabytes(size: number): string {
  return `${(size / mebibyte).toFixed(1)} MiB`;
}
