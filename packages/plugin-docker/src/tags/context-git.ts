import type { ContextSources, ProviderContext } from './context.ts';

/** Takes the branch or the tag that is checked out, where no CI says what the run is for. */
export function gitEvent({ git = {}, defaultBranch: given }: ContextSources): ProviderContext {
  const defaultBranch = given ?? git.defaultBranch ?? '';
  const tag = git.tag ? `refs/tags/${git.tag}` : '';
  const ref = git.branch ? `refs/heads/${git.branch}` : tag;
  return {
    provider: 'none',
    eventName: ref === '' ? '' : 'push',
    ref,
    sha: git.sha ?? '',
    sourceRef: git.branch ?? git.tag ?? '',
    baseRef: '',
    defaultBranch,
    isDefaultBranch: defaultBranch !== '' && git.branch === defaultBranch,
    commitDate: git.commitDate,
    repository: { name: git.url?.split('/').at(-1) ?? '', description: '', url: git.url ?? '', license: '' },
  };
}
