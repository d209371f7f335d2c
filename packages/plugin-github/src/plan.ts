import { defined, type DueTag, type ReleaseContext, type Step } from '@launchway/core';
import { type Announcement, announcementOf, commentedCommits, commentSteps, fillIn } from '@launchway/forge';
import prerelease from 'semver/functions/prerelease.js';
import { type Place, placeOf, releasePage } from './access/place.ts';
import type { Remote } from './access/pusher.ts';
import { closedIssues } from './closes.ts';
import type { DispatchInput } from './dispatch-step.ts';
import type { ForecastInput } from './forecast-step.ts';
import { workflowsOf } from './option-rules.ts';
import type { DispatchOptions, GithubOptions } from './options.ts';
import type { LatestRule } from './release/latest.ts';
import { cutNotes } from './release/notes.ts';
import type { ReleaseInput } from './release/release.ts';

type Planning = Announcement<GithubOptions, Place>;

/** Gives the steps that announce a release: for each due tag its release, the workflows to start, and comments. */
export async function releaseSteps(
  options: GithubOptions,
  context: ReleaseContext,
): Promise<readonly Step[]> {
  const place = placeOf(options, context);
  const planning = place && announcementOf('github', options, place, context);
  if (planning === undefined) return [];
  const { tags } = planning;
  const releases = options.release === false ? [] : tags.map((tag) => releaseStep(tag, planning));
  const dispatches = tags.flatMap((tag) =>
    workflowsOf(options).map((workflow) => dispatchStep(tag, workflow, planning)),
  );
  const closed = commentedCommits(context).flatMap(({ message }) => closedIssues(message));
  const comments = commentSteps(planning, {
    kind: 'github:comment',
    needs: releases.map(({ id }) => id),
    pageOf: (tag) => releasePage(planning.place, tag),
    more: { closed },
  });
  return [...(await forecastSteps(planning)), ...releases, ...dispatches, ...comments];
}

/** What the push will start is only worth telling before it is made. */
async function forecastSteps({ options, context, id, tags }: Planning): Promise<readonly Step[]> {
  const { release, facts, reads } = context;
  const remote = remoteOf(context);
  const hasWorkflows = (await reads.tree.list('.github/workflows')).length > 0;
  if (release.made || remote === null || !hasWorkflows) return [];
  const changes = release.files.map(({ path }) => path);
  const { branch } = facts;
  const input: ForecastInput = {
    refs: [
      ...(branch === undefined ? [] : [{ kind: 'branch' as const, name: branch, changed: changes }]),
      ...tags.map(({ name }) => ({ kind: 'tag' as const, name, changed: null })),
    ],
    commit: release.commit,
    remote,
    upstream: branch === undefined ? null : `refs/remotes/${facts.remote?.name ?? 'origin'}/${branch}`,
    changes,
    dispatched: workflowsOf(options).map(({ workflow }) => workflow),
  };
  return [
    {
      id: `${id}:forecast`,
      kind: 'github:forecast',
      title: 'foretell what the push will start',
      input,
      optional: true,
    },
  ];
}

const remoteOf = ({ facts }: ReleaseContext): Remote | null =>
  facts.remote === undefined
    ? null
    : {
        url: facts.remote.url,
        forge: facts.forge === undefined ? null : { kind: facts.forge.kind, url: facts.forge.url },
      };

function releaseStep(tag: DueTag, planning: Planning): Step {
  const { options, context, place, id, tags } = planning;
  const { release } = context;
  const given = options.release === false ? {} : (options.release ?? {});
  const version = release.versions[tag.track] ?? tag.name;
  const assets = release.assets.filter(({ track }) => track === undefined || track === tag.track);
  const input: ReleaseInput = {
    place,
    tag: tag.name,
    version,
    commit: release.commit,
    name: fillIn(given.name ?? '{tag}', tag, release),
    notes: cutNotes(release.notes[tag.track] ?? '', notesUrl(tag, planning)),
    prerelease: prerelease(version) !== null,
    latest: latestRule(tag, version, planning),
    assets: assets.map(({ name, label = null, mediaType, file, sha256, size }) => ({
      name,
      label,
      mediaType,
      file,
      sha256,
      size,
    })),
    files: tag === tags[0] ? (given.files ?? []) : [],
  };
  return {
    id: `${id}:release:${tag.name}`,
    kind: 'github:release',
    title: `publish the release ${tag.name} on GitHub`,
    input,
    ...defined({ needs: given.needs }),
  };
}

/** Of several tracks only the first one's releases become the latest: GitHub has one of them in a repository. */
function latestRule(tag: DueTag, version: string, { options, context }: Planning): LatestRule {
  const rule = options.release === false ? 'highest' : (options.release?.latest ?? 'highest');
  if (rule !== 'highest') return rule;
  const first = options.track ?? context.tracks.find((track) => track.tag !== undefined)?.name ?? tag.track;
  return tag.track === first ? { tags: tag.name.replace(version, '{version}') } : 'never';
}

/** Where the whole notes are, when they are too long: as told, else the commits that they were made of. */
function notesUrl(tag: DueTag, { options, context, place }: Planning): string {
  const given = options.release === false ? undefined : options.release?.notesUrl;
  return given === undefined
    ? `${place.web}/commits/${encodeURIComponent(tag.name)}`
    : fillIn(given, tag, context.release);
}

function dispatchStep(tag: DueTag, { workflow, inputs = {} }: DispatchOptions, planning: Planning): Step {
  const { context, place, id } = planning;
  const { release } = context;
  const input: DispatchInput = {
    place,
    workflow,
    tag: tag.name,
    commit: release.commit,
    inputs: Object.fromEntries(
      Object.entries(inputs).map(([name, value]) => [name, fillIn(value, tag, release)]),
    ),
    remote: remoteOf(context),
    made: release.made,
  };
  return {
    id: `${id}:dispatch:${workflow}:${tag.name}`,
    kind: 'github:dispatch',
    title: `start ${workflow} for ${tag.name}`,
    input,
  };
}
