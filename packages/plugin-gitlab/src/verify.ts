import type { HookContext, Problem } from '@launchway/core';
import { badDurations } from '@launchway/forge';
import { pipelineFile, placeOf } from './access/place.ts';
import type { GitlabOptions } from './options.ts';
import { gitlabProblems } from './problems.ts';

/** Everything that this machine and the CI's variables tell. */
export async function verify(options: GitlabOptions, context: HookContext): Promise<readonly Problem[]> {
  return [
    ...unknownPlace(options, context),
    ...unknownTrack(options, context),
    ...freeze(context),
    ...(await durations(context)),
  ];
}

async function durations({ reads }: HookContext): Promise<readonly Problem[]> {
  const file = pipelineFile(reads);
  const found = await badDurations(reads.tree, file);
  return found.map(({ pointer, value }) =>
    gitlabProblems.warning('GITLAB_EXPIRE_IN', {
      message: `GitLab cannot read the duration ${JSON.stringify(value)}, and refuses the whole file for it.`,
      fix: 'Write it out, such as `30 days`; a variable is not expanded here.',
      where: { file, pointer },
    }),
  );
}

function* unknownPlace(options: GitlabOptions, context: HookContext): Generator<Problem> {
  if (placeOf(options, context) !== undefined) return;
  const severity = context.facts.ci.provider === 'none' ? 'warning' : 'error';
  yield gitlabProblems[severity]('GITLAB_UNKNOWN', {
    message: `It is not known which project on which GitLab is meant${severity === 'warning' ? ', so nothing is planned for it here' : ''}.`,
    fix: "Name both: `gitlab({ url: 'https://git.example.org', project: 'group/project' })`.",
  });
}

function* unknownTrack({ track }: GitlabOptions, { tracks }: HookContext): Generator<Problem> {
  if (track === undefined || tracks.some(({ name }) => name === track)) return;
  yield gitlabProblems.error('GITLAB_TRACK_UNKNOWN', {
    message: `gitlab() is to release the track "${track}", which no plugin of the flow brings.`,
    fix: `The tracks are ${tracks.map(({ name }) => name).join(', ') || 'none'}.`,
    where: { pointer: 'track' },
  });
}

function* freeze({ facts, reads }: HookContext): Generator<Problem> {
  if (facts.ci.provider !== 'gitlab' || facts.ci.request !== undefined || !reads.env('CI_DEPLOY_FREEZE'))
    return;
  yield gitlabProblems.error('GITLAB_FREEZE', {
    message: 'A deploy freeze is on for this project (CI_DEPLOY_FREEZE is set).',
    fix: 'Release when it is over, or change the freeze periods under Settings > CI/CD > Deploy freezes.',
  });
}
