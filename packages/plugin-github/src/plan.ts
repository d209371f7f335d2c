import type { DueTag, ReleaseContext, Step } from '@launchway/core';
import { fillIn } from '@launchway/forge';
import prerelease from 'semver/functions/prerelease.js';
import { closedIssues } from './closes.ts';
import type { CommentInput } from './comment-step.ts';
import type { DispatchInput } from './dispatch-step.ts';
import type { ForecastInput } from './forecast-step.ts';
import type { LatestRule } from './latest.ts';
import { cutNotes } from './notes.ts';
import { workflowsOf } from './option-rules.ts';
import type { DispatchOptions, GithubOptions } from './options.ts';
import { type Place, placeOf, releasePage } from './place.ts';
import type { Remote } from './pusher.ts';
import type { ReleaseInput } from './release.ts';

/** Everything the steps of one release are made from. */
interface Planning {
  readonly options: GithubOptions;
  readonly context: ReleaseContext;
  readonly place: Place;
  /** What ids begin with. */
  readonly id: string;
  readonly tags: readonly DueTag[];
}

/** Enough to find what a release holds; more would be many requests for old history. */
const mostCommits = 50;

/** Gives the steps that announce a release: for each due tag its release, the workflows to start, and comments. */
export async function releaseSteps(
  options: GithubOptions,
  context: ReleaseContext,
): Promise<readonly Step[]> {
  const place = placeOf(options, context);
  const { track } = options;
  const tags = context.release.tags.filter((tag) => track === undefined || tag.track === track);
  if (place === undefined || tags.length === 0) return [];
  const planning: Planning = { options, context, place, id: options.id ?? 'github', tags };
  const releases = options.release === false ? [] : tags.map((tag) => releaseStep(tag, planning));
  const dispatches = tags.flatMap((tag) =>
    workflowsOf(options).map((workflow) => dispatchStep(tag, workflow, planning)),
  );
  const needs = releases.map(({ id }) => id);
  return [...(await forecastSteps(planning)), ...releases, ...dispatches, ...commentSteps(planning, needs)];
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
    ...(given.needs === undefined ? {} : { needs: given.needs }),
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

function commentSteps(
  { options, context, place, id, tags }: Planning,
  needs: readonly string[],
): readonly Step[] {
  const { requests = false, issues = false, body = 'Released in [{tag}]({url}).' } = options.comments ?? {};
  const [tag] = tags;
  if (tag === undefined || (!requests && !issues)) return [];
  const commits = context.facts.commits.slice(0, mostCommits);
  const input: CommentInput = {
    place,
    requests,
    issues,
    body: fillIn(body.replaceAll('{url}', releasePage(place, tag.name)), tag, context.release),
    marker: `<!-- launchway: ${tag.name} -->`,
    commits: commits.map(({ sha }) => sha),
    closed: commits.flatMap(({ message }) => closedIssues(message)),
  };
  return [
    {
      id: `${id}:comment`,
      kind: 'github:comment',
      title: `comment on what ${tag.name} holds`,
      input,
      needs,
      optional: true,
    },
  ];
}
