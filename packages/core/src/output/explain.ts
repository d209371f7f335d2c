import type { Plan, PlannedTrack } from '../model/plan.ts';
import type { Bump } from '../model/track.ts';
import type { Reason } from '../model/verdict.ts';
import { isAsked, spellReason } from './plan.ts';
import { cleaned } from './text.ts';
import type { Canvas } from './view.ts';

/** Shows why each version is what it is: every commit, the rule it met, its paths; then those that counted for nothing. */
export function explainView(given: Plan, tracks: readonly string[], canvas: Canvas): readonly string[] {
  const { style } = canvas;
  const plan = cleaned(given);
  return tracks.flatMap((name, index) => {
    const track = plan.tracks[name];
    if (track === undefined) return [];
    if (track.next === track.current)
      return [...(index === 0 ? [] : ['']), `${style.strong(name)} ${track.current} is committed`];
    const moves =
      track.next === null
        ? `stays at ${track.current}`
        : `${track.current} → ${style.good(track.next)} (${track.bump ?? 'set'})`;
    const since = track.baseline === null ? 'since the beginning' : `since ${track.baseline.slice(0, 7)}`;
    return [
      ...(index === 0 ? [] : ['']),
      `${style.strong(name)} ${moves} ${style.faint(since)}`,
      ...(isShifted(track)
        ? ['  Below 1.0.0 a major change moves the minor version, a minor one the patch.']
        : []),
      ...group('Counted', track.because, canvas),
      ...group('Counted for nothing', track.ignored, canvas),
      ...(track.because.length + track.ignored.length > 0
        ? []
        : [track.next === null ? '  No commit touches its paths.' : '  The files say so.']),
    ];
  });
}

/** Whether the version moves by less than a rule says, as those below 1.0.0 do. */
function isShifted({ current, bump, because }: PlannedTrack): boolean {
  const asks = (kind: Bump): boolean => because.some((reason) => reason.bump === kind);
  return (
    current.startsWith('0.') &&
    !because.some(isAsked) &&
    ((bump === 'patch' && asks('minor')) || (bump === 'minor' && asks('major')))
  );
}

function group(title: string, reasons: readonly Reason[], { style, verbose }: Canvas): readonly string[] {
  if (reasons.length === 0) return [];
  const shown = reasons.flatMap((reason) => {
    const paths = verbose ? reason.paths : reason.paths.slice(0, 3);
    const more = reason.paths.length > paths.length ? [`and ${reason.paths.length - paths.length} more`] : [];
    return [
      `    ${spellReason(reason)}`,
      `      ${style.name(reason.rule)} ${style.faint([...paths, ...more].join(', '))}`.trimEnd(),
    ];
  });
  return [`  ${title}`, ...shown];
}
