import {
  bumpCommand,
  type Check,
  type CheckContext,
  defined,
  inside,
  isStrictVersion,
  type Pin,
  type PinnedValue,
  type Problem,
  readPin,
  type Track,
  type Tree,
  versionDrifts,
} from '@launchway/core';
import { type ChartLayout, relativeTo } from './options.ts';
import { chartProblems } from './problems.ts';

/** The rules a commit is held to: the pairs match, and a changed chart has a new version. */
export function checksOf(tracks: readonly Track[], layout: ChartLayout): readonly Check[] {
  return [
    {
      name: 'version-sync',
      paths: [...new Set(tracks.flatMap((track) => track.pins.map((pin) => pin.file)))],
      run: (context) => versionSync(context, tracks),
    },
    { name: 'chart-version', paths: [layout.glob], run: (context) => chartVersion(context, layout) },
  ];
}

async function versionSync(
  { tree, tracks: all }: CheckContext,
  tracks: readonly Track[],
): Promise<readonly Problem[]> {
  const drifts = await Promise.all(tracks.map((track) => versionDrifts(tree, track, all)));
  return drifts.flat().map((drift) => chartProblems.error('VERSION_SYNC', drift));
}

async function chartVersion(
  { tracks, tree, before, changed }: CheckContext,
  layout: ChartLayout,
): Promise<readonly Problem[]> {
  const files = changed.filter((path) => relativeTo(layout.folder, path) !== undefined);
  if (before === undefined || files.length === 0) return [];
  const pin: Pin = { file: inside(layout.folder, 'Chart.yaml'), format: 'yaml', pointer: ['version'] };
  const [old, now] = await Promise.all([pinned(before, pin), pinned(tree, pin)]);
  if (old?.value === undefined || now?.value === undefined || (await isHigher(now.value, old.value)))
    return [];
  return [
    chartProblems.error('CHART_NOT_BUMPED', {
      message: `${named(files)} changed, but the version in ${pin.file} is ${now.value === old.value ? `still ${now.value}` : `${now.value}, which is not above ${old.value}`}.`,
      fix: `Run \`${bumpCommand(layout.chartTrack, tracks)}\` for ${await nextPatch(old.value)}, and commit it together with the change.`,
      where: { file: pin.file, ...defined({ line: now.line }) },
    }),
  ];
}

async function pinned(tree: Tree, pin: Pin): Promise<PinnedValue | undefined> {
  const text = await tree.text(pin.file);
  return text === undefined ? undefined : readPin(text, pin);
}

function named(files: readonly string[]): string {
  const [first = '', ...others] = files;
  return others.length === 0
    ? first
    : `${first} and ${others.length} other ${others.length === 1 ? 'file' : 'files'}`;
}

/** Build metadata of the same version counts as a bump: charts that repackage another project's count it there. */
async function isHigher(version: string, than: string): Promise<boolean> {
  if (version === than) return false;
  if (!isStrictVersion(version) || !isStrictVersion(than)) return true;
  const { default: compare } = await import('semver/functions/compare.js');
  return compare(version, than) >= 0;
}

async function nextPatch(version: string): Promise<string> {
  const { default: increment } = await import('semver/functions/inc.js');
  return increment(version, 'patch') ?? 'the next version';
}
