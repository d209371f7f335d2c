import { partedGlobs } from '../facts/globs.ts';
import type { Track } from '../model/track.ts';
import { pipelineProblems } from './problems.ts';

/** Takes `{a,b}` apart, as often as it is there: filters of GitHub do not know it. */
function withoutBraces(glob: string): readonly string[] {
  const [whole, before = '', list = '', after = ''] = /^(.*?)\{([^{}]*)\}(.*)$/.exec(glob) ?? [];
  if (whole === undefined) return [glob];
  if (!list.includes(',')) throw untranslatable(glob, 'ranges and braces with one entry');
  return list.split(',').flatMap((entry) => withoutBraces(`${before}${entry}${after}`));
}

/**
 * Gives the filters of a GitHub workflow for globs of branches or tags.
 * @see https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#filter-pattern-cheat-sheet
 * @throws CI_GLOB
 */
export function githubFilters(globs: readonly string[]): readonly string[] {
  const { given, taken } = partedGlobs(globs);
  const filters = plainGlobs(given.length === 0 ? ['**'] : given);
  // The last filter that fits counts.
  return [...filters, ...plainGlobs(taken).map((glob) => `!${glob}`)].map((glob) => {
    if (/[?()[\]]/.test(glob)) throw untranslatable(glob, 'the characters ? ( ) [ ]');
    return glob.replaceAll('+', String.raw`\+`);
  });
}

/**
 * Gives the filters of a GitHub workflow for globs of paths.
 * @throws CI_GLOB
 */
export const githubPaths = (globs: readonly string[]): readonly string[] =>
  githubFilters(globs.flatMap(withFolders));

/**
 * Gives the globs of `rules:changes` on GitLab, where `**` at the end means one level: every file below is a further `/*`.
 * @see https://docs.gitlab.com/ci/yaml/#ruleschanges
 * @throws CI_GLOB
 */
export function gitlabChanges(globs: readonly string[]): readonly string[] {
  return plainGlobs(globs.flatMap(withFolders)).map((glob) => glob.replace(/(^|\/)\*\*$/, '$1**/*'));
}

/** A path without a wildcard means the file or the folder with all below it, and one that ends in a slash the folder. */
function withFolders(glob: string): readonly string[] {
  if (glob.endsWith('/')) return [`${glob}**`];
  return /[*?[{(]/.test(glob) ? [glob] : [glob, `${glob}/**`];
}

/**
 * Expressions of GitLab's rules that hold for the branches or tags these globs mean.
 * @throws CI_GLOB for one that has no such expression
 */
export function gitlabNames(variable: string, globs: readonly string[]): readonly string[] {
  const { given, taken } = partedGlobs(globs);
  const fits = plainGlobs(given).map((glob) => gitlabName(variable, glob, ['==', '=~']));
  const isNone = plainGlobs(taken).map((glob) => gitlabName(variable, glob, ['!=', '!~']));
  return (given.length === 0 ? [`$${variable}`] : fits).map((each) => [each, ...isNone].join(' && '));
}

function gitlabName(variable: string, glob: string, [equal, like]: readonly [string, string]): string {
  if (/[?()[\]!]/.test(glob)) throw untranslatable(glob, 'the characters ? ( ) [ ] !');
  if (!glob.includes('*')) return `$${variable} ${equal} ${JSON.stringify(glob)}`;
  const expression = glob
    .split(/(\*\*\/|\*\*|\*)/)
    .map((part) => inExpression[part] ?? escaped(part))
    .join('');
  return `$${variable} ${like} /^${expression}$/`;
}

const inExpression: Readonly<Record<string, string>> = { '**/': '(.+\\/)?', '**': '.*', '*': '[^\\/]*' };

const escaped = (text: string): string => text.replaceAll(/[/.+^$|\\{}]/g, String.raw`\$&`);

/** The filters of GitHub for the tags of these templates: `v{version}` is `v*.*.*`, prereleases among them. */
export function githubTags(templates: readonly string[]): readonly string[] {
  return templates.map((template) =>
    template
      .split('{version}')
      .map((part) => part.replaceAll(/[*?+[\]!\\]/g, String.raw`\$&`))
      .join('*.*.*'),
  );
}

/** Expressions of GitLab's rules that hold for the tags of these templates. */
export function gitlabTags(templates: readonly string[]): readonly string[] {
  return templates.map(
    (template) =>
      `$CI_COMMIT_TAG =~ /^${template.split('{version}').map(escaped).join(String.raw`\d+\.\d+\.\d+.*`)}$/`,
  );
}

/** The names that tags of these tracks have. */
export function tagTemplates(tracks: readonly Track[]): readonly string[] {
  return [...new Set(tracks.flatMap(({ tag }) => tag?.name ?? []))];
}

/**
 * Gives globs without braces, which filters do not know.
 * @throws CI_GLOB
 */
export function plainGlobs(globs: readonly string[]): readonly string[] {
  return globs.flatMap((glob) => {
    if (/[!@+?*]\(/.test(glob)) throw untranslatable(glob, 'groups such as !(a|b)');
    if (glob.startsWith('!')) throw untranslatable(glob, 'globs that take something away');
    return withoutBraces(glob.replace(/^\.\//, ''));
  });
}

function untranslatable(glob: string, what: string): Error {
  return pipelineProblems.refusal('CI_GLOB', {
    message: `The glob ${JSON.stringify(glob)} cannot be said in a pipeline: it has no words for ${what}.`,
    fix: 'Write it with `*`, `**` and `{a,b}`, or write out each name.',
  });
}
