import { type Asset, defined, type DueTag, outputOf, type ReleaseContext, type Step } from '@launchway/core';
import { type Announcement, announcementOf, commentSteps, fillIn } from '@launchway/forge';
import { pipelineFile, type Place, placeOf, releasePage } from './access/place.ts';
import type { ForecastInput } from './forecast-step.ts';
import type { GitlabOptions, PackageOptions } from './options.ts';
import type { PackageInput } from './packages/package.ts';
import type { PipelineInput } from './pipeline-step.ts';
import type { ReleaseInput } from './release/release.ts';

type Planning = Announcement<GitlabOptions, Place>;

/** Gives the steps that announce a release: for each due tag its release, with packages, pipeline and comments. */
export async function releaseSteps(
  options: GitlabOptions,
  context: ReleaseContext,
): Promise<readonly Step[]> {
  const place = placeOf(options, context);
  const planning = place && announcementOf('gitlab', options, place, context);
  if (planning === undefined) return [];
  const { tags } = planning;
  const packages = (options.packages ?? []).map((each) => packageStep(each, planning));
  const offers = options.assets === false ? [] : offersOf(context.release.assets, planning);
  const pipelines = isStarting(options) ? tags.map((tag) => pipelineStep(tag, planning)) : [];
  const before = options.release === false ? [] : (options.release?.needs ?? []);
  const needs = [...before, ...[...packages, ...offers, ...pipelines].map((step) => step.id)];
  const filesOf = (tag: DueTag): readonly Step[] => [
    ...(tag === tags[0] ? packages : []),
    ...offers.filter(({ id }) => id === offerId(planning.id, tag)),
  ];
  const releases =
    options.release === false ? [] : tags.map((tag) => releaseStep(tag, filesOf(tag), needs, planning));
  const comments = commentSteps(planning, {
    kind: 'gitlab:comment',
    needs: releases.map((step) => step.id),
    pageOf: (tag) => releasePage(planning.place, tag),
  });
  return [...(await forecastSteps(planning)), ...packages, ...offers, ...pipelines, ...releases, ...comments];
}

const isStarting = ({ pipeline }: GitlabOptions): boolean => pipeline !== undefined && pipeline !== false;

/** What the tags will start is only worth telling before they are pushed. */
async function forecastSteps({ options, context, place, id, tags }: Planning): Promise<readonly Step[]> {
  const { reads, release, facts } = context;
  const file = pipelineFile(reads);
  if (release.made || (await reads.tree.text(file)) === undefined) return [];
  const input: ForecastInput = {
    place,
    tags: tags.map(({ name }) => name),
    file,
    commit: release.commit,
    ssh: facts.remote !== undefined && !/^https?:/i.test(facts.remote.url),
    starts: isStarting(options),
  };
  return [
    {
      id: `${id}:forecast`,
      kind: 'gitlab:forecast',
      title: 'foretell what the tags will start',
      input,
      optional: true,
    },
  ];
}

function packageStep(options: PackageOptions, { context, place, id, tags }: Planning): Step {
  const { release } = context;
  const version = fillIn(options.version ?? '{version}', tags[0], release);
  const input: PackageInput = {
    place,
    name: options.name,
    version,
    content: { globs: options.files, folder: options.folder ?? '' },
    existing: options.existing ?? 'refuse',
    commit: release.commit,
    tag: null,
  };
  return {
    id: `${id}:package:${options.name}`,
    kind: 'gitlab:package',
    title: `upload ${options.name} ${version}`,
    input,
    ...defined({ needs: options.needs }),
  };
}

/** For each tag the files that the flow's plugins offer with it, in one package. */
function offersOf(assets: readonly Asset[], planning: Planning): readonly Step[] {
  const { options, context, place, id, tags } = planning;
  const ofProject = place.web.slice(place.web.lastIndexOf('/') + 1);
  const { package: name = ofProject } = options.assets === false ? {} : (options.assets ?? {});
  return tags.flatMap((tag): readonly Step[] => {
    const offered = assets.filter(({ track }) => track === undefined || track === tag.track);
    if (offered.length === 0) return [];
    const version = fillIn('{version}', tag, context.release);
    const input: PackageInput = {
      place,
      name,
      version,
      content: {
        assets: offered.map(({ name, label = null, file, sha256 }) => ({ name, label, file, sha256 })),
      },
      existing: 'refuse',
      commit: context.release.commit,
      tag: options.release === false ? null : tag.name,
    };
    const title = `upload ${offered.length === 1 ? offered[0]?.name : `${offered.length} files`} of ${tag.name}`;
    return [{ id: offerId(id, tag), kind: 'gitlab:package', title, input }];
  });
}

const offerId = (id: string, tag: DueTag): string => `${id}:assets:${tag.name}`;

function pipelineStep(tag: DueTag, { options, context, place, id }: Planning): Step {
  const { pipeline } = options;
  const variables = typeof pipeline === 'object' ? (pipeline.variables ?? {}) : {};
  const input: PipelineInput = { place, tag: tag.name, commit: context.release.commit, variables };
  return {
    id: `${id}:pipeline:${tag.name}`,
    kind: 'gitlab:pipeline',
    title: `start the pipeline of ${tag.name}`,
    input,
  };
}

/** @param files the steps whose files the release offers; those of options belong to the first tag */
function releaseStep(
  tag: DueTag,
  files: readonly Step[],
  needs: readonly string[],
  planning: Planning,
): Step {
  const { options, context, place, id } = planning;
  const given = options.release === false ? {} : (options.release ?? {});
  const fill = (text: string): string => fillIn(text, tag, context.release);
  const input: ReleaseInput = {
    place,
    tag: tag.name,
    commit: context.release.commit,
    name: fill(given.name ?? '{tag}'),
    notes: context.release.notes[tag.track] ?? '',
    milestones: given.milestones ?? null,
    releasedAt: given.releasedAt ?? null,
    links: (given.links ?? []).map(({ name, url, type = 'other', path = null }) => ({
      name: fill(name),
      url: fill(url),
      type,
      path: path === null ? null : fill(path),
    })),
    files: files.map((step) => outputOf(step.id, 'files')),
  };
  return {
    id: `${id}:release:${tag.name}`,
    kind: 'gitlab:release',
    title: `announce ${tag.name} on GitLab`,
    input,
    needs,
  };
}
