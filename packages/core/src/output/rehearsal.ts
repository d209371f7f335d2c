import type { RehearsedPlace, RehearsedWorld } from '../model/rehearsal.ts';
import { indent, table, wrap } from './layout.ts';
import { cleaned } from './text.ts';
import type { Canvas } from './view.ts';

/** What is told of a rehearsal besides its runs. */
export interface Rehearsal {
  readonly head: string | null;
  /** Files with changes that are not committed. */
  readonly uncommitted: readonly string[];
  readonly world: RehearsedWorld;
}

const most = 20;

/** Shows what would now be where, what was taken for granted, and what kept all of it on this machine. */
export function rehearsalView(given: Rehearsal, canvas: Canvas): readonly string[] {
  const { world, uncommitted } = cleaned(given);
  const { style } = canvas;
  const places = world.places.filter(({ items }) => items.length > 0);
  return [
    '',
    style.strong(places.length === 0 ? 'Nothing would be published' : 'After this release there would be'),
    ...places.flatMap((place) => placeView(place, canvas)),
    ...section('Taken for granted', [...world.assumed, ...uncommittedOf(uncommitted)], canvas),
    ...section('Answered by the recorder, for want of a stand-in', world.recorded, canvas),
    ...section('Refused, because it would have left this machine', world.refused, canvas),
    '',
    ...wrap(
      `This was a rehearsal: nothing was released, and no true credential was used. ${guards[world.guard]}`,
      canvas.width,
    ),
  ];
}

const guards: Readonly<Record<RehearsedWorld['guard'], string>> = {
  namespace: 'It ran in a network namespace without a way out.',
  refusal:
    'The kernel allows no network namespace here: connections were refused by the process itself, and those of commands by a proxy that they are told to use.',
};

function placeView({ name, items }: RehearsedPlace, canvas: Canvas): readonly string[] {
  const { style, verbose } = canvas;
  const shown = verbose ? items : items.slice(0, most);
  const rows = shown.map((item) => [`  ${item.name}`, style.faint(item.detail ?? '')]);
  const rest = items.length - shown.length;
  return ['', style.name(name), ...table(rows), ...(rest === 0 ? [] : [style.faint(`  and ${rest} more`)])];
}

function uncommittedOf(files: readonly string[]): readonly string[] {
  if (files.length === 0) return [];
  const what = files.length === 1 ? `The change of ${files[0]}` : `Changes of ${files.length} files`;
  return [
    `${what} that ${files.length === 1 ? 'is' : 'are'} not committed had no part in it; the configuration was read as it lies here.`,
  ];
}

function section(title: string, lines: readonly string[], { style, width }: Canvas): readonly string[] {
  if (lines.length === 0) return [];
  return ['', style.strong(title), ...lines.flatMap((line) => indent(wrap(line, width - 2), '    ', '  '))];
}
