import { isRecord, spell } from '../config/rules/findings.ts';
import { listOf, mapOf, matching, oneOf, type Rule, text } from '../config/rules/rule.ts';
import { jsonTooDeepAt } from '../edits/json/depth.ts';
import { type Plan, schemaVersion } from '../model/plan.ts';
import { planDigest } from '../planning/seal.ts';
import { runningProblems } from './problems.ts';

/**
 * Reads a plan that was saved with `--out`.
 * @param json the file's text
 * @param file its name, for messages
 * @param head the commit that is checked out
 * @throws PLAN_UNREADABLE, PLAN_SCHEMA, PLAN_ALTERED, PLAN_OTHER_HEAD
 */
export function readSavedPlan(json: string, file: string, head: string): Plan {
  const plan = parsePlan(json, file);
  const where = { file };
  if (plan.schema !== schemaVersion) {
    throw runningProblems.refusal('PLAN_SCHEMA', {
      message: `${file} has the schema ${String(plan.schema)}; this version of Launchway reads ${String(schemaVersion)}.`,
      fix: 'Make and apply the plan with the same version of @launchway/core.',
      where,
    });
  }
  if (planDigest(plan) !== plan.digest) {
    throw runningProblems.refusal('PLAN_ALTERED', {
      message: `${file} was changed after it was made: its digest is not that of what it says.`,
      fix: 'Make it again with `release plan --out FILE`.',
      where,
    });
  }
  const [misshapen] = planRule(plan, []);
  if (misshapen !== undefined)
    throw unreadable(file, `${spell(misshapen.path)}: ${misshapen.message.replace(/\.$/, '')}`);
  if (plan.head !== head && plan.release !== head) {
    throw runningProblems.refusal('PLAN_OTHER_HEAD', {
      message: `${file} was made for the commit ${plan.head.slice(0, 12)}, but ${head.slice(0, 12)} is checked out.`,
      fix: `Check out ${plan.head.slice(0, 12)}, or make a new plan here.`,
      where,
    });
  }
  return plan;
}

/** Lists and objects within each other; no plan has ten. */
const deepest = 100;

function parsePlan(json: string, file: string): Plan {
  if (jsonTooDeepAt(json, deepest) !== undefined) throw unreadable(file, 'it is nested too deeply');
  try {
    const value: unknown = JSON.parse(json);
    if (
      typeof value === 'object' &&
      value !== null &&
      'schema' in value &&
      'steps' in value &&
      Array.isArray(value.steps)
    ) {
      return value as Plan;
    }
  } catch (error) {
    throw unreadable(file, error instanceof Error ? error.message : String(error));
  }
  throw unreadable(file, 'it is JSON, but not a plan');
}

/** An object that has at least these members. */
const having =
  (members: Readonly<Record<string, Rule>>): Rule =>
  (value, path) => {
    const found = matching('an object', isRecord)(value, path);
    if (found.length > 0) return found;
    return Object.entries(members).flatMap(([key, rule]) => rule(Object(value)[key], [...path, key]));
  };
const orNull =
  (rule: Rule): Rule =>
  (value, path) =>
    value === null ? [] : rule(value, path);
const words = matching('a text', (value) => typeof value === 'string');

/** What is relied on when a plan is carried out; the digest says that nobody changed it, not that it is one. */
const planRule = having({
  flow: text,
  head: text,
  branch: orNull(text),
  outcome: oneOf('release', 'resume', 'complete', 'nothing'),
  release: orNull(text),
  tracks: mapOf(having({ current: text, next: orNull(text) })),
  tags: listOf(text),
  edits: listOf(having({ path: text, content: words, diff: words, why: listOf(words) })),
  notes: mapOf(words),
  commit: orNull(having({ message: text })),
  steps: listOf(
    having({
      id: text,
      kind: text,
      title: text,
      plugin: text,
      phase: oneOf('commit', 'stage', 'push', 'publish'),
      needs: listOf(text),
      input: having({}),
    }),
  ),
  problems: listOf(having({ code: text, severity: oneOf('error', 'warning'), message: words, fix: words })),
});

function unreadable(file: string, why: string): Error {
  return runningProblems.refusal('PLAN_UNREADABLE', {
    message: `${file} cannot be read as a plan: ${why}.`,
    fix: 'Make it with `release plan --out FILE` and pass that file.',
    where: { file },
  });
}
