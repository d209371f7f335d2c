import { defined } from '../../model/defined.ts';
import { memberOf, readData, textOf } from '../survey/data.ts';
import type { Sight } from '../survey/sight.ts';
import type { Signs } from '../survey/signs.ts';
import { missing } from './missing.ts';
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
    ...defined({ namedTag }),
    taken: [
      'charts: tracks, each with its tag',
      'the index on gh-pages: a catalogue in git, whose entries stay',
    ],
    missing: [
      ...(namedTag === undefined ? [missing.tag('release-name-template', template)] : []),
      'a version bump in each pull request: commits decide; `release check chart-version` is for bumps by hand',
    ],
  };
}
