import { defined, type Effects, isReleaseError, type Reads } from '@launchway/core';
import {
  type Forge,
  type ForgeOptions,
  type ForgeReader,
  gitlabCredential,
  gitlabTokenKind,
  type GitlabTokenKind,
  openForge,
} from '@launchway/forge';
import { gitlabProblems } from '../problems.ts';
import type { Place } from './place.ts';

/** The token at hand. */
export interface Token {
  readonly kind: GitlabTokenKind;
  /** `$GITLAB_TOKEN`. */
  readonly source: string;
}

const kindWords: Readonly<Record<GitlabTokenKind, string>> = {
  job: 'the job token',
  personal: 'the access token',
  deploy: 'the deploy token',
  oauth: 'the OAuth token',
  trigger: 'the trigger token',
};

/** As messages call a token: `the job token of $CI_JOB_TOKEN`. */
export const nameOf = ({ kind, source }: Token): string => `${kindWords[kind]} of ${source}`;

/** Finds the token and its kind; nothing when no variable is set. */
export async function findToken(
  { token, kind }: Pick<Place, 'token' | 'kind'>,
  reads: Reads,
): Promise<Token | undefined> {
  const found = await reads.credential({ env: token });
  if (found === undefined) return undefined;
  const job = await reads.credential({ env: 'CI_JOB_TOKEN' });
  const variable = found.source.replace(/^\$/, '');
  return {
    kind: kind ?? gitlabTokenKind(found.secret, { jobToken: job?.secret, variable }),
    source: found.source,
  };
}

/** Whether GitLab refuses the token what was asked; by which codes it says so differs from place to place. */
export const isDenied = (error: unknown, codes: readonly string[] = ['FORGE_DENIED']): boolean =>
  isReleaseError(error) && error.problems.some(({ code }) => codes.includes(code));

/**
 * Opens the conversation with the project's GitLab.
 * @throws GITLAB_CA_MISSING
 */
export async function connect(place: Place, port: Effects): Promise<Forge>;
export async function connect(place: Place, port: Reads): Promise<ForgeReader>;
export async function connect(place: Place, port: Reads | Effects): Promise<ForgeReader | Forge> {
  return openForge(port, await forgeOptions(place, port));
}

async function forgeOptions(place: Place, reads: Reads): Promise<ForgeOptions> {
  const token = await findToken(place, reads);
  const ca = await authority(place, reads);
  return {
    name: `GitLab at ${new URL(place.api).host}`,
    api: `${place.api}/projects/${place.project}`,
    ...(token === undefined
      ? {}
      : { token: nameOf(token), credential: gitlabCredential({ env: place.token }, token.kind) }),
    ...defined({ ca }),
  };
}

async function authority({ ca }: Place, reads: Reads): Promise<string | undefined> {
  if (ca === null || ca.includes('-----BEGIN')) return ca ?? undefined;
  const text = ca.startsWith('/')
    ? await reads.folder('/').text(ca.slice(1))
    : ((await reads.tree.text(ca)) ?? (await reads.folder('').text(ca)));
  if (text?.includes('-----BEGIN')) return text;
  throw gitlabProblems.refusal('GITLAB_CA_MISSING', {
    message: `There ${text === undefined ? 'is no file' : 'is no certificate in the file'} ${ca}, which the option \`ca\` names.`,
    fix: 'Name a PEM file by its path in the repository or from the root of the machine, or give its text.',
    where: { file: ca },
  });
}
