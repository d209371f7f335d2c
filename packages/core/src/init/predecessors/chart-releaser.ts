import { defined } from '../../model/defined.ts';
import { isSample, lastPart } from '../paths.ts';
import { memberOf, readData, textOf } from '../survey/data.ts';
import type { Sight } from '../survey/sight.ts';
import type { Signs } from '../survey/signs.ts';
import { missing } from './missing.ts';
import { type Predecessor, tagTemplate } from './predecessor.ts';

/** Reads the configuration of chart-releaser, or what its action does without one. */
export async function readChartReleaser(sight: Sight, signs: Signs): Promise<Predecessor | undefined> {
  const action = signs.charts.find(({ kind }) => kind === 'pages')?.file;
  const own = sight.paths.find((path) => /^\.?cr\.ya?ml$/.test(lastPart(path)) && !isSample(path));
  const file = own ?? action;
  if (file === undefined) return undefined;
  const config = own === undefined ? {} : await readData(sight, own);
  const template =
    textOf(memberOf(config, 'release-name-template')) ??
    (action === undefined ? undefined : inWorkflow((await sight.text(action)) ?? ''));
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

/** The template that a workflow gives by the environment or by an option. */
const inWorkflow = (text: string): string | undefined =>
  /\b(?:CR_RELEASE_NAME_TEMPLATE:|--release-name-template[ =])\s*(["']?)(.+?)\1\s*$/m.exec(text)?.[2];
