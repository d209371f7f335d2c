import { defined } from '../../model/defined.ts';
import { inside, plainPath } from '../../model/path.ts';
import { folderOf, isBelow, isSample, lastPart } from '../paths.ts';
import type { FoundChart } from './charts.ts';
import { memberOf, readData, textOf, entriesOf } from './data.ts';
import { goReleaserImages } from './goreleaser-images.ts';
import { nameOf, type PipelineImage } from './image-signs.ts';
import type { Sight } from './sight.ts';
import type { Signs } from './signs.ts';
import { isOpen } from './workflows.ts';

/** An image that is built from this repository. */
export interface FoundImage {
  readonly dockerfile: string;
  /** Folder of the build's context; empty for the top. */
  readonly context: string;
  /** Its name without a tag, and where that was found; nothing where it was not. */
  readonly image?: string;
  readonly foundIn?: string;
  /** How its tags write the version, where a tool was told so. */
  readonly form?: string;
  readonly pipeline?: PipelineImage;
  /** Paths and folders of the repository that go into it; nothing where all of the context does. */
  readonly inputs?: readonly string[];
}

const isDockerfile = (path: string): boolean =>
  /^(?:Dockerfile|Containerfile)(?:\.[\w-]+)?$|\.(?:D|d)ockerfile$/.test(lastPart(path)) &&
  !/\.(?:dev|development|test|ci|debug)$/i.test(path) &&
  !/(?:^|\/)\.[^/]+\//.test(path) &&
  !isSample(path);

/** Finds the images of a repository, and what they are called. */
export async function findImages(
  sight: Sight,
  signs: Signs,
  charts: readonly FoundChart[],
): Promise<readonly FoundImage[]> {
  const files = sight.paths.filter(isDockerfile);
  const names = await namesFound(sight, charts, files.map(folderOf).map(lastPart));
  const [composed, told] = await Promise.all([composedImages(sight), goReleaserImages(sight)]);
  return Promise.all(
    files.map(async (dockerfile): Promise<FoundImage> => {
      const pipeline = pipelineOf(dockerfile, files.length === 1, signs);
      const text = (await sight.text(dockerfile)) ?? '';
      const context =
        pipeline?.context ??
        composed.get(dockerfile)?.context ??
        (told.has(dockerfile) ? '' : contextOf(dockerfile, text, sight));
      const named =
        pipeline === undefined && told.has(dockerfile)
          ? told.get(dockerfile)
          : nameFor(dockerfile, files.length === 1 ? undefined : sight.name, { pipeline, names, composed });
      const inputs = inputsOf(text, context, sight);
      return {
        dockerfile,
        context,
        ...named,
        ...defined({ pipeline, inputs }),
      };
    }),
  );
}

function pipelineOf(dockerfile: string, isOnly: boolean, { images }: Signs): PipelineImage | undefined {
  const fitting = images.filter(({ dockerfile: file, context = '' }) => {
    const built = file ?? inside(context, 'Dockerfile');
    return built === dockerfile || inside(context, built) === dockerfile;
  });
  const likely = fitting.length === 0 && isOnly ? images : fitting;
  return likely.find(({ bySha }) => bySha) ?? likely[0];
}

type Named = Pick<FoundImage, 'image' | 'foundIn'>;

/** @param repository name of the repository, where it has other images too */
function nameFor(
  dockerfile: string,
  repository: string | undefined,
  from: {
    readonly pipeline: PipelineImage | undefined;
    readonly names: readonly Required<Named>[];
    readonly composed: ReadonlyMap<string, Composed>;
  },
): Named {
  if (from.pipeline !== undefined) return { image: from.pipeline.image, foundIn: from.pipeline.file };
  const composed = from.composed.get(dockerfile);
  if (composed?.image !== undefined) return { image: composed.image, foundIn: composed.file };
  if (repository === undefined) return from.names[0] ?? {};
  const label = labelOf(dockerfile, repository);
  const labels = [label, `${repository}-${label}`];
  return from.names.find(({ image }) => labels.includes(lastPart(image))) ?? {};
}

/** What tells an image from the others: `worker` of `Dockerfile.worker` and of `worker/Dockerfile`; the repository's name at the top. */
function labelOf(dockerfile: string, repository: string): string {
  const [, suffix] = /^(?:Dockerfile|Containerfile)\.([\w-]+)$/.exec(lastPart(dockerfile)) ?? [];
  return (suffix ?? lastPart(folderOf(dockerfile))) || repository;
}

