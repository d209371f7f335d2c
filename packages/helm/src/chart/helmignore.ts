import type { Problem } from '@launchway/core';
import { helmProblems } from '../problems.ts';
import { compilePattern, type Matcher } from './pattern.ts';

/** What `.helmignore` leaves out of a package. */
export interface IgnoreRules {
  /** Tells whether a path, from the top of the chart, is left out. A folder takes all it holds with it. */
  ignores(path: string): boolean;
}

interface Rule {
  readonly foldersOnly: boolean;
  /** Match against the last name alone. */
  readonly byName: boolean;
  readonly matches: Matcher;
}

/** Files whose names begin with a dot, directly in `templates/`. */
const builtIn = 'templates/.?*';

/**
 * Reads `.helmignore` as helm does.
 * @param file its path, for messages
 * @returns the rules, and a problem HELMIGNORE_RULE for every line helm refuses or reads the other way round
 */
export function parseHelmignore(
  text: string,
  file: string,
): { readonly rules: IgnoreRules; readonly problems: readonly Problem[] } {
  const found: Problem[] = [];
  const rules: Rule[] = [];
  text
    .replace(/^\ufeff/, '')
    .split('\n')
    .forEach((raw, at) => {
      const line = raw.trim();
      if (line === '' || line.startsWith('#')) return;
      const refusal = refusalOf(line);
      const rule = refusal === undefined ? compile(line) : undefined;
      if (rule !== undefined) rules.push(rule);
      else
        found.push(
          problemOf(line, refusal ?? 'has a bracket or a backslash that is not closed', file, at + 1),
        );
    });
  const last = compile(builtIn);
  return { rules: ignoring(last === undefined ? rules : [...rules, last]), problems: found };
}

function refusalOf(line: string): string | undefined {
  if (line.includes('**')) return 'uses "**", which helm refuses';
  if (line.startsWith('!')) return 'begins with "!": helm would leave out everything that does not match it';
  return undefined;
}

function problemOf(line: string, what: string, file: string, number: number): Problem {
  return helmProblems.error('HELMIGNORE_RULE', {
    message: `Line ${number} of ${file}, "${line}", ${what}.`,
    fix: line.includes('**')
      ? 'Name the files or folders without "**"; a line without a slash matches at any depth.'
      : 'Write one line for each thing to leave out, without "!", and close every bracket.',
    where: { file, line: number },
  });
}

function compile(line: string): Rule | undefined {
  const foldersOnly = line.endsWith('/');
  const body = foldersOnly ? line.slice(0, -1) : line;
  const byName = !body.includes('/');
  const matches = compilePattern(body.startsWith('/') ? body.slice(1) : body);
  return matches === undefined || compilePattern(line) === undefined
    ? undefined
    : { foldersOnly, byName, matches };
}

function ignoring(rules: readonly Rule[]): IgnoreRules {
  const folders = new Map<string, boolean>();
  const matches = (path: string, isFolder: boolean): boolean => {
    const name = path.slice(path.lastIndexOf('/') + 1);
    return rules.some((rule) => (isFolder || !rule.foldersOnly) && rule.matches(rule.byName ? name : path));
  };
  const ignoresFolder = (path: string): boolean => {
    if (path === '') return false;
    const known = folders.get(path);
    if (known !== undefined) return known;
    const answer = ignoresFolder(parent(path)) || matches(path, true);
    folders.set(path, answer);
    return answer;
  };
  return { ignores: (path) => ignoresFolder(parent(path)) || matches(path, false) };
}

const parent = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));
