import {
  checkOptions,
  defined,
  type HookContext,
  type Plugin,
  type Problem,
  type ReleaseContext,
  type Step,
} from '@launchway/core';
import { dockerNeeds } from './ci.ts';
import { tagsCommand } from './commands/tags.ts';
import { contradictions, dockerRule } from './option-rules.ts';
import { defaultTags, type DockerOptions } from './options.ts';
import { dockerProblems } from './problems.ts';
import { buildFileProblems } from './publish/build-files.ts';
import { buildImage } from './publish/build-step.ts';
import { copyImage } from './publish/copy-step.ts';
import { dueVersion, trackOf, trackProblems } from './publish/due.ts';
import { floatTags } from './publish/float-step.ts';
import { promoteImage } from './publish/promote-step.ts';
import { pushTags } from './publish/push-step.ts';
import { imagesOf, stepsOf } from './publish/steps.ts';
import { namesOf } from './publish/targets.ts';

/**
 * Publishes container images: built by digest before anything is visible, or taken from an earlier job, then given their
 * version's tag, and the floating tags where the version is the highest of its line.
 */
export function docker(options: DockerOptions): Plugin {
  const misused = checkOptions('docker', options, dockerRule, contradictions);
  if (misused !== undefined) return misused;
  const {
    id,
    track,
    tags = defaultTags,
    flavor = [],
    labels = [],
    annotations = [],
    majorZero = false,
  } = options;
  return {
    name: 'docker',
    id,
    ...(options.when === 'commit' ? { continuous: true } : {}),
    steps: [buildImage, promoteImage, copyImage, pushTags, floatTags],
    ci: dockerNeeds(options),
    commands: [
      tagsCommand({
        images: imagesOf(options).flatMap(({ image }) => [image].flat()),
        ...defined({ track }),
        tags,
        flavor,
        labels,
        annotations,
        majorZero,
      }),
    ],
    verify: (context) => verify(options, context),
    publish: (context) => publish(options, context),
  };
}

async function verify(
  options: DockerOptions,
  { tracks, facts, reads }: HookContext,
): Promise<readonly Problem[]> {
  const missing = new Set<string>();
  for (const { image } of imagesOf(options)) namesOf(image, reads.env, (name) => missing.add(name));
  const severity = facts.ci.provider === 'none' ? 'warning' : 'error';
  const unknown = [...missing].map((name) =>
    dockerProblems[severity]('DOCKER_IMAGE_UNKNOWN', {
      message: `The image's name holds $${name}, which is not set${severity === 'warning' ? ' here, so the plan leaves that name out' : ''}.`,
      fix: `Set ${name}; in CI, check that the project has a container registry.`,
      where: { pointer: 'image' },
    }),
  );
  const builds = imagesOf(options).map(({ build }) => buildFileProblems(build, reads.tree));
  return [...trackProblems(options, tracks), ...unknown, ...(await Promise.all(builds)).flat()];
}

function publish(options: DockerOptions, context: ReleaseContext): readonly Step[] {
  const track = trackOf(options, context.tracks);
  const due = track && dueVersion(options, track, context);
  return due === undefined
    ? []
    : stepsOf(options, context, { version: due.version, track: track?.name ?? '' });
}
