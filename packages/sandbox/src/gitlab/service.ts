import type { ServedTags } from '../git/tags.ts';
import { callerOf, refuseCaller } from './access.ts';
import { answer, type GitlabAnswer, type GitlabRequest, notFound } from './exchange.ts';
import { answerProject } from './project.ts';
import type { GitlabOptions } from './stand-in.ts';
import type { GitlabProject } from './store.ts';

interface ServiceOptions {
  readonly id: number;
  readonly path: string;
  readonly tokens: NonNullable<GitlabOptions['tokens']>;
  readonly project: GitlabProject;
  readonly tags: ServedTags;
  /** The API's root, as links name it. */
  readonly root: string;
  /** Address of the project's page. */
  readonly web: string;
}

/** Gives what answers requests: who asks, what they may, and what is there. */
export function createGitlabService(
  options: ServiceOptions,
): (request: GitlabRequest) => Promise<GitlabAnswer> {
  const { id, path, tokens, project, tags, root, web } = options;
  let ids = 100;
  return async (request) => {
    const caller = callerOf(request, tokens);
    const [, first = '', name = '', ...rest] = request.path.split('/').map(decodeURIComponent);
    if ('status' in caller) return caller;
    if (first === 'personal_access_tokens' && name === 'self')
      return caller.kind === 'personal'
        ? answer(200, { active: true, revoked: false, scopes: caller.scopes, expires_at: '2099-01-01' })
        : notFound();
    if (first !== 'projects' || (name !== String(id) && name !== path)) return notFound('Project');
    const refusal = refuseCaller(caller, request.method, rest.length === 0 ? '' : `/${rest.join('/')}`);
    const desk = { project, caller, nextId: () => ids++, web, root, tags };
    return refusal ?? answerProject(rest, request, desk);
  };
}
