import type { HookContext, Problem } from '@launchway/core';
import { placeOf } from './access/place.ts';
import type { GithubOptions } from './options.ts';
import { githubProblems } from './problems.ts';

/** Everything that this machine and the workflow's variables tell. */
export function verify(options: GithubOptions, context: HookContext): readonly Problem[] {
  return [...unknownPlace(options, context), ...unknownTrack(options, context)];
}

function* unknownPlace(options: GithubOptions, context: HookContext): Generator<Problem> {
  if (placeOf(options, context) !== undefined) return;
  const severity = context.facts.ci.provider === 'none' ? 'warning' : 'error';
  yield githubProblems[severity]('GITHUB_UNKNOWN', {
    message: `It is not known which repository on which GitHub is meant${severity === 'warning' ? ', so nothing is planned for it here' : ''}.`,
    fix: "Name both: `github({ url: 'https://github.com', repository: 'owner/name' })`.",
  });
}

function* unknownTrack({ track }: GithubOptions, { tracks }: HookContext): Generator<Problem> {
  if (track === undefined || tracks.some(({ name }) => name === track)) return;
  yield githubProblems.error('GITHUB_TRACK_UNKNOWN', {
    message: `github() is to release the track "${track}", which no plugin of the flow brings.`,
    fix: `The tracks are ${tracks.map(({ name }) => name).join(', ') || 'none'}.`,
    where: { pointer: 'track' },
  });
}
