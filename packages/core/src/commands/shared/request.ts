import type { Invocation } from '../../session/invocation.ts';
import { commandProblems } from '../problems.ts';

/**
 * What is published or tagged is out for good, and the commits of a request are not on the branch yet.
 * @throws PUBLISH_IN_REQUEST in the pipeline of a pull or merge request
 */
export function refuseInRequest({ ci }: Pick<Invocation, 'ci'>, done: 'published' | 'tagged'): void {
  if (ci.request === undefined) return;
  throw commandProblems.refusal('PUBLISH_IN_REQUEST', {
    message: `This pipeline is for request ${ci.request}, whose commits are not on the branch yet, so nothing is ${done}.`,
    fix: 'Run it in the pipeline of the branch or of the tag. Here, `release plan` and `release publish --dry-run` work.',
  });
}

/** @throws APPLY_IN_REQUEST in the pipeline of a pull or merge request */
export function refuseReleaseInRequest({ ci }: Pick<Invocation, 'ci'>): void {
  if (ci.request === undefined) return;
  throw commandProblems.refusal('APPLY_IN_REQUEST', {
    message: `This pipeline is for request ${ci.request}, and the plan makes a new release. Releases are made from the branch.`,
    fix: 'Apply the plan in the pipeline of the branch.',
  });
}
