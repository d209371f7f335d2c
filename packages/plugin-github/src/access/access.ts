import type { Effects, Reads } from '@launchway/core';
import {
  type Forge,
  type ForgeOptions,
  type ForgeReader,
  githubTokenKind,
  type GithubTokenKind,
  openForge,
} from '@launchway/forge';
import type { Place } from './place.ts';

/** The token at hand. */
export interface Token {
  readonly kind: GithubTokenKind;
  /** Whether it may be the one that GitHub made for this job. */
  readonly ofJob: boolean;
  /** `$GITHUB_TOKEN`. */
  readonly source: string;
}

const kindWords: Readonly<Record<GithubTokenKind, string>> = {
  installation: 'the token of a GitHub App',
  'fine-grained': 'the fine-grained access token',
  classic: 'the classic access token',
  oauth: 'the OAuth token',
  user: 'the user token of a GitHub App',
  unknown: 'the token',
};

/** As messages call a token: `the workflow's own token of $GITHUB_TOKEN`. */
export const nameOf = ({ kind, ofJob, source }: Token): string =>
  `${ofJob ? "the workflow's own token" : kindWords[kind]} of ${source}`;

/** Whether a token may be the one that GitHub has made for the job; one of an App that somebody has made looks the same. */
export const isOfJob = (kind: GithubTokenKind, reads: Pick<Reads, 'env'>): boolean =>
  kind === 'installation' && reads.env('GITHUB_ACTIONS') === 'true';

/** Finds the token and its kind; nothing when no variable is set. */
export async function findToken({ token }: Pick<Place, 'token'>, reads: Reads): Promise<Token | undefined> {
  const found = await reads.credential({ env: token });
  if (found === undefined) return undefined;
  const kind = githubTokenKind(found.secret);
  return { kind, ofJob: isOfJob(kind, reads), source: found.source };
}

/** The version of the API that requests and answers are read by; newer ones answer differently. */
const headers = { accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' };

/** Opens the conversation about the repository. */
export async function connect(place: Place, port: Effects): Promise<Forge>;
export async function connect(place: Place, port: Reads): Promise<ForgeReader>;
export async function connect(place: Place, port: Reads | Effects): Promise<ForgeReader | Forge> {
  return openForge(port, await forgeOptions(place, port));
}

async function forgeOptions(place: Place, reads: Reads): Promise<ForgeOptions> {
  const token = await findToken(place, reads);
  const { host } = new URL(place.web);
  return {
    name: host === 'github.com' ? 'GitHub' : `GitHub at ${host}`,
    api: `${place.api}/repos/${place.repository}`,
    headers,
    ...(token === undefined ? {} : { token: nameOf(token), credential: { env: place.token } }),
  };
}
