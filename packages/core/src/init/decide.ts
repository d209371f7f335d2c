import increment from 'semver/functions/inc.js';
import { defined } from '../model/defined.ts';
import { chooseCharts } from './choices/chart.ts';
import { type Chosen, type ChosenTrack, nothingChosen, together } from './choices/chosen.ts';
import { type ForgeSight, forgesOf } from './choices/forges.ts';
import { chooseImages } from './choices/images.ts';
import { chooseJsr } from './choices/jsr.ts';
import { choosePackages } from './choices/packages.ts';
import { chooseCatalogues, chooseForge } from './choices/targets.ts';
import { chooseTools } from './choices/tools.ts';
import { chooseUnversioned } from './choices/unversioned.ts';
import { core, type Fields, type Outline, type PluginCall } from './outline.ts';
import { lastPart } from './paths.ts';
import { isPlaceholder } from './survey/manifests.ts';
import type { Survey } from './survey/survey.ts';
import { isPlain } from './survey/tags.ts';

/** A configuration, why it is so, and what is left to a person. */
export interface Decision {
  /** Nothing where there is nothing that could be released. */
  readonly outline?: Outline;
  readonly because: readonly string[];
  readonly left: readonly string[];
}

/** Decides what the configuration of a repository says. */
export async function decide(survey: Survey): Promise<Decision> {
  const jsr = chooseJsr(survey);
  const charts = await chooseCharts(survey, new Set(jsr.tracks.flatMap(({ files }) => files)));
  const packages = await choosePackages(survey, together(jsr, charts));
  const found = together(charts, packages, jsr);
  const isVersioned = found.tracks.some(({ kind, tag = '' }) => kind !== 'jsr' || isPlain(tag));
  const unversioned = isVersioned ? nothingChosen : chooseUnversioned(survey);
  const tracks = [...found.tracks, ...unversioned.tracks];
  const left = [...leftOut(survey), ...found.left, ...unversioned.left];
  if (tracks.length === 0) return { because: found.because, left };
  const shared = together(charts, packages, unversioned, jsr, chooseWords(survey, tracks));
  const forges = await forgesOf(survey);
  const places = forges.map((forge) => choosePlaces(forge.survey, tracks));
  const all = together(shared, ...places);
  return {
    outline: {
      branches: branchesOf(survey),
      shared: shared.calls,
      flows: forges.map(({ flow, ci }, index) => ({
        name: flow,
        plugins: places[index]?.calls ?? [],
        ...defined({ ci }),
      })),
      ...zeroMajorOf(survey, tracks),
    },
    because: [...all.because, ...twoFlows(forges)],
    left: [
      ...leftOut(survey),
      ...all.left,
      ...prereleases(tracks),
      ...unmade(survey, tracks),
      ...unfollowed(survey),
      ...elsewhere(survey, forges),
    ],
  };
}

/** Where a flow publishes to, as the pipelines of its forge tell. */
function choosePlaces(survey: Survey, tracks: readonly ChosenTrack[]): Chosen {
  const programs = chooseTools(survey, tracks);
  const offers = programs.calls.some(({ isOff }) => isOff !== true);
  return together(
    chooseImages(survey, tracks),
    chooseCatalogues(survey, tracks),
    programs,
    chooseForge(survey, tracks, offers),
  );
}

const twoFlows = (forges: readonly ForgeSight[]): readonly string[] =>
  forges.length < 2
    ? []
    : [
        `There are pipelines for GitHub and for GitLab, so there is a flow for each: ${forges.map(({ flow }) => flow).join(', ')}.`,
      ];

function branchesOf({ predecessors, sight }: Survey): readonly string[] {
  const told = predecessors.find(({ branches }) => branches !== undefined)?.branches ?? [];
  return told.length === 0 ? [sight.branch] : told;
}

/** Where a tool before took bumps below 1.0.0 as they are, so does the flow. */
function zeroMajorOf({ predecessors }: Survey, tracks: readonly ChosenTrack[]): Pick<Outline, 'zeroMajor'> {
  const isBelow = tracks.some(({ version }) => version?.startsWith('0.'));
  return isBelow && predecessors.some(({ zeroMajor }) => zeroMajor === 'semver')
    ? { zeroMajor: 'semver' }
    : {};
}

