import type { Problem } from '@launchway/core';
import { type ForgeReader, records } from '@launchway/forge';
import type { Place } from '../access/place.ts';
import { gitlabProblems } from '../problems.ts';

/**
 * Finds the milestones that a release names and that the project and its groups do not have. Where the token may not read
 * them, nothing is concluded.
 */
export async function milestoneProblems(
  titles: readonly string[],
  place: Place,
  forge: ForgeReader,
): Promise<readonly Problem[]> {
  const missing: string[] = [];
  for (const title of titles) {
    const query = new URLSearchParams({ title, include_ancestors: 'true' });
    const path = `/milestones?${query.toString()}`;
    const found = await forge.find({ path, doing: `look for the milestone "${title}"` }, [401, 403, 404]);
    if (found !== undefined && records(found).length === 0) missing.push(title);
  }
  return missing.length === 0 ? [] : [milestonesMissing(missing, place)];
}

export function milestonesMissing(titles: readonly string[], { web }: Place): Problem {
  const names = titles.map((title) => `"${title}"`).join(', ');
  return gitlabProblems.error('GITLAB_MILESTONE_MISSING', {
    message: `The release is to belong to ${names}, and GitLab does not have ${titles.length === 1 ? 'that milestone' : 'each of these milestones'}.`,
    fix: 'Make it on GitLab, or correct `milestones` in the options of gitlab(); then run `release` again.',
    where: { url: `${web}/-/milestones` },
  });
}
