import { defined } from '@launchway/core';
import { parseFields, splitField } from './csv.ts';
import { tagProblems } from './problems.ts';
import { priorities, type Rule, type RuleKind } from './rule.ts';

type Attributes = ReadonlyMap<string, string>;

/** What docker/metadata-action does when it is given no tags. */
export const defaultLines = [
  'type=schedule',
  'type=ref,event=branch',
  'type=ref,event=tag',
  'type=ref,event=pr',
];

/**
 * Reads one line of docker/metadata-action's `tags`: `type=semver,pattern={{major}}.{{minor}}`. Attributes nobody knows
 * are ignored, as there.
 * @throws TAG_RULE_INVALID
 */
export function parseLine(line: string): Rule {
  const fields = parseFields(line);
  if (!fields)
    throw invalid(
      line,
      'its quotes do not stand around a whole field',
      'Put quotes around whole fields, as in "match=\\d{1,2}".',
    );
  const attributes = new Map<string, string>();
  for (const field of fields) {
    const { key = 'value', value } = splitField(field);
    attributes.set(key, value);
  }
  const type = attributes.get('type') ?? 'raw';
  const read = Object.hasOwn(readers, type) ? readers[type] : undefined;
  if (!read)
    throw invalid(line, `there is no type "${type}"`, `Use one of ${Object.keys(readers).join(', ')}.`);
  return read(line, attributes);
}

const readers: Readonly<Record<string, (line: string, attributes: Attributes) => Rule>> = {
  schedule: (line, given) => ({
    kind: 'schedule',
    pattern: given.get('pattern') ?? 'nightly',
    ...common(line, given, 'schedule'),
  }),
  semver: (line, given) => ({ kind: 'semver', ...versioned(line, given), ...common(line, given, 'semver') }),
  pep440: (line, given) => ({ kind: 'pep440', ...versioned(line, given), ...common(line, given, 'pep440') }),
  match: (line, given) => {
    const group = given.get('group') ?? '0';
    if (Number.isNaN(Number(group)))
      throw invalid(line, `"${group}" is no group`, 'Give the number of the group: group=1.');
    return { kind: 'match', group, ...versioned(line, given), ...common(line, given, 'match') };
  },
  edge: (line, given) => ({
    kind: 'edge',
    branch: given.get('branch') ?? '',
    ...common(line, given, 'edge'),
  }),
  ref: (line, given) => {
    const event = needed(line, given, 'event', 'event=branch, event=tag or event=pr');
    if (event === 'branch' || event === 'tag') return { kind: event, ...common(line, given, event) };
    if (event === 'pr') return { kind: 'request', prefix: 'pr-', ...common(line, given, 'request') };
    throw invalid(line, `there is no event "${event}"`, 'Use event=branch, event=tag or event=pr.');
  },
  raw: (line, given) => ({
    kind: 'raw',
    value: needed(line, given, 'value', 'value=...'),
    ...common(line, given, 'raw'),
  }),
  sha: (line, given) => {
    const format = given.get('format') ?? 'short';
    if (format !== 'short' && format !== 'long')
      throw invalid(line, `there is no format "${format}"`, 'Use format=short or format=long.');
    return {
      kind: 'sha',
      prefix: 'sha-',
      ...(format === 'long' ? { length: format } : {}),
      ...common(line, given, 'sha'),
    };
  },
};

function common(
  line: string,
  given: Attributes,
  kind: RuleKind,
): Pick<Rule, 'source' | 'priority' | 'enable' | 'prefix' | 'suffix'> {
  const [prefix, suffix, priority] = [given.get('prefix'), given.get('suffix'), given.get('priority')];
  return {
    source: line,
    priority: priority === undefined ? priorities[kind] : Number(priority),
    enable: given.get('enable') ?? 'true',
    ...defined({ prefix, suffix }),
  };
}

function versioned(line: string, given: Attributes): { pattern: string; value: string; match: string } {
  const pattern = needed(line, given, 'pattern', 'pattern=..., such as pattern={{version}}');
  return { pattern, value: given.get('value') ?? '', match: given.get('match') ?? '' };
}

function needed(line: string, given: Attributes, name: string, example: string): string {
  const value = given.get(name);
  if (value === undefined) throw invalid(line, `it lacks "${name}"`, `Add ${example}.`);
  return value;
}

function invalid(line: string, why: string, fix: string): Error {
  return tagProblems.refusal('TAG_RULE_INVALID', {
    message: `The tag rule "${line}" cannot be used: ${why}.`,
    fix,
  });
}
