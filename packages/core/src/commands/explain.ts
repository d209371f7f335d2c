import { knownTrack } from '../arguments/known-track.ts';
import { planOptions } from '../arguments/overrides.ts';
import { explainView } from '../output/explain.ts';
import type { Invocation } from '../session/invocation.ts';

/** `release explain [TRACK]`. */
export async function run(invocation: Invocation): Promise<number> {
  const { args, flags, console, json } = invocation;
  const session = await invocation.session();
  const [asked] = args;
  if (asked !== undefined) knownTrack(asked, session.tracks);
  const { plan } = await session.engine.plan(planOptions(flags));
  const tracks = asked === undefined ? Object.keys(plan.tracks) : [asked];
  console.problems(plan.problems);
  if (json) console.json(Object.fromEntries(tracks.map((name) => [name, plan.tracks[name]])));
  else console.answer(explainView(plan, tracks, console.canvas));
  return 0;
}
