import type { HookContext } from '@launchway/core';
import { githubAddress, tokenVariablesOf } from '@launchway/forge';
import type { GithubOptions } from '../options.ts';

/** Which repository on which GitHub, and by which token; in every step's input. */
export type Place = {
  /** `https://api.github.com`, or `https://host/api/v3`. */
  readonly api: string;
  /** `owner/name`. */
  readonly repository: string;
  /** Address of the repository's page. */
  readonly web: string;
  /** The variables that may hold the token. */
  readonly token: readonly string[];
};

/** Variables a token is looked for in. */
export const tokenVariables = ['GITHUB_TOKEN', 'GH_TOKEN'];

/** Finds the repository: by the options, the workflow's variables, or the git remote. Nothing when none of them tells. */
export function placeOf(
  options: Pick<GithubOptions, 'url' | 'repository' | 'token'>,
  { facts, reads }: Pick<HookContext, 'facts' | 'reads'>,
): Place | undefined {
  const isCi = reads.env('GITHUB_ACTIONS') === 'true';
  const ofCi = (name: string): string => (isCi ? (reads.env(name) ?? '') : '');
  const server = ofCi('GITHUB_API_URL') || ofCi('GITHUB_SERVER_URL');
  const remote = facts.forge?.kind === 'gitlab' ? undefined : split(facts.forge?.url ?? '');
  const known = facts.forge?.kind === 'github' ? remote?.server : undefined;
  const address = githubAddress((options.url ?? server) || (known ?? ''));
  const isAt = (other: string): boolean => githubAddress(other)?.api === address?.api;
  const repository =
    options.repository ??
    ((isAt(server) && ofCi('GITHUB_REPOSITORY')) || undefined) ??
    (remote !== undefined && isAt(remote.server) ? remote.repository : undefined);
  if (address === undefined || repository === undefined) return undefined;
  const page = isAt(server) ? githubAddress(ofCi('GITHUB_SERVER_URL'))?.web : undefined;
  return {
    api: address.api,
    repository,
    web: `${page ?? address.web}/${repository}`,
    token: tokenVariablesOf(options.token, tokenVariables),
  };
}

function split(page: string): { readonly server: string; readonly repository: string } | undefined {
  const [, server = '', repository = ''] = /^(.+)\/([^/]+\/[^/]+)$/.exec(page) ?? [];
  return server === '' ? undefined : { server, repository };
}

/** The page of a tag's release, as GitHub will have it. */
export const releasePage = ({ web }: Place, tag: string): string =>
  `${web}/releases/tag/${tag.split('/').map(encodeURIComponent).join('/')}`;
