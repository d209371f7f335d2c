import picomatch from 'picomatch';
import { partedGlobs } from '../facts/globs.ts';
import type { CiFacts } from '../model/facts.ts';
import { didYouMean } from '../model/nearest.ts';
import type { When } from './define.ts';
import { configProblems } from './problems.ts';

/** Where a run is, as far as the choice of a flow is concerned. */
export interface Situation {
  readonly branch?: string;
  readonly tag?: string;
  readonly ci: CiFacts['provider'];
}

/** A flow, and whether it is meant for where this run is. */
export interface ChosenFlow<F> {
  readonly flow: F;
  /** What of its `when` does not hold here; empty when it was named, or is meant for here. */
  readonly misfits: readonly string[];
}

/**
 * Chooses the flow of a run: the one that is named, else the one whose `when` holds, else the only one. Of several, one that
 * names this CI is meant before those that name none.
 * @throws FLOW_UNKNOWN, FLOW_NONE, FLOW_AMBIGUOUS
 */
export function chooseFlow<F extends { readonly name: string; readonly when?: When }>(
  flows: readonly F[],
  situation: Situation,
  named?: string,
): ChosenFlow<F> {
  if (named !== undefined) return { flow: namedFlow(flows, named), misfits: [] };
  const judged = flows.map((flow) => ({ flow, misfits: misfits(flow.when ?? {}, situation) }));
  const [only, ...others] = judged;
  if (only !== undefined && others.length === 0) return only;
  const all = judged.filter((candidate) => candidate.misfits.length === 0);
  const ofCi = all.filter((candidate) => candidate.flow.when?.ci !== undefined);
  const fitting = ofCi.length > 0 ? ofCi : all;
  const [first, second] = fitting;
  if (first === undefined) throw none(judged, situation);
  if (second !== undefined)
    throw ambiguous(
      fitting.map(({ flow }) => flow),
      situation,
    );
  return first;
}

/**
 * Gives the flow of a name.
 * @throws FLOW_UNKNOWN
 */
export function namedFlow<F extends { readonly name: string }>(flows: readonly F[], name: string): F {
  const found = flows.find((flow) => flow.name === name);
  if (found !== undefined) return found;
  const names = flows.map((flow) => flow.name);
  throw configProblems.refusal('FLOW_UNKNOWN', {
    message: `There is no flow "${name}".${didYouMean(name, names)}`,
    fix: `Take one of: ${names.join(', ')}.`,
  });
}

/** Says of each condition that does not hold why not. */
function misfits(when: When, { branch, tag, ci }: Situation): readonly string[] {
  return [
    ...(when.branch === undefined ? [] : misfit('branch', listOf(when.branch), branch)),
    ...(when.tag === undefined ? [] : misfit('tag', listOf(when.tag), tag)),
    ...(when.ci === undefined || when.ci === ci
      ? []
      : [`its CI is ${when.ci}, this is ${ci === 'none' ? 'no CI' : ci}`]),
  ];
}

function misfit(what: string, globs: readonly string[], value: string | undefined): readonly string[] {
  const { given, taken } = partedGlobs(globs);
  const wanted = [given.join(' or ') || 'any', ...taken].join(' but not ');
  if (value === undefined) return [`its ${what} is ${wanted}, and this run has no ${what}`];
  const isOf = (list: readonly string[]) =>
    list.some((glob) => glob === value || picomatch.isMatch(value, glob));
  const isMeant = (given.length === 0 || isOf(given)) && !isOf(taken);
  return isMeant ? [] : [`its ${what} is ${wanted}, this is ${value}`];
}

const listOf = (globs: string | readonly string[]): readonly string[] =>
  typeof globs === 'string' ? [globs] : globs;

function none(
  judged: readonly { flow: { readonly name: string }; misfits: readonly string[] }[],
  situation: Situation,
): Error {
  const reasons = judged.map((candidate) => `${candidate.flow.name}: ${candidate.misfits.join('; ')}.`);
  return configProblems.refusal('FLOW_NONE', {
    message: `No flow is meant for ${here(situation)}.\n${reasons.join('\n')}`,
    fix: `Name one with \`--flow NAME\`: ${judged.map(({ flow }) => flow.name).join(', ')}.`,
  });
}

function ambiguous(flows: readonly { readonly name: string }[], situation: Situation): Error {
  const names = flows.map((flow) => flow.name);
  return configProblems.refusal('FLOW_AMBIGUOUS', {
    message: `${names.length} flows are meant for ${here(situation)}: ${names.join(', ')}.`,
    fix: 'Name one with `--flow NAME`, or make their `when` exclude each other.',
  });
}

/** `branch main in gitlab`. */
export function here({ branch, tag, ci }: Situation): string {
  const checkedOut = branch === undefined ? 'a detached HEAD' : `branch ${branch}`;
  const place = tag === undefined ? checkedOut : `tag ${tag}`;
  return ci === 'none' ? `${place}, outside CI` : `${place} in ${ci === 'other' ? 'this CI' : ci}`;
}
