import { entriesOf, memberOf, readData, type Sight, textOf, textsOf } from '../sight.ts';
import type { Signs } from '../signs.ts';
import { type Predecessor, tagTemplate } from './predecessor.ts';

/** Reads the configuration of chart-releaser, or what its action does without one. */
export async function readChartReleaser(sight: Sight, signs: Signs): Promise<Predecessor | undefined> {
  const action = signs.charts.find(({ kind }) => kind === 'pages')?.file;
  const own = ['cr.yaml', '.cr.yaml', '.github/cr.yaml', '.github/configs/cr.yaml', 'ct/cr.yaml'].find(
    (path) => sight.paths.includes(path),
  );
  const file = own ?? action;
  if (file === undefined) return undefined;
  const config = own === undefined ? {} : await readData(sight, own);
  const template = textOf(memberOf(config, 'release-name-template'));
  const namedTag = tagTemplate(template ?? '{{ .Name }}-{{ .Version }}');
  return {
    tool: 'chart-releaser',
    file,
    releases: true,
    ...(namedTag === undefined ? {} : { namedTag }),
    taken: [
      'charts: tracks, each with its tag',
      'the index on gh-pages: a catalogue in git, whose entries stay',
    ],
    missing: [
      ...(namedTag === undefined
        ? [`release-name-template ${template}: write the tag's name with {version} in it`]
        : []),
      'a version bump in each pull request: commits decide; `release check chart-version` is for bumps by hand',
    ],
  };
}

/** What GoReleaser was told; its archives are for `artifacts()`. */
export async function readGoReleaser(sight: Sight): Promise<Predecessor | undefined> {
  const file = ['.goreleaser.yaml', '.goreleaser.yml', 'goreleaser.yaml', 'goreleaser.yml'].find((path) =>
    sight.paths.includes(path),
  );
  if (file === undefined) return undefined;
  const config = await readData(sight, file);
  const covered = new Set(
    'version project_name before env builds archives checksum snapshot changelog release report_sizes git gomod metadata source'.split(
      ' ',
    ),
  );
  const others = entriesOf(config)
    .map(([name]) => name)
    .filter((name) => !covered.has(name));
  const hooks = textsOf(memberOf(config, 'before', 'hooks'));
  return {
    tool: 'GoReleaser',
    file,
    tag: 'v{version}',
    releases: memberOf(config, 'release', 'disable') !== true,
    taken: [
      'the tag and the release: commits decide, and the release makes the tag',
      'builds and archives: `artifacts()`',
    ],
    missing: [
      ...hooks.map(
        (hook) => `before hook \`${hook}\`: write it as \`exec({ run: [...] })\`, arguments without a shell`,
      ),
      ...others.map((name) => `${name}: nothing stands for it`),
    ],
  };
}
