import { textFlag } from '../arguments/given.ts';
import { knownTrack } from '../arguments/known-track.ts';
import { planOptions } from '../arguments/overrides.ts';
import { harmless } from '../output/text.ts';
import type { Invocation } from '../session/invocation.ts';

/** `release notes [--track T]`: Markdown on standard output. */
export async function run(invocation: Invocation): Promise<number> {
  const { flags, console, json } = invocation;
  const session = await invocation.session();
  const track = textFlag(flags, 'track');
  if (track !== undefined) knownTrack(track, session.tracks);
  const { plan } = await session.engine.plan(planOptions(flags));
  const notes = Object.entries(plan.notes).filter(([name]) => track === undefined || name === track);
  if (json) console.json(Object.fromEntries(notes));
  else if (notes.length === 0) console.say(['There are no notes: nothing is to be released.']);
  else console.raw(notes.map(([name, markdown]) => titled(name, markdown, notes.length)).join('\n\n'));
  return 0;
}

/** Notes begin with a version; of several tracks each is told by its name. */
function titled(track: string, markdown: string, count: number): string {
  const text = harmless(markdown).trimEnd();
  return count === 1 ? text : `# ${track}\n\n${text}`;
}
