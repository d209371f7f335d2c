import type { Tree } from '@launchway/core';
import { isRecord } from '../answers.ts';
import { gitlabGlob } from '../glob-gitlab.ts';
import { evaluateCondition, type Variables, variablesIn } from './condition.ts';
import type { PushEvent } from './event.ts';
import { asList } from './gitlab-file.ts';

/** What rules are judged by. */
export interface RuleContext {
  readonly event: PushEvent;
  readonly variables: Variables;
  /** The tree `exists` looks into. */
  readonly tree: Tree;
  /** Told of what could not be decided from here. */
  readonly doubt: (reason: string) => void;
}

/** What the first rule that holds says; nothing when none does. */
export interface RuleVerdict {
  readonly when: string | undefined;
  readonly variables: Variables;
}

/** Goes through `rules` in their order; the first that holds decides. */
export async function judgeRules(rules: unknown, context: RuleContext): Promise<RuleVerdict | undefined> {
  for (const rule of flatten(rules)) {
    if (!isRecord(rule) || !(await holds(rule, context))) continue;
    return {
      when: typeof rule['when'] === 'string' ? rule['when'] : undefined,
      variables: textValues(rule['variables']),
    };
  }
  return undefined;
}

/** Variables that no push sets. */
const ofRequests = /^CI_(?:MERGE_REQUEST|EXTERNAL_PULL_REQUEST)_/;

/** Lists within lists are what `!reference` leaves. */
const flatten = (rules: unknown): readonly unknown[] =>
  asList(rules).flatMap((rule) => (Array.isArray(rule) ? flatten(rule) : [rule]));

async function holds(rule: Readonly<Record<string, unknown>>, context: RuleContext): Promise<boolean> {
  if (!conditionHolds(rule['if'], context)) return false;
  if (rule['changes'] !== undefined && !changesHold(rule['changes'], context)) return false;
  return rule['exists'] === undefined || existsHolds(rule['exists'], context);
}

function conditionHolds(condition: unknown, { variables, doubt }: RuleContext): boolean {
  if (typeof condition !== 'string') return true;
  const value = evaluateCondition(condition, variables);
  if (value === undefined) doubt(`the condition \`${condition}\` cannot be read`);
  const unknown = variablesIn(condition).filter((name) => !(name in variables) && !ofRequests.test(name));
  for (const name of unknown) doubt(`$${name} is taken as not set`);
  return value === true;
}

/** Always true where GitLab has nothing to compare with, as for tags. */
export function changesHold(
  changes: unknown,
  { event, doubt }: Pick<RuleContext, 'event' | 'doubt'>,
): boolean {
  if (event.ref.kind === 'tag') return true;
  if (event.changed === undefined) {
    doubt('which files changed is not known');
    return true;
  }
  const globs = textsOf(isRecord(changes) ? changes['paths'] : changes).map(gitlabGlob);
  return event.changed.some((path) => globs.some((glob) => glob(path)));
}

async function existsHolds(exists: unknown, { tree, doubt }: RuleContext): Promise<boolean> {
  if (isRecord(exists) && exists['project'] !== undefined) {
    doubt('`exists` asks for files of another project');
    return false;
  }
  const globs = textsOf(isRecord(exists) ? exists['paths'] : exists).map(gitlabGlob);
  const entries = await tree.list();
  return entries.some(({ path }) => globs.some((glob) => glob(path)));
}

export const textsOf = (value: unknown): readonly string[] =>
  asList(value).filter((member): member is string => typeof member === 'string');

/** The values of `variables:`, also where they are spelt with a description. */
export function textValues(variables: unknown): Variables {
  if (!isRecord(variables)) return {};
  const entries = Object.entries(variables).map(([name, value]) => [
    name,
    isRecord(value) ? value['value'] : value,
  ]);
  return Object.fromEntries(
    entries.flatMap(([name, value]) =>
      ['string', 'number', 'boolean'].includes(typeof value) ? [[name, String(value)]] : [],
    ),
  ) as Variables;
}
