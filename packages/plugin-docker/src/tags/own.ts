import { splitLines } from './csv.ts';
import { parseLine } from './line.ts';
import { placeholders } from './placeholders.ts';
import { tagProblems } from './problems.ts';
import { priorities, type Rule, type RuleKind } from './rule.ts';

/** What every rule that is an object can say. */
interface Affixes {
  readonly prefix?: string;
  readonly suffix?: string;
  /** Higher comes first. */
  readonly priority?: number;
}

/**
 * A rule for tags, as it stands in a configuration. A text is a template with `{version}`, `{major}`, `{branch}` and the
 * like, one of the words `latest`, `shortSha`, `refSlug`, `commitTag`, a channel's word such as `rc`, or lines of
 * docker/metadata-action; `line` is one such line, whatever it looks like.
 */
export type TagRule =
  | string
  | { readonly line: string }
  | ((
      | { readonly branch: true | string }
      | { readonly tag: true }
      | { readonly request: true }
      | { readonly sha: number | 'long' }
      | { readonly schedule: true | string }
      | { readonly edge: true | string }
      | { readonly raw: string }
      | { readonly match: string; readonly group?: number; readonly value?: string }
      | { readonly pep440: string; readonly value?: string }
    ) &
      Affixes);

/**
 * Gives the rules of one entry; lines of docker/metadata-action may be several in one text.
 * @throws TAG_RULE_INVALID, TAG_TEMPLATE_INVALID
 */
export function compileRule(rule: TagRule): Rule[] {
  if (typeof rule !== 'string') return ['line' in rule ? parseLine(rule.line) : compileObject(rule)];
  if (isForeign(rule)) return splitLines(rule).map(parseLine);
  return [compileText(rule)];
}

/** A line of docker/metadata-action has an attribute, an expression in two braces, or stands among others. */
export function isForeign(rule: string): boolean {
  return /[\n=,]|\{\{/.test(rule);
}

const words: Readonly<Record<string, (common: Pick<Rule, 'source' | 'enable' | 'own'>) => Rule>> = {
  latest: (common) => ({ kind: 'latest', priority: priorities.latest, ...common }),
  shortSha: (common) => ({ kind: 'sha', length: 8, prefix: '', priority: priorities.sha, ...common }),
  refSlug: (common) => ({ kind: 'slug', priority: priorities.slug, ...common }),
  commitTag: (common) => ({ kind: 'tag', priority: priorities.tag, ...common }),
};

/** Words that someone could mean by another rule than the channel of a prerelease. */
const ambiguous: Readonly<Record<string, string>> = {
  edge: '{ edge: true }',
  nightly: '{ schedule: true }',
  branch: '{ branch: true }',
  tag: '{ tag: true }',
  sha: '{ sha: 7 }',
};

function compileText(text: string): Rule {
  const common = { source: text, enable: 'true', own: true } as const;
  const word = Object.hasOwn(words, text) ? words[text] : undefined;
  if (word) return word(common);
  if (text.includes('{')) {
    const kind: RuleKind = placeholders(text).some((name) => versionNames.has(name)) ? 'own' : 'raw';
    return { kind: 'own', template: text, priority: priorities[kind], ...common };
  }
  const meant = Object.hasOwn(ambiguous, text) ? ambiguous[text] : undefined;
  if (meant === undefined && /^[A-Za-z][A-Za-z-]*$/.test(text))
    return { kind: 'channel', channel: text, priority: priorities.channel, ...common };
  throw tagProblems.refusal('TAG_RULE_INVALID', {
    message: `The tag rule "${text}" is neither a template nor a word with a meaning.`,
    fix: `Write ${meant ?? `{ raw: '${text}' }`} for it.`,
  });
}

const versionNames = new Set(['version', 'major', 'minor', 'patch', 'prerelease', 'channel']);

type ObjectRule = Exclude<TagRule, string | { readonly line: string }>;

function compileObject(rule: ObjectRule): Rule {
  const make = (kind: RuleKind, usualPrefix?: string) => commonOf(rule, kind, usualPrefix);
  if ('branch' in rule)
    return { kind: 'branch', ...(rule.branch === true ? {} : { only: rule.branch }), ...make('branch') };
  if ('tag' in rule) return { kind: 'tag', ...make('tag') };
  if ('request' in rule) return { kind: 'request', ...make('request', 'pr-') };
  if ('sha' in rule) return { kind: 'sha', length: rule.sha, ...make('sha', '') };
  if ('schedule' in rule)
    return {
      kind: 'schedule',
      pattern: rule.schedule === true ? 'nightly' : checked(rule.schedule),
      ...make('schedule'),
    };
  if ('edge' in rule) return { kind: 'edge', branch: rule.edge === true ? '' : rule.edge, ...make('edge') };
  if ('raw' in rule) return { kind: 'own', template: checked(rule.raw), ...make('raw') };
  if ('match' in rule)
    return {
      kind: 'match',
      pattern: rule.match,
      group: String(rule.group ?? 0),
      value: rule.value ?? '',
      ...make('match'),
    };
  if ('pep440' in rule)
    return {
      kind: 'pep440',
      pattern: doubled(rule.pep440),
      match: '',
      value: rule.value ?? '',
      ...make('pep440'),
    };
  throw tagProblems.refusal('TAG_RULE_INVALID', {
    message: `The tag rule ${JSON.stringify(rule)} has none of the members that say what it is.`,
    fix: 'Give it one of branch, tag, request, sha, schedule, edge, raw, match, pep440.',
  });
}

function commonOf(rule: ObjectRule, kind: RuleKind, usualPrefix: string | undefined) {
  const { prefix = usualPrefix, suffix, priority = priorities[kind] } = rule;
  return {
    source: JSON.stringify(rule),
    enable: 'true',
    own: true as const,
    priority,
    ...(prefix === undefined ? {} : { prefix: doubled(prefix) }),
    ...(suffix === undefined ? {} : { suffix: doubled(suffix) }),
  };
}

/** Refuses a template with a name that does not exist, before any release depends on it. */
function checked(template: string): string {
  placeholders(template);
  return template;
}

/** `{branch}` as docker/metadata-action writes it, for the places that take its templates. */
const doubled = (template: string): string =>
  template.includes('{{') ? template : template.replace(/\{(\w+)\}/g, '{{$1}}');
