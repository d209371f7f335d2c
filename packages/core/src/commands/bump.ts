import { globalFlags } from '../arguments/flags.ts';
import { textFlag } from '../arguments/given.ts';
import { overridesFrom } from '../arguments/overrides.ts';
import type { FlagSpecs } from '../arguments/spec.ts';
import { table } from '../output/layout.ts';
import { cleaned } from '../output/text.ts';
import type { Canvas } from '../output/view.ts';
import type { Invocation } from '../session/invocation.ts';
import type { Session } from '../session/session.ts';
import type { BumpResult } from './bump-by-hand.ts';
import { refuseInRequest } from './shared/request.ts';

/** Flags of the command itself; a track of such a name is bumped with `--bump NAME=...`. */
const taken: ReadonlySet<string> = new Set([
  'tag',
  'no-commit',
  'no-push',
  'bump',
  'as',
  ...Object.keys(globalFlags),
]);

/** The flags that the flow's tracks bring. */
export function trackFlags({ tracks }: Pick<Session, 'tracks'>): FlagSpecs {
  return Object.fromEntries(
    tracks
      .filter(({ name }) => !taken.has(name))
      .map(({ name }) => [
        name,
        { summary: `Bump ${name}, or give it a version`, value: 'patch|minor|major|x.y.z' },
      ]),
  );
}

/** `release bump --chart=minor --app=1.2.0 --tag --no-push`. */
export async function run(invocation: Invocation): Promise<number> {
  const { console, flags, json } = invocation;
  const pushes = flags['tag'] === true && flags['no-push'] !== true && flags['no-commit'] !== true;
  if (pushes) refuseInRequest(invocation, 'tagged');
  const session = await invocation.session();
  const named = session.tracks.flatMap(({ name }) => {
    const value = taken.has(name) ? undefined : textFlag(flags, name);
    return value === undefined ? [] : [[name, value] as const];
  });
  const spelt = overridesFrom(flags);
  const means = { flow: session.flow, workspace: await invocation.workspace(), apply: session.engine.apply };
  const { bumpByHand } = await import('./bump-by-hand.ts');
  const result = await bumpByHand(means, {
    tracks: { ...spelt?.bump, ...spelt?.as, ...Object.fromEntries(named) },
    tag: flags['tag'] === true,
    commit: flags['no-commit'] !== true,
    push: flags['no-push'] !== true,
  });
  console.problems(result.problems);
  if (json) console.json(result);
  else console.answer([...bumpView(result, console.canvas), ...notDone(flags)]);
  return 0;
}

/** What was asked for and is no part of writing files. */
const notDone = (flags: Invocation['flags']): readonly string[] =>
  flags['no-commit'] === true && flags['tag'] === true
    ? ['Not tagged: with --no-commit the files are all that is written.']
    : [];

function bumpView(given: BumpResult, { style }: Canvas): readonly string[] {
  const result = cleaned(given);
  const rows = Object.entries(result.tracks).map(([name, { current, next }]) => [
    style.strong(name),
    `${current} → ${style.good(next)}`,
  ]);
  const done = [
    `Wrote ${result.files.join(', ')}.`,
    ...(result.commit === null
      ? []
      : [`Committed ${result.commit.slice(0, 7)} ${result.message ?? ''}`.trimEnd()]),
    ...result.tags.map((tag) => `Tagged ${tag}.`),
    ...(result.commit === null ? [] : [result.pushed ? 'Pushed.' : 'Not pushed.']),
  ];
  return [...table(rows), ...done];
}
