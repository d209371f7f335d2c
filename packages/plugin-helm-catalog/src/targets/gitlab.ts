import { type CredentialRef, defined, type Problem, type Reads } from '@launchway/core';
import type { PublishInput } from '../plan.ts';
import { catalogProblems } from '../problems.ts';
import type { StepCode } from '../steps.ts';
import { packageFor } from './content.ts';
import { mayListChart } from './gitlab-packages.ts';
import { credentialOf, type GitlabInput } from './input.ts';
import { type ChartServer, type Listed, lookUp, proveReadable } from './listing.ts';
import { multipart } from './multipart.ts';
import { upload } from './upload.ts';

type Input = PublishInput & { readonly target: GitlabInput };

/**
 * Uploads the package to a channel of GitLab's Helm registry. GitLab checks it later, so the index has the last word. Of two runs at
 * once both may upload: GitLab keeps the same chart twice and lists it once. The second is left, because its API does not tell of
 * which channel a file is.
 */
export const gitlabStep: StepCode<Input, Listed> = {
  ready: async (input, reads) => {
    const { target } = input;
    const missing = [
      ...(projectOf(target, reads) === undefined
        ? [catalogProblems.error('CATALOG_PROJECT_UNKNOWN', unplaced)]
        : []),
      ...(await unauthorized(target, reads)),
    ];
    if (missing.length === 0) await proveReadable(await serverOf(input, reads), reads);
    return missing;
  },
  probe: async (input, reads) => lookUp(await serverOf(input, reads), input, reads),
  run: async (input, effects) => {
    const { packed } = await packageFor(input, effects);
    const server = await serverOf(input, effects);
    const { body, type } = multipart('chart', packed.fileName, packed.bytes);
    const authorized = defined({ credential: server.credential });
    const url = `${baseOf(input.target, effects)}/api/${input.target.channel}/charts`;
    return upload(
      server,
      input,
      { method: 'POST', url, headers: { 'content-type': type }, body, ...authorized },
      effects,
    );
  },
};

async function serverOf({ target }: Input, reads: Reads): Promise<ChartServer> {
  const project = projectFor(target, reads);
  const api = apiOf(target, reads);
  const base = baseOf(target, reads);
  const credential = await credentialFor(target, reads);
  return {
    name: `the channel ${target.channel} of ${base.replace(/\/packages\/helm$/, '')}`,
    index: `${base}/${target.channel}/index.yaml`,
    file: (fileName) => `${base}/${target.channel}/charts/${fileName}`,
    ...defined({ credential }),
    mayList: (input, asked) => mayListChart({ api, project, credential }, input, asked),
  };
}

const apiOf = ({ api, own }: GitlabInput, reads: Reads): string =>
  api ?? reads.env('CI_API_V4_URL') ?? own?.api ?? 'https://gitlab.com/api/v4';
const projectOf = ({ project, own }: GitlabInput, reads: Reads): string | undefined =>
  project ?? reads.env('CI_PROJECT_ID') ?? own?.project;

/** @throws CATALOG_PROJECT_UNKNOWN */
function projectFor(target: GitlabInput, reads: Reads): string {
  const project = projectOf(target, reads);
  if (project === undefined) throw catalogProblems.refusal('CATALOG_PROJECT_UNKNOWN', unplaced);
  return project;
}

const baseOf = (target: GitlabInput, reads: Reads): string =>
  `${apiOf(target, reads)}/projects/${encodeURIComponent(projectFor(target, reads))}/packages/helm`;

const unplaced = {
  message:
    'It is not known to which project of GitLab the chart goes: no project is named, $CI_PROJECT_ID is not set, and the remote is not on a GitLab that is known.',
  fix: "Name it: { gitlab: 'stable', project: 'group/project', api: 'https://gitlab.example.com/api/v4' }.",
};

const usual: readonly CredentialRef[] = [
  { env: 'GITLAB_TOKEN', username: 'oauth2', scheme: 'basic' },
  { env: 'CI_JOB_TOKEN', username: 'gitlab-ci-token', scheme: 'basic' },
];

/** GitLab's registry takes nothing but Basic authentication. The pipeline's tokens go to the pipeline's own GitLab alone. */
async function credentialFor(target: GitlabInput, reads: Reads): Promise<CredentialRef | undefined> {
  const named = credentialOf(target.credential);
  if (named !== undefined) return { username: 'oauth2', ...named, scheme: 'basic' };
  const own = reads.env('CI_API_V4_URL');
  const isOwn = own === undefined || target.api === null || new URL(own).host === new URL(target.api).host;
  for (const ref of isOwn ? usual : []) if ((await reads.credential(ref)) !== undefined) return ref;
  return undefined;
}

async function unauthorized(target: GitlabInput, reads: Reads): Promise<readonly Problem[]> {
  const credential = await credentialFor(target, reads);
  const found = credential === undefined ? undefined : await reads.credential(credential);
  if (found !== undefined) return [];
  const names = credential === undefined ? ['GITLAB_TOKEN', 'CI_JOB_TOKEN'] : [credential.env].flat();
  return [
    catalogProblems.error('CATALOG_CREDENTIAL', {
      message: `GitLab takes no chart without a credential, and none of ${names.map((name) => `$${name}`).join(', ')} is set.`,
      fix: 'Run in a GitLab pipeline, or set a token with the scope api (or a deploy token with write_package_registry).',
    }),
  ];
}
