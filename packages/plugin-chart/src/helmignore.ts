/** One rule of a `.helmignore`. */
interface Rule {
  readonly negated: boolean;
  readonly folderOnly: boolean;
  /** Whether the last part of the path alone is compared. */
  readonly baseName: boolean;
  readonly pattern: RegExp;
}

/** A line helm rejects, or reads the other way round than git. */
export interface IgnoreFault {
  /** 1-based. */
  readonly line: number;
  readonly text: string;
  readonly fault: 'double-star' | 'negation' | 'syntax';
}

export interface HelmIgnore {
  /** Whether a file of the chart is in its package; the path is relative to the chart. */
  ships(path: string): boolean;
  readonly faults: readonly IgnoreFault[];
}

/** What helm ignores in every chart, after the chart's own rules. */
const always = 'templates/.?*';

/**
 * Reads a `.helmignore` as helm does (helm's pkg/ignore), which is not as git does: the first rule that matches decides, a
 * `!` rule ignores what does not match it, and `*` stays within one folder. Rules helm rejects are left out and told.
 */
export function readHelmIgnore(text: string): HelmIgnore {
  const rules: Rule[] = [];
  const faults: IgnoreFault[] = [];
  const lines = [...text.replace(/^\uFEFF/, '').split('\n'), always];
  for (const [index, raw] of lines.entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const rule = ruleOf(line);
    const fault = line.includes('**')
      ? 'double-star'
      : rule === undefined
        ? 'syntax'
        : rule.negated
          ? 'negation'
          : undefined;
    if (fault !== undefined) faults.push({ line: index + 1, text: line, fault });
    if (rule !== undefined && fault !== 'double-star') rules.push(rule);
  }
  return { faults, ships: (path) => ships(rules, path) };
}

/** A folder that is ignored takes along what is in it. */
function ships(rules: readonly Rule[], path: string): boolean {
  const parts = path.split('/');
  const folders = parts.slice(0, -1).map((_, index) => parts.slice(0, index + 1).join('/'));
  return !folders.some((folder) => ignores(rules, folder, true)) && !ignores(rules, path, false);
}

function ignores(rules: readonly Rule[], path: string, isFolder: boolean): boolean {
  for (const rule of rules) {
    const applies = isFolder || !rule.folderOnly;
    const matches = applies && rule.pattern.test(rule.baseName ? (path.split('/').at(-1) ?? '') : path);
    if (matches !== rule.negated) return true;
  }
  return false;
}

function ruleOf(line: string): Rule | undefined {
  const negated = line.startsWith('!');
  const positive = negated ? line.slice(1) : line;
  const folderOnly = positive.endsWith('/');
  const bare = folderOnly ? positive.slice(0, -1) : positive;
  const pattern = goPattern(bare.replace(/^\//, ''));
  return pattern && { negated, folderOnly, baseName: !bare.includes('/'), pattern };
}

/** Compiles a pattern of Go's `filepath.Match`; gives nothing for one that Go rejects. */
function goPattern(glob: string): RegExp | undefined {
  const characters = Array.from(glob);
  let source = '';
  for (let at = 0; at < characters.length; at += 1) {
    const character = characters[at] ?? '';
    if (character === '*') source += '[^/]*';
    else if (character === '?') source += '[^/]';
    else if (character === '[') {
      const end = classEnd(characters, at);
      const set = end === undefined ? undefined : goClass(characters.slice(at + 1, end));
      if (end === undefined || set === undefined) return undefined;
      source += set;
      at = end;
    } else if (character === '\\') {
      at += 1;
      if (at >= characters.length) return undefined;
      source += literal(characters[at] ?? '');
    } else source += literal(character);
  }
  return new RegExp(`^${source}$`, 'su');
}

/** Gives the index of the bracket that closes a class; the first character cannot. */
function classEnd(characters: readonly string[], start: number): number | undefined {
  const first = start + (characters[start + 1] === '^' ? 2 : 1);
  for (let at = first; at < characters.length; at += 1) {
    if (characters[at] === '\\') at += 1;
    else if (characters[at] === ']') return at > first ? at : undefined;
  }
  return undefined;
}

function goClass(characters: readonly string[]): string | undefined {
  const negated = characters[0] === '^';
  const members: string[] = [];
  let at = negated ? 1 : 0;
  while (at < characters.length) {
    const low = member(characters, at);
    if (low === undefined) return undefined;
    const high = characters[low.next] === '-' ? member(characters, low.next + 1) : low;
    if (high === undefined) return undefined;
    if (low.character <= high.character) members.push(`${literal(low.character)}-${literal(high.character)}`);
    at = high.next;
  }
  if (members.length === 0) return negated ? '[^]' : '(?!)';
  return `[${negated ? '^' : ''}${members.join('')}]`;
}

function member(characters: readonly string[], at: number): { character: string; next: number } | undefined {
  const character = characters[at];
  if (character === undefined || character === '-' || character === ']') return undefined;
  if (character !== '\\') return { character, next: at + 1 };
  const escaped = characters[at + 1];
  return escaped === undefined ? undefined : { character: escaped, next: at + 2 };
}

function literal(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
