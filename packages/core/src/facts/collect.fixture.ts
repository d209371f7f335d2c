import { readPin } from '../edits/pins.ts';
import type { MadeCommit } from '../effects/git/reading/repository.fixture.ts';
import { openRepository } from '../effects/git/reading/repository.ts';
import type { Facts } from '../model/facts.ts';
import type { Track } from '../model/track.ts';
import { collectFacts, type Standpoint } from './collect.ts';

/** A chart that is released with tags where the image changes, and its app. */
export const chart: Track = {
  name: 'chart',
  pins: [{ file: 'charts/Chart.yaml', format: 'yaml', pointer: ['version'] }],
  paths: ['charts/**', 'plugins/**', 'apps/runtime/**'],
  tag: { name: 'v{version}', when: ['plugins/**', 'apps/runtime/**'] },
};

export const app: Track = {
  name: 'app',
  pins: [{ file: 'apps/runtime/package.json', format: 'json', pointer: ['version'] }],
  paths: ['apps/runtime/**'],
};

/** The files of a version. */
export const atChart = (version: string) => ({
  'charts/Chart.yaml': `apiVersion: v2\nversion: ${version}\n`,
});
export const atApp = (version: string) => ({ 'apps/runtime/package.json': `{"version":"${version}"}\n` });

/** The first commit of most repositories here. */
export const first: MadeCommit = {
  id: 'first',
  files: { ...atChart('0.1.0'), ...atApp('1.0.0'), 'plugins/p.ts': '0' },
};

/** Collects the facts of a repository as a plan does; of HEAD unless told. */
export async function collect(
  path: string,
  tracks: readonly Track[] = [chart, app],
  env: Record<string, string> = {},
  at?: string,
  as?: Standpoint,
) {
  const repository = await openRepository(path);
  try {
    return await collectFacts({
      repository,
      tracks,
      env: (name) => env[name],
      readPin,
      ...(as !== undefined && { as }),
      ...(at !== undefined && { at }),
    });
  } finally {
    repository.close();
  }
}

/** The unreleased commits of a track by their first lines. */
export const subjects = (facts: Facts, track: string) =>
  facts.tracks[track]?.commits.map((index) => facts.commits[index]?.message.split('\n')[0]);
/** The codes of a refusal. */
export const codes = (error: unknown) =>
  (error as { problems: { code: string }[] }).problems.map((problem) => problem.code);
