import { plainPath } from '../../model/path.ts';
import { type BuiltImage, builtImages } from './docker-commands.ts';
import { isOpen, type Workflow, type WorkflowStep } from './workflows.ts';

/** An image that a pipeline builds and pushes. */
export interface PipelineImage {
  /** Without a tag; it begins with `$CI_REGISTRY_IMAGE` where GitLab names it. */
  readonly image: string;
  readonly file: string;
  readonly dockerfile?: string;
  readonly context?: string;
  readonly platforms: readonly string[];
  /** Whether the push of a tag starts it. */
  readonly onTags: boolean;
  /** Whether it gives the image of each commit a tag `sha-...`. */
  readonly bySha: boolean;
  /** Whether `release ci` has written it. */
  readonly isOurs: boolean;
}

export const gitlabFile = '.gitlab-ci.yml';

/** GitLab's pipeline, as far as a release is concerned. */
export interface GitlabPipeline {
  /** The file with those of the repository that it includes. */
  readonly text: string;
  /** Whether `release ci` has written what publishes in it. */
  readonly isOurs: boolean;
}

/** Finds the images that a workflow pushes: by Docker's action, and by commands. */
export const workflowImages = (workflow: Workflow): readonly PipelineImage[] => [
  ...actionImages(workflow),
  ...commandImages(workflow),
];

function actionImages(workflow: Workflow): readonly PipelineImage[] {
  const { steps, file, tags, branches, isOurs } = workflow;
  const metadata = steps.find(({ uses }) => uses === 'docker/metadata-action');
  return steps
    .filter(({ uses }) => uses === 'docker/build-push-action')
    .flatMap((build): readonly PipelineImage[] => {
      const image = imageName(metadata, build);
      if (image === undefined || build.with['push'] === 'false') return [];
      const { file: dockerfile, context } = build.with;
      const platforms = (build.with['platforms'] ?? '')
        .split(/[\s,]+/)
        .filter((one) => one !== '' && !isOpen(one));
      return [
        {
          image,
          file,
          ...(dockerfile === undefined || isOpen(dockerfile) ? {} : { dockerfile: plainPath(dockerfile) }),
          ...(context === undefined || isOpen(context) ? {} : { context: plainPath(context) }),
          platforms,
          onTags: tags !== undefined,
          bySha: isOurs || (branches !== undefined && isBySha(metadata, build)),
          isOurs,
        },
      ];
    });
}

const isBySha = (metadata: WorkflowStep | undefined, build: WorkflowStep): boolean =>
  /type=sha(?:$|\s)/m.test(metadata?.with['tags'] ?? '') || /:sha-\$/.test(build.with['tags'] ?? '');

function imageName(metadata: WorkflowStep | undefined, build: WorkflowStep): string | undefined {
  const listed = `${metadata?.with['images'] ?? ''}\n${build.with['tags'] ?? ''}`.split(/[\n,]/);
  const names = listed.map((line) => nameOf(line.trim())).filter((name) => name !== '' && !isOpen(name));
  return names.find((name) => name.includes('/'));
}

/** `ghcr.io/org/app:1.2.3` -> `ghcr.io/org/app`; registries take lower case alone. */
export function nameOf(reference: string): string {
  return reference
    .replace(/^name=/, '')
    .replace(/@sha256:.*$/, '')
    .replace(/:[^/:]*$/, '')
    .toLowerCase();
}

/** What a workflow builds without pushing it is a trial. */
function commandImages({ file, steps, tags, branches, isOurs }: Workflow): readonly PipelineImage[] {
  const script = steps.map(({ run }) => run).join('\n');
  if (isOurs || !pushes.test(script)) return [];
  return builtImages(script).flatMap((built) => {
    const image = nameOf(built.reference);
    if (!image.includes('/') || isOpen(image)) return [];
    const bySha = branches !== undefined && isOfSha(built);
    return [{ ...built.from, image, file, onTags: tags !== undefined, bySha, isOurs }];
  });
}

const pushes = /\b(?:docker|podman|nerdctl|buildah)\b[^\n]*\s(?:push|--push)\b/;
const isOfSha = ({ reference }: BuiltImage): boolean => /:sha-\$/.test(reference);

/** Finds the images that GitLab's pipeline pushes: those it names in its commands, else the project's own. */
export function gitlabImages({ text, isOurs }: GitlabPipeline): readonly PipelineImage[] {
  const builds = /\b(?:docker|buildah|podman|nerdctl)\b[^\n]*\b(?:build|push|bud)\b|\bkaniko\b/.test(text);
  if (!builds || !ofProject.test(text)) return [];
  const shared = { file: gitlabFile, onTags: true, isOurs };
  const named = (isOurs ? [] : builtImages(text)).flatMap((built): readonly PipelineImage[] => {
    const [, below] = /^\$\{?CI_REGISTRY_IMAGE\}?((?:\/[\w.-]+)*)(?::|$)/.exec(built.reference) ?? [];
    if (below === undefined) return [];
    return [
      {
        ...shared,
        ...built.from,
        image: `$CI_REGISTRY_IMAGE${below.toLowerCase()}`,
        bySha: isOfSha(built),
      },
    ];
  });
  if (named.length > 0) return named;
  const bySha = isOurs || /:sha-\$/.test(text);
  return [{ ...shared, image: '$CI_REGISTRY_IMAGE', platforms: [], bySha }];
}

const ofProject = /\$\{?CI_REGISTRY_IMAGE\}?/;
