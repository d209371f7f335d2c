import type { CiImageJob } from '../../model/ci.ts';
import { imageTag, registryOf, revisionLabel } from '../image.ts';
import { pipelineProblems } from '../problems.ts';
import type { PipelineFlow } from '../project.ts';
import { shellLine, shellWord } from '../shell.ts';
import { dockerImage, dockerService, dockerVariables } from './docker.ts';
import type { GitlabJob } from './job.ts';
import { onBranches, onTags } from './rules.ts';
import { ownDefaults, runnerTags } from './runner.ts';

/** A builder that knows several platforms; buildx wants a context where the daemon is spoken to by TLS. */
const platformBuilder = 'launchway';

/**
 * The job that builds the image of a commit in Docker-in-Docker and pushes it.
 * @throws CI_REGISTRY_UNNAMED
 */
export function imageJob(job: CiImageJob, flow: PipelineFlow): GitlabJob {
  const insecure = insecureRegistry(job);
  return {
    stage: 'image',
    ...ownDefaults,
    image: dockerImage,
    services: [dockerService(insecure === undefined ? [] : [insecure])],
    ...runnerTags(flow),
    variables: dockerVariables,
    rules: [...onTags(flow), ...onBranches(flow)],
    script: [login(job), `IMAGE=${shellWord(job.image)}`, ...build(job, insecure)],
  };
}

/** Docker's daemon is told a name, and expands no variable in it. */
function insecureRegistry({ insecure, image, name }: CiImageJob): string | undefined {
  const host = insecure === true ? registryOf(image) : insecure;
  if (insecure !== true || host !== undefined) return host;
  throw pipelineProblems.refusal('CI_REGISTRY_UNNAMED', {
    message: `The job ${name} pushes to a registry without TLS, whose name is in a variable (${image}). Docker-in-Docker must be told it beforehand.`,
    fix: "Name its host and port: `insecure: ['registry.lab:5050']`.",
  });
}

function login({ image, login }: CiImageJob): string {
  const registry = registryOf(image) ?? '$CI_REGISTRY';
  const username = login?.username ?? { variable: 'CI_REGISTRY_USER' };
  const secret = login?.secret ?? 'CI_REGISTRY_PASSWORD';
  const name = typeof username === 'string' ? username : `$${username.variable}`;
  const argv = ['docker', 'login', '--username', name, '--password-stdin', registry];
  return `printf '%s' "$${secret}" | ${shellLine(argv)}`;
}

function build(job: CiImageJob, insecure: string | undefined): readonly string[] {
  const { platforms = [], context = '.', dockerfile, target } = job;
  const tag = imageTag(job, `$(printf '%.7s' "$CI_COMMIT_SHA")`);
  const argv = [
    'docker buildx build --push',
    ...(platforms.length === 0 ? [] : [`--platform ${platforms.join(',')}`]),
    ...(dockerfile === undefined ? [] : [shellLine(['--file', dockerfile])]),
    ...(target === undefined ? [] : [shellLine(['--target', target])]),
    `--label "${revisionLabel}=$CI_COMMIT_SHA"`,
    ...cache(platforms),
    `--tag "$IMAGE:${tag}"`,
    shellLine([context]),
  ];
  return [...(platforms.length === 0 ? [] : builder(insecure)), argv.join(' ')];
}

/** The daemon's own builder can keep its cache in an image alone. */
function cache(platforms: readonly string[]): readonly string[] {
  return platforms.length === 0
    ? ['--cache-from "type=registry,ref=$IMAGE:cache" --cache-to type=inline --tag "$IMAGE:cache"']
    : ['--cache-from "type=registry,ref=$IMAGE:cache" --cache-to "type=registry,ref=$IMAGE:cache,mode=max"'];
}

function builder(insecure: string | undefined): readonly string[] {
  const config =
    insecure === undefined
      ? []
      : [`printf '[registry."%s"]\\nhttp = true\\n' ${shellLine([insecure])} > buildkitd.toml`];
  const given = insecure === undefined ? '' : ' --buildkitd-config buildkitd.toml';
  return [
    'docker run --privileged --rm tonistiigi/binfmt --install all',
    ...config,
    `docker context create ${platformBuilder}`,
    `docker buildx create --use --driver docker-container${given} ${platformBuilder}`,
  ];
}
