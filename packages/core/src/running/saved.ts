import { jsonTooDeepAt } from '../edits/json-depth.ts';
import { type Plan, SCHEMA } from '../model/plan.ts';
import { planDigest } from '../planning/seal.ts';
import { runningProblems } from './problems.ts';

/**
 * Reads a plan that was saved with `--out`.
 * @param text the file's text
 * @param file its name, for messages
 * @param head the commit that is checked out
 * @throws PLAN_UNREADABLE, PLAN_SCHEMA, PLAN_ALTERED, PLAN_OTHER_HEAD
 */
export function readSavedPlan(text: string, file: string, head: string): Plan {
  const plan = parsePlan(text, file);
  const where = { file };
  if (plan.schema !== SCHEMA) {
    throw runningProblems.refusal('PLAN_SCHEMA', {
      message: `${file} has the schema ${String(plan.schema)}; this version of Launchway reads ${String(SCHEMA)}.`,
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

function parsePlan(text: string, file: string): Plan {
  if (jsonTooDeepAt(text, deepest) !== undefined) throw unreadable(file, 'it is nested too deeply');
  try {
    const value: unknown = JSON.parse(text);
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

function unreadable(file: string, why: string): Error {
  return runningProblems.refusal('PLAN_UNREADABLE', {
    message: `${file} cannot be read as a plan: ${why}.`,
    fix: 'Make it with `release plan --out FILE` and pass that file.',
    where: { file },
  });
}
