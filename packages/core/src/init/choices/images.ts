import { defined } from '../../model/defined.ts';
import { type Fields, type PluginCall, plugin } from '../outline.ts';
import { folderOf, isBelow, lastPart } from '../paths.ts';
import type { PipelineImage } from '../survey/image-signs.ts';
import type { FoundImage } from '../survey/images.ts';
import { tagsOf } from '../survey/signs.ts';
import type { Survey } from '../survey/survey.ts';
import { type Chosen, type ChosenTrack, nothingChosen, trackName } from './chosen.ts';

/** Chooses how images are published: as every commit has them, built by the release, or as the pipeline for tags goes on doing. */
export function chooseImages(survey: Survey, tracks: readonly ChosenTrack[]): Chosen {
  const { images, sight } = survey;
  if (images.length === 0 || tracks.length === 0) return nothingChosen;
  const named = images.map((image) => ({ ...image, name: image.image ?? usualName(survey, images) }));
  const known = named.filter((image) => image.name !== undefined);
  const calls = known.map((image) => callOf(survey, image, tracks, known.length === 1));
  const because = known.map(
    ({ dockerfile, name, foundIn }) =>
      `${dockerfile} makes ${name}${foundIn === undefined ? `, by the name that is usual at ${sight.forge?.kind ?? 'this forge'}` : ` (${foundIn})`}.`,
  );
  const nameless = named.filter(({ name }) => name === undefined);
  return {
    calls,
    tracks: [],
    because,
    left: [
      ...known.flatMap((image) => pipelineNote(survey, image)),
      ...(known.length === 0 ? [] : survey.signs.pushes.map(pushesToo)),
      ...nameless.map(
        ({ dockerfile }) =>
          `${dockerfile} makes an image whose name is not known: add docker({ image: '...', build: { dockerfile: '${dockerfile}' } }).`,
      ),
    ],
  };
}

const pushesToo = (file: string): string =>
  `${file} pushes images too, by names that only a run tells: take that step out, or docker() out of the configuration.`;

/** The image that GitLab's variables name; others of the project lie below it. */
const ofProject = '$CI_REGISTRY_IMAGE';

interface NamedImage extends FoundImage {
  readonly name: string | undefined;
}

/** What a forge's own registry calls the only image of a repository. */
function usualName({ sight: { forge } }: Survey, images: readonly FoundImage[]): string | undefined {
  if (images.length > 1 || forge === undefined) return undefined;
  if (forge.kind === 'gitlab') return ofProject;
  const { host, pathname } = new URL(forge.url);
  return host === 'github.com' ? `ghcr.io${pathname.toLowerCase()}` : undefined;
}

function callOf(
  survey: Survey,
  image: NamedImage,
  tracks: readonly ChosenTrack[],
  isOnly: boolean,
): PluginCall {
  const { pipeline, name = '' } = image;
  const track = trackFor(image, tracks);
  const isGitlab = name.startsWith(ofProject);
  const path = isGitlab ? name.slice(ofProject.length + 1) : '';
  const label = name === ofProject ? trackName(survey.sight.name) : lastPart(name);
  const options: Fields = {
    ...(isOnly ? {} : { id: `docker-${label}` }),
    ...(isGitlab ? {} : { image: name }),
    ...(pipeline?.bySha === true
      ? { from: 'sha-{sha}', ...jobOf(pipeline) }
      : { build: buildOf(survey, image) }),
    ...tagsBy(tracks.find(({ images = [] }) => images.includes(image.dockerfile))?.imageForm ?? image.form),
    ...defined({ track }),
  };
  return {
    package: plugin('docker'),
    name: 'docker',
    options,
    ...(isGitlab ? { spread: spreadOf(path) } : {}),
    ...(keepsPipeline(image) ? { isOff: true } : {}),
    ...(remarksOf(survey, image).length === 0 ? {} : { remarks: remarksOf(survey, image) }),
  };
}

/** Tags as the chart asks for them. A word before the version tells images of one name apart, which share no `latest`. */
function tagsBy(form: string | undefined): Fields {
  if (form === undefined) return {};
  return { tags: form === 'v{version}' ? [form, 'v{major}.{minor}', 'v{major}', 'latest'] : [form] };
}

/** The options of an image of the project's registry. */
const spreadOf = (path: string): NonNullable<PluginCall['spread']> => ({
  package: plugin('gitlab'),
  name: 'gitlabImage',
  ...(path === '' ? {} : { options: { path } }),
});

/** The job that builds it: another's stays, ours is written anew. */
function jobOf({ isOurs, platforms }: PipelineImage): Fields {
  if (!isOurs) return { job: false };
  return platforms.length === 0 ? {} : { job: { platforms } };
}

/** A pipeline that pushes the image for each tag goes on, until a person takes it out. */
const keepsPipeline = ({ pipeline }: FoundImage): boolean => pipeline?.onTags === true && !pipeline.bySha;

function remarksOf(survey: Survey, image: FoundImage): readonly string[] {
  const { pipeline } = image;
  if (pipeline === undefined || pipeline.isOurs) return [];
  if (pipeline.bySha)
    return [`${pipeline.file} gives every commit's image a tag by its sha; a release promotes that image.`];
  if (!keepsPipeline(image)) return [];
  const globs = tagsOf(survey.signs, pipeline.file);
  return [
    `${pipeline.file} builds the image${globs === '' ? '' : ` for tags ${globs}`}. To have the release do it, before anything is visible, take that job out and this in.`,
  ];
}

function pipelineNote(survey: Survey, image: FoundImage): readonly string[] {
  const { pipeline } = image;
  if (pipeline === undefined || !keepsPipeline(image)) return [];
  const forge =
    survey.sight.forge?.kind === 'gitlab' || pipeline.file === '.gitlab-ci.yml'
      ? 'a job token'
      : 'GITHUB_TOKEN';
  return [
    `${pipeline.file} builds the image when a tag is pushed, which a push with ${forge} does not start: let docker() in the configuration take its place, or push with another token. \`release doctor\` tells what a tag will start.`,
  ];
}

function buildOf({ sight }: Survey, { dockerfile, context, pipeline }: FoundImage): Fields {
  const usual = context === '' ? 'Dockerfile' : `${context}/Dockerfile`;
  const platforms = pipeline?.platforms ?? [];
  return {
    ...(context === '' ? {} : { context }),
    ...(dockerfile === usual || !sight.paths.includes(dockerfile) ? {} : { dockerfile }),
    ...(platforms.length === 0 ? {} : { platforms }),
  };
}

/** The track whose version the image carries, where it is not the only one with tags. */
function trackFor({ dockerfile }: FoundImage, tracks: readonly ChosenTrack[]): string | undefined {
  const tagged = tracks.filter(({ tag }) => tag !== undefined);
  const folder = folderOf(dockerfile);
  const own =
    tracks.find(({ images = [] }) => images.includes(dockerfile)) ??
    tracks.find((track) => track.folder !== '' && isBelow(folder, track.folder));
  const chosen = own?.name ?? tagged[0]?.name ?? tracks[0]?.name;
  const usual = (tagged.length > 0 ? tagged : tracks).map(({ name }) => name);
  return usual.length === 1 && usual[0] === chosen ? undefined : chosen;
}
