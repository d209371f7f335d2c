import type { CiBuild, CiFilesJob } from '../../model/ci.ts';
import { defined } from '../../model/defined.ts';
import { buildFiles } from '../command.ts';
import { pipelineProblems } from '../problems.ts';
import type { PipelineFlow } from '../project.ts';
import { gitlabDuration } from './duration.ts';
import type { GitlabJob, GitlabJobs, Rule } from './job.ts';
import { provision } from './provision.ts';
import { branchExpressions, onTagsAndChanges } from './rules.ts';

/**
 * The jobs that build files on machines of several systems and keep them.
 * @throws CI_RETENTION
 */
export function filesJobs(job: CiFilesJob, flow: PipelineFlow): GitlabJobs {
  const keep = durationOf(job, flow);
  return Object.fromEntries(
    job.builds.map((build) => [
      `${job.name}:build:${build.name}${flow.suffix}`,
      {
        extends: `.launchway${flow.suffix}`,
        stage: job.name,
        ...defined({ tags: build.runner }),
        rules: rulesOf(job, build, flow),
        ...(build.system === 'linux' ? provision(flow, new Set(job.tools)) : {}),
        script: [buildFiles(flow, build.run)],
        artifacts: { paths: [`${job.folder}/`], expire_in: keep },
      } satisfies GitlabJob,
    ]),
  );
}

/** Where a build waits for a person on branches, a variable of the project can let it run by itself. */
function rulesOf(job: CiFilesJob, { askUnless }: CiBuild, flow: PipelineFlow): readonly Rule[] {
  if (askUnless === undefined) return onTagsAndChanges(flow, job.paths);
  const byHand = onTagsAndChanges(flow, job.paths, { when: 'manual', allow_failure: true });
  const asked = branchExpressions(flow).map((branch) => ({ if: `${branch} && $${askUnless} == "1"` }));
  const isForTags = ({ changes }: Rule): boolean => changes === undefined;
  return [...byHand.filter(isForTags), ...asked, ...byHand.filter((rule) => !isForTags(rule))];
}

/** GitLab expands no variable in `expire_in`, and refuses a whole file for one that it cannot read. */
function durationOf({ name, retention }: CiFilesJob, { env }: PipelineFlow): string {
  const { variable, duration } = retention.gitlab;
  const given = env(variable);
  const found = given === undefined || given === '' ? duration : given;
  if (gitlabDuration(found).valid) return found;
  throw pipelineProblems.refusal('CI_RETENTION', {
    message: `GitLab cannot read ${JSON.stringify(found)}, the time that the files of the job ${name} are to be kept${given ? ` ($${variable})` : ''}.`,
    fix: 'Write a duration such as `30 days`, `2 weeks` or `never`.',
  });
}