/** Names in charts' values, then in the README. */
async function namesFound(
  sight: Sight,
  charts: readonly FoundChart[],
  folders: readonly string[],
): Promise<readonly Required<Named>[]> {
  const values = await Promise.all(
    charts.map(async ({ folder }) => {
      const foundIn = inside(folder, 'values.yaml');
      return repositoriesIn(await readData(sight, foundIn)).map((image) => ({ image, foundIn }));
    }),
  );
  const readme = sight.paths.find((path) => /^readme(?:\.md)?$/i.test(path));
  const said = readme === undefined ? '' : ((await sight.text(readme)) ?? '');
  const pulled = [
    ...said.matchAll(/\bdocker\s+(?:pull|run)\b[^\n`]*?\s((?:[\w-]+\.)+[\w:-]+\/[\w./-]+)/g),
  ].map(([, reference = '']) => ({ image: nameOf(reference), foundIn: readme ?? '' }));
  return [...values.flat(), ...pulled].filter(({ image }) => !isOpen(image) && isOwn(image, sight, folders));
}

/** Images of others (redis, busybox) are in values too: ours are below the repository's owner, or named after it or a Dockerfile's folder. */
function isOwn(image: string, { name, forge }: Sight, folders: readonly string[] = []): boolean {
  const owner = forge === undefined ? undefined : new URL(forge.url).pathname.split('/')[1]?.toLowerCase();
  const parts = image.split('/');
  const called = [name.toLowerCase(), ...folders].includes(parts.at(-1) ?? '');
  return parts.length > 1 && (called || (owner !== undefined && parts.includes(owner)));
}

function repositoriesIn(values: unknown, depth = 0): readonly string[] {
  if (depth > 3) return [];
  return entriesOf(values).flatMap(([key, value]) => {
    if (key !== 'image') return repositoriesIn(value, depth + 1);
    const repository = textOf(memberOf(value, 'repository'));
    const registry = textOf(memberOf(value, 'registry'));
    if (repository === undefined) return [];
    return [nameOf(registry === undefined ? repository : `${registry}/${repository}`)];
  });
}

interface Composed {
  readonly image?: string;
  readonly context: string;
  readonly file: string;
}

async function composedImages(sight: Sight): Promise<ReadonlyMap<string, Composed>> {
  const files = sight.paths.filter((path) => /^(?:docker-)?compose[\w.-]*\.ya?ml$/.test(path));
  const found = new Map<string, Composed>();
  for (const file of files) {
    for (const [, service] of entriesOf(memberOf(await readData(sight, file), 'services'))) {
      const build = memberOf(service, 'build');
      const at = textOf(build) ?? textOf(memberOf(build, 'context'));
      if (at === undefined) continue;
      const context = plainPath(at);
      const dockerfile = inside(context, textOf(memberOf(build, 'dockerfile')) ?? 'Dockerfile');
      const image = nameOf(textOf(memberOf(service, 'image')) ?? '');
      found.set(dockerfile, {
        context,
        file,
        ...(image.includes('/') && !isOpen(image) && isOwn(image, sight) ? { image } : {}),
      });
    }
  }
  return found;
}

/** The sources of COPY and ADD that are in the context. */
function sourcesOf(text: string): readonly string[] {
  const lines = text
    .replace(/^\uFEFF/, '')
    .replace(/\\\r?\n/g, ' ')
    .split(/\r?\n/);
  return lines.flatMap((line) => {
    const [, rest] = /^\s*(?:COPY|ADD)\s+(.*)$/i.exec(line) ?? [];
    if (rest === undefined || /--from=/.test(rest)) return [];
    const words = rest.replace(/--[\w-]+(?:=\S+)?\s+/g, '').trim();
    const listed = words.startsWith('[')
      ? [...words.matchAll(/"([^"]*)"/g)].map(([, word = '']) => word)
      : words.split(/\s+/);
    return listed.slice(0, -1).filter((source) => !/^(?:https?:|git@|<<)/.test(source));
  });
}

/** The top, unless what is copied lies beside the Dockerfile alone. */
function contextOf(dockerfile: string, text: string, { paths }: Sight): string {
  const folder = folderOf(dockerfile);
  const sources = sourcesOf(text)
    .map(plainPath)
    .filter((source) => source !== '' && !/[*?[$]/.test(source));
  const isThere = (base: string) =>
    sources.every((source) => paths.some((path) => isBelow(path, inside(base, source))));
  return folder === '' || (sources.length > 0 && isThere('')) ? '' : folder;
}

/** Folders and files of the repository that are copied in; nothing where all of it is, or a variable says what. */
function inputsOf(text: string, context: string, { paths }: Sight): readonly string[] | undefined {
  const sources = sourcesOf(text).map(plainPath);
  if (sources.length === 0 || sources.some((source) => source === '' || /^[*?]|\$/.test(source)))
    return undefined;
  const found = sources.flatMap((source) => {
    const path = inside(context, source.replace(/\/?\*+.*$/, ''));
    const isFolder = paths.some((each) => each.startsWith(`${path}/`));
    if (isFolder) return [`${path}/**`];
    return paths.includes(path) ? [path] : [];
  });
  return found.length === 0 ? undefined : [...new Set(found)];
}
