import type { HookContext } from '@launchway/core';
import { gitlabAddress, gitlabProject, projectSegment, tokenVariablesOf } from '@launchway/forge';
import type { GitlabOptions } from '../options.ts';

/** Which project on which GitLab, and by which token; in every step's input. */
export type Place = {
  /** `https://git.example.org/gitlab/api/v4`. */
  readonly api: string;
  /** Number, or path with `%2F`. */
  readonly project: string;
  /** Address of the project's page. */
  readonly web: string;
  readonly token: readonly string[];
  readonly kind: 'job' | 'personal' | 'deploy' | 'oauth' | null;
  readonly ca: string | null;
};

/** Variables a token is looked for in. A token somebody has made comes before the job's own. */
const tokenVariables = ['GITLAB_TOKEN', 'GL_TOKEN', 'CI_JOB_TOKEN'];

/** Finds the project: by the options, the CI's variables, or the git remote. Nothing when none of them tells. */
export function placeOf(
  options: Pick<GitlabOptions, 'url' | 'project' | 'token' | 'tokenKind' | 'ca'>,
  { facts, reads }: Pick<HookContext, 'facts' | 'reads'>,
): Place | undefined {
  const isCi = reads.env('GITLAB_CI') === 'true';
  const ofCi = (name: string): string | undefined => (isCi ? reads.env(name) || undefined : undefined);
  const forge = facts.forge?.kind === 'github' ? undefined : facts.forge?.url;
  const remote = forge === undefined ? undefined : gitlabProject(forge, options.url);
  const known = facts.forge?.kind === 'gitlab' ? remote?.web : undefined;
  const address = gitlabAddress(options.url ?? ofCi('CI_API_V4_URL') ?? ofCi('CI_SERVER_URL') ?? known ?? '');
  const isOwn =
    options.url === undefined ||
    gitlabAddress(options.url)?.api === gitlabAddress(ofCi('CI_API_V4_URL') ?? '')?.api;
  const named = String(options.project ?? '').replace(/^\/|\/$/g, '');
  const isThis = isOwn && named !== '' && named === ofCi('CI_PROJECT_PATH');
  const project =
    // By its number it is found behind proxies too that decode the `%2F` of a path.
    (isThis ? undefined : options.project) ??
    (isOwn ? (ofCi('CI_PROJECT_ID') ?? ofCi('CI_PROJECT_PATH')) : undefined) ??
    remote?.path;
  if (address === undefined || project === undefined) return undefined;
  const page = (options.project === undefined || isThis) && isOwn ? ofCi('CI_PROJECT_URL') : undefined;
  const isNumber = /^\d+$/.test(String(project));
  return {
    api: address.api,
    project: projectSegment(project),
    web:
      page ??
      (isNumber
        ? `${address.web}/projects/${project}`
        : `${address.web}/${String(project).replace(/^\//, '')}`),
    token: tokenVariablesOf(options.token, tokenVariables),
    kind: options.tokenKind ?? null,
    ca: options.ca ?? null,
  };
}

/** The path of the pipeline file; a project may have set another. */
export const pipelineFile = (reads: Pick<HookContext['reads'], 'env'>): string =>
  (reads.env('CI_CONFIG_PATH') || '.gitlab-ci.yml').replace(/[@:].*$/, '');

/** The page of a tag's release, as GitLab will have it. */
export const releasePage = ({ web }: Place, tag: string): string =>
  `${web}/-/releases/${encodeURIComponent(tag)}`;
