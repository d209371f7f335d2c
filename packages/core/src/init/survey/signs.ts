import { defined } from '../../model/defined.ts';
import { isOurs as isWritten } from '../../pipelines/yaml.ts';
import { entriesOf, memberOf, readData, textOf } from './data.ts';
import {
  gitlabFile,
  gitlabImages,
  type GitlabPipeline,
  type PipelineImage,
  workflowImages,
} from './image-signs.ts';
import type { Sight } from './sight.ts';
import { isOpen, readWorkflows, type Workflow } from './workflows.ts';

/** Where a pipeline publishes charts. */
export type ChartTarget =
  | { readonly kind: 'oci'; readonly oci: string; readonly file: string }
  | { readonly kind: 'git'; readonly repository: string; readonly secret?: string; readonly file: string }
  | { readonly kind: 'pages'; readonly file: string }
  | { readonly kind: 'gitlab'; readonly channel: string; readonly file: string };

/** What the pipelines of a repository do that a release could do. */
export interface Signs {
  readonly workflows: readonly Workflow[];
  readonly images: readonly PipelineImage[];
  /** Files that push images by names that are not known before they run. */
  readonly pushes: readonly string[];
  readonly charts: readonly ChartTarget[];
  /** Files that publish to JSR, to npm, and that make releases on the forge. */
  readonly jsr: readonly string[];
  readonly npm: readonly string[];
  readonly releases: readonly string[];
  /** Files that build programs for several platforms. */
  readonly builds: readonly string[];
}

async function gitlabPipeline(sight: Sight): Promise<GitlabPipeline | undefined> {
  const main = await sight.text(gitlabFile);
  if (main === undefined) return undefined;
  const included = [...main.matchAll(/\blocal:\s*['"]?\/?([\w./-]+\.ya?ml)/g)].map(([, file = '']) => file);
  const texts = await Promise.all(included.map((file) => sight.text(file)));
  const all = [main, ...texts.filter((text) => text !== undefined)];
  return { text: all.join('\n'), isOurs: all.some(isWritten) };
}

async function wholeOf(
  sight: Sight,
  { file }: Workflow,
): Promise<{ readonly file: string; readonly text: string }> {
  return { file, text: (await sight.text(file)) ?? '' };
}

/** What a workflow runs, with what is known filled in. */
const scriptsOf = ({ file, steps }: Workflow): { readonly file: string; readonly text: string } => ({
  file,
  text: steps.map(({ run }) => run).join('\n'),
});

/** Looks through workflows and `.gitlab-ci.yml` for what they publish. */
export async function readSigns(sight: Sight): Promise<Signs> {
  const [workflows, gitlab, data] = await Promise.all([
    readWorkflows(sight),
    gitlabPipeline(sight),
    readData(sight, gitlabFile),
  ]);
  const others = workflows.filter(({ isOurs }) => !isOurs);
  const ofGitlab = gitlab === undefined || gitlab.isOurs ? [] : [{ file: gitlabFile, text: gitlab.text }];
  const files = [...(await Promise.all(others.map((workflow) => wholeOf(sight, workflow)))), ...ofGitlab];
  const scripts = [...others.map(scriptsOf), ...ofGitlab];
  const filesWith = (pattern: RegExp): readonly string[] =>
    files.filter(({ text }) => pattern.test(text)).map(({ file }) => file);
  const images = [
    ...workflows.flatMap(workflowImages),
    ...(gitlab === undefined ? [] : gitlabImages(gitlab)),
  ];
  return {
    workflows,
    images,
    pushes: filesWith(/\bdocker\/build-push-action\b|\b(?:docker|podman|buildah)\s+push\b/).filter(
      (file) => !images.some((image) => image.file === file),
    ),
    charts: [...others.flatMap(catalogues), ...scripts.flatMap(({ file, text }) => pushedCharts(file, text))],
    jsr: filesWith(/\b(?:deno|jsr) publish\b/),
    npm: filesWith(/\b(?:npm|pnpm|yarn(?: npm)?) publish\b/),
    builds: filesWith(
      /goreleaser\/goreleaser-action|\bgoreleaser release\b|\bGOOS\b[\s\S]*\bgo build\b|\bgo build\b[\s\S]*\bGOOS\b/,
    ),
    releases: [
      ...filesWith(
        /\bgh release create\b|softprops\/action-gh-release|actions\/create-release|ncipollo\/release-action|\brelease-cli\b|\bglab release\b/,
      ),
      ...(entriesOf(data).some(([, job]) => memberOf(job, 'release') !== undefined) ? [gitlabFile] : []),
    ].filter((file, index, all) => all.indexOf(file) === index),
  };
}

function pushedCharts(file: string, text: string): readonly ChartTarget[] {
  const registries = [
    ...text.matchAll(/\bhelm\s+push\s+(?:\\\n|[^\n;|&])*?["']?(oci:\/\/[^\s"';|&]+)/g),
  ].flatMap(([, oci = '']): readonly ChartTarget[] => {
    const plain = oci.replace(/\/+$/, '').toLowerCase();
    return isOpen(plain) ? [] : [{ kind: 'oci', oci: plain, file }];
  });
  const channels = [...text.matchAll(/\/packages\/helm\/(?:api\/)?([\w.-]+)(?:\/charts)?/g)].map(
    ([, channel = '']): ChartTarget => ({ kind: 'gitlab', channel, file }),
  );
  return [...registries, ...channels.slice(0, 1)];
}

function catalogues({ file, steps }: Workflow): readonly ChartTarget[] {
  const pages = steps.some(({ uses }) => uses === 'helm/chart-releaser-action');
  const others = steps
    .filter(
      ({ uses, with: { repository = '' } }) =>
        uses === 'actions/checkout' && /chart|catalog|helm/i.test(repository),
    )
    .map(({ with: { repository = '', token = '' } }): ChartTarget => {
      const secret = /secrets\.(\w+)/.exec(token)?.[1];
      return { kind: 'git', repository, file, ...defined({ secret }) };
    })
    .filter((target) => target.kind !== 'git' || !isOpen(target.repository));
  return [...(pages ? [{ kind: 'pages', file } as const] : []), ...others];
}

/** The tag globs of a workflow, in words. */
export const tagsOf = ({ workflows }: Signs, file: string): string =>
  (workflows.find((workflow) => workflow.file === file)?.tags ?? [])
    .map((glob) => textOf(glob) ?? glob)
    .join(', ');
