/** How the forges word it when they refuse a push: the lines behind `remote:`, and the reason in git's own report. */
export interface Refusal {
  readonly reason: string;
  says(ref: string): readonly string[];
}

const shortName = (ref: string): string => ref.replace(/^refs\/(heads|tags)\//, '');

/** The refusals users of GitHub and GitLab meet, by a name for tests. */
export const refusals = {
  'github-protected-branch': {
    reason: 'protected branch hook declined',
    says: (ref) => [
      `error: GH006: Protected branch update failed for ${ref}.`,
      'error: Changes must be made through a pull request.',
    ],
  },
  'github-ruleset': {
    reason: 'push declined due to repository rule violations',
    says: (ref) => [
      `error: GH013: Repository rule violations found for ${ref}.`,
      '',
      '- Cannot create ref due to creations being restricted.',
    ],
  },
  'github-workflows': {
    reason:
      'refusing to allow a GitHub App to create or update workflow `.github/workflows/ci.yml` without `workflows` permission',
    says: () => [],
  },
  'gitlab-protected-branch': {
    reason: 'pre-receive hook declined',
    says: () => ['GitLab: You are not allowed to push code to protected branches on this project.'],
  },
  'gitlab-protected-tag': {
    reason: 'pre-receive hook declined',
    says: () => ['GitLab: You are not allowed to create this tag as it is protected.'],
  },
  hook: {
    reason: 'pre-receive hook declined',
    says: (ref) => [`Commit messages on ${shortName(ref)} must name a ticket.`],
  },
} satisfies Record<string, Refusal>;

/** How a push to a protected ref is refused: in the words of which forge. */
export type RefusalName = keyof typeof refusals;

/** A ref, or with a trailing `*` the refs that begin so, that no push may move. */
export interface ProtectedRef {
  readonly ref: string;
  readonly as: RefusalName;
}

/** Gives the refusal of the first protected ref among those a push names. */
export function findRefusal(
  rules: readonly ProtectedRef[],
  refs: readonly string[],
): { readonly ref: string; readonly refusal: Refusal } | undefined {
  for (const ref of refs) {
    const rule = rules.find((each) => matches(each.ref, ref));
    if (rule !== undefined) return { ref, refusal: refusals[rule.as] };
  }
  return undefined;
}

const matches = (pattern: string, ref: string): boolean =>
  pattern.endsWith('*') ? ref.startsWith(pattern.slice(0, -1)) : pattern === ref;
