import { isReleaseError, type Problem, type Reads, ReleaseError } from '@launchway/core';
import { type ForgeReader, openForge, projectSegment } from '@launchway/forge';
import { gitlabProblems } from '../problems.ts';
import type { Place } from './place.ts';

const fix =
  'Let it pass on `%2F` as it is (nginx: `proxy_pass` without a path; Apache: `nocanon` and `AllowEncodedSlashes NoDecode`), or give the track a tag without a slash.';

/**
 * Warns of releases whose tags have a slash where something in between decodes the `%2F` of addresses: they can be made and
 * found, but not changed. That is told by the pipeline's own project, which is there by its number and not by its path.
 */
export async function slashProblems(
  { api, project }: Place,
  tags: readonly string[],
  forge: ForgeReader,
  reads: Reads,
): Promise<readonly Problem[]> {
  const slashed = tags.filter((tag) => tag.includes('/'));
  const path = reads.env('CI_PROJECT_PATH');
  if (slashed.length === 0 || !path?.includes('/') || project !== reads.env('CI_PROJECT_ID')) return [];
  const byPath = openForge(reads, { ...forge.options, api: `${api}/projects/${projectSegment(path)}` });
  const { status } = await byPath.ask({
    path: '/releases?per_page=1',
    doing: 'read the releases of the project',
  });
  if (status !== 404) return [];
  return [
    gitlabProblems.warning('GITLAB_SLASH_DECODED', {
      message: `Something between here and GitLab decodes the \`%2F\` of addresses. The release of ${slashed.join(', ')} can be made, and not be changed afterwards.`,
      fix,
    }),
  ];
}

/** Whether a release that is there was not found when it was to be changed. */
export const isSlashHidden = (tag: string, error: unknown): boolean =>
  tag.includes('/') && isReleaseError(error) && error.problems.some(({ code }) => code === 'FORGE_NOT_FOUND');

export function slashHidden({ tag, place }: { readonly tag: string; readonly place: Place }): ReleaseError {
  const problem = gitlabProblems.error('GITLAB_SLASH_DECODED', {
    message: `The release ${tag} is on GitLab and cannot be changed from here: something in between decodes the \`%2F\` of its address.`,
    fix: `${fix} Or change it by hand on its page.`,
    where: { url: `${place.web}/-/releases/${encodeURIComponent(tag)}` },
  });
  return new ReleaseError([problem], 'failed');
}

/** Adds to "not found" what else it may be where the project goes by its path. */
export function hintOfNumber({ project }: Place, error: unknown): unknown {
  if (!project.includes('%2F') || !isReleaseError(error)) return error;
  const problems = error.problems.map((problem) =>
    problem.code === 'FORGE_NOT_FOUND'
      ? {
          ...problem,
          fix: `${problem.fix} Where a proxy in between decodes \`%2F\`, name the project by its number, such as \`project: 42\`.`,
        }
      : problem,
  );
  return new ReleaseError(problems, error.kind, error, error.transient);
}