/** Rules for commits and files of notes, as the tool before had them. */
function chooseWords({ predecessors, sight }: Survey, tracks: readonly ChosenTrack[]): Chosen {
  const rules = predecessors.flatMap((one) => one.rules ?? []);
  const changelog = changelogOf(predecessors, sight, tracks);
  const calls: readonly PluginCall[] = [
    ...(rules.length === 0 ? [] : [{ package: core, name: 'conventional', options: { rules } }]),
    ...(changelog === undefined ? [] : [{ package: core, name: 'notes', options: { changelog } }]),
  ];
  return {
    ...nothingChosen,
    calls,
    because: predecessors.flatMap(({ tool, file, taken }) =>
      taken.map((line) => `${tool} (${file}), ${line}.`),
    ),
    left: predecessors.flatMap(({ tool, missing }) => missing.map((line) => `${tool}, ${line}.`)),
  };
}

function changelogOf(
  predecessors: Survey['predecessors'],
  sight: Survey['sight'],
  tracks: readonly ChosenTrack[],
): string | Fields | undefined {
  const whole = predecessors.find(({ changelog }) => changelog !== undefined)?.changelog;
  if (whole !== undefined) return whole;
  const parts = predecessors.flatMap((one) => one.parts ?? []);
  const byTrack = tracks.flatMap(({ name, folder, kind }) => {
    const file = kind === 'app' ? undefined : parts.find((part) => part.folder === folder)?.changelog;
    return file !== undefined && sight.paths.includes(file) ? [[name, file] as const] : [];
  });
  if (byTrack.length === 0) return undefined;
  return tracks.length === 1 ? byTrack[0]?.[1] : Object.fromEntries(byTrack);
}

/** Commits end a prerelease; another one is asked for. */
const prereleases = (tracks: readonly ChosenTrack[]): readonly string[] =>
  tracks
    .filter(({ version = '' }) => version.includes('-') && !isPlaceholder(version))
    .map(
      ({ name, version = '' }) =>
        `The version of ${name}, ${version}, is a prerelease: commits lead from it to ${increment(version, 'patch')}. For another prerelease, ask: \`npx --no-install release --as ${name}=${increment(version, 'prerelease')}\`.`,
    );

/** Tags of a version that a track has, or without a name, written in a way that no track goes on with. */
const unmade = ({ sight, styles }: Survey, tracks: readonly ChosenTrack[]): readonly string[] =>
  styles
    .filter(({ template }) => !tracks.some(({ tag }) => tag === template))
    .flatMap(({ template, newest }) => {
      const isLost = isPlain(template) && !tracks.some(({ tag = '' }) => isPlain(tag));
      return [...tracks.map(({ version = '' }) => version), ...(isLost ? [newest] : [])]
        .map((version) => template.replace('{version}', version))
        .filter((tag, index, all) => sight.tags.includes(tag) && all.indexOf(tag) === index)
        .slice(0, 1);
    })
    .map(
      (tag) =>
        `Tags such as ${tag} will no longer be made: see whether a pipeline or a person waits for them.`,
    );

/** Manifests whose version no pin can hold. */
const unfollowed = ({ sources }: Survey): readonly string[] =>
  sources
    .filter((file) => lastPart(file) !== 'go.mod')
    .map(
      (file) =>
        `${file}: versions are held in JSON and YAML, and one in this file does not follow by itself.`,
    );

/** What this clone does not show, and what two flows of one branch would do to each other. */
function elsewhere({ sight }: Survey, forges: readonly ForgeSight[]): readonly string[] {
  const { branch, isShallow } = sight;
  return [
    ...(isShallow
      ? [
          'The clone is shallow, so tags may be missing: fetch all (`git fetch --unshallow --tags`) and run it again.',
        ]
      : []),
    ...(forges.length < 2
      ? []
      : [
          `Both flows release from ${branch}, and two forges that mirror each other must not both release: give one flow a branch of its own, or take it out.`,
        ]),
  ];
}

const leftOut = ({ left }: Survey): readonly string[] =>
  left.map(({ what, why }) => `${what} is left out: ${why}.`);
