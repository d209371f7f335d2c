import type { Plan, PlannedTrack } from '../model/plan.ts';
import { weightOf } from '../model/track.ts';
import type { Reason } from '../model/verdict.ts';
import { table } from './layout.ts';
import { cleaned, oneLine } from './text.ts';
import type { Canvas } from './view.ts';

/** Shows a plan: how the tracks move and why, then tags, files and steps. */
export function planView(given: Plan, canvas: Canvas): readonly string[] {
  const plan = cleaned(given);
  const { style } = canvas;
  const head = `${style.strong(heading(plan))} ${style.faint(`flow ${plan.flow}, ${plan.branch ?? 'detached'} at ${(plan.release ?? plan.head).slice(0, 7)}`)}`;
  const rows = Object.entries(plan.tracks).map(([name, track]) => trackRow(name, track, canvas));
  const sections = [
    list('Tags', plan.tags, canvas),
    list(
      'Files',
      plan.edits.map((edit) => `${edit.path} ${style.faint(`(${edit.why.join(', ')})`)}`),
      canvas,
    ),
    list('Commit', plan.commit === null ? [] : [oneLine(plan.commit.message)], canvas),
    list(
      'Steps',
      plan.steps.map((step) => `${step.title} ${style.faint(step.id)}`),
      canvas,
    ),
  ];
  return [head, '', ...table(rows).map((row) => `  ${row}`), ...sections.flat()];
}

function heading(plan: Plan): string {
  if (plan.outcome === 'nothing') return 'Nothing to release';
  if (plan.outcome === 'complete') return 'Already released';
  const moves = Object.entries(plan.tracks).filter(([, track]) => track.next !== null);
  const named = moves.map(([name, track]) => `${name} ${track.next}`).join(', ') || 'this commit';
  return plan.outcome === 'resume' ? `Complete the release of ${named}` : `Release ${named}`;
}

function trackRow(name: string, track: PlannedTrack, { style }: Canvas): readonly string[] {
  if (track.next === null)
    return [style.strong(name), track.current, style.faint('stays'), style.faint(whyItStays(track))];
  if (track.next === track.current)
    return [style.strong(name), track.current, 'committed', style.faint('the files say so')];
  return [
    style.strong(name),
    `${track.current} → ${style.good(track.next)}`,
    track.bump ?? 'set',
    isBare(track) ? style.faint('the files say so') : why(track),
  ];
}

/** A release that is made has its versions from the files, where no commit before it asked for them. */
const isBare = ({ because, ignored }: PlannedTrack): boolean => because.length + ignored.length === 0;

/** What asked for a move may have been refused, or passed over by a person who named the versions. */
const whyItStays = (track: PlannedTrack): string =>
  track.because.length === 0 ? why(track) : `though ${why(track)}`;

function why(track: PlannedTrack): string {
  const [first, ...others] = [...track.because].sort(
    (left, right) =>
      Number(isAsked(right)) - Number(isAsked(left)) || weightOf(right.bump) - weightOf(left.bump),
  );
  if (first === undefined) return whyNothing(track.ignored);
  if (first.commit === null) return spellReason(first);
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  return `${spellReason(first)}${more}`;
}

/** What a person asked for goes before all that commits call for. */
export const isAsked = ({ commit, rule }: Reason): boolean =>
  commit === null || rule.startsWith('Release-As: ');

/** Where no message is a conventional one, somebody may not know that they are to be. */
function whyNothing(ignored: readonly Reason[]): string {
  const { length } = ignored;
  if (length === 0) return 'no commit touches it';
  const isPlain = ignored.every(({ type }) => type === null);
  if (length === 1)
    return isPlain ? '1 commit, not a conventional one' : '1 commit, which asks for no release';
  return `${length} commits, none ${isPlain ? 'is a conventional one' : 'asks for a release'}`;
}

/** Gives a reason on one line: `a1b2c3d fix(proxy): subject`. */
export function spellReason(reason: Reason): string {
  const scope = reason.scope === null ? '' : `(${reason.scope})`;
  const type = reason.type === null ? '' : `${reason.type}${scope}${reason.breaking ? '!' : ''}: `;
  const commit = reason.commit === null ? '' : `${reason.commit.slice(0, 7)} `;
  return oneLine(`${commit}${type}${reason.subject}`, 100);
}

function list(title: string, items: readonly string[], { style }: Canvas): readonly string[] {
  return items.length === 0 ? [] : ['', style.strong(title), ...items.map((item) => `  ${item}`)];
}
