import { schemaVersion, type Plan } from '../model/plan.ts';
import type { Report } from '../model/report.ts';
import type { Bump } from '../model/track.ts';
import type { Reason } from '../model/verdict.ts';
import { makeStyle } from './style.ts';
import type { Canvas } from './view.ts';

export const plainCanvas: Canvas = { style: makeStyle(false), width: 100, verbose: false };

const sha = (letter: string): string => letter.repeat(40);
const reason = (
  letter: string,
  type: string,
  subject: string,
  bump: Bump | null,
  paths: readonly string[],
): Reason => ({
  commit: sha(letter),
  type,
  scope: 'proxy',
  subject,
  breaking: false,
  paths,
  bump,
  rule: `${type} -> ${bump ?? 'nothing'}`,
});

export const plan: Plan = {
  schema: schemaVersion,
  digest: `sha256:${'0'.repeat(64)}`,
  flow: 'github',
  head: sha('c'),
  branch: 'main',
  outcome: 'release',
  release: null,
  tracks: {
    chart: {
      current: '0.2.26',
      next: '0.2.27',
      bump: 'patch',
      baseline: sha('d'),
      because: [
        reason('a', 'fix', 'keep the host header \u001b[31m', 'patch', [
          'plugins/proxy/plugin.ts',
          'a',
          'b',
          'c',
        ]),
        reason('b', 'perf', 'one lookup', 'patch', ['plugins/proxy/b.ts']),
      ],
      ignored: [reason('e', 'docs', 'readme', null, ['charts/README.md'])],
    },
    app: { current: '1.1.0', next: null, bump: null, baseline: null, because: [], ignored: [] },
  },
  tags: ['v0.2.27'],
  edits: [
    {
      path: 'charts/Chart.yaml',
      why: ['chart 0.2.27'],
      before: null,
      after: `sha256:${'1'.repeat(64)}`,
      diff: '--- a/charts/Chart.yaml\n+++ b/charts/Chart.yaml\n@@ -1,1 +1,1 @@\n-version: 0.2.26\n+version: 0.2.27\n',
      content: 'version: 0.2.27\n',
    },
  ],
  notes: {},
  commit: { message: 'chore(release): bump chart to v0.2.27' },
  steps: [
    {
      id: 'git:commit',
      kind: 'git:commit',
      plugin: 'git',
      phase: 'commit',
      title: 'Make the release commit',
      input: {},
      needs: [],
    },
  ],
  problems: [],
};

export const report: Report = {
  schema: schemaVersion,
  plan: plan.digest,
  flow: 'github',
  outcome: 'incomplete',
  commit: sha('f'),
  versions: { chart: '0.2.27' },
  tags: ['v0.2.27'],
  steps: [
    {
      id: 'git:push',
      title: 'Push main and v0.2.27',
      plugin: 'git',
      phase: 'push',
      state: 'done',
      output: { commit: sha('f') },
    },
    {
      id: 'docker:push:0.2.27',
      title: 'Tag the image 0.2.27',
      plugin: 'docker',
      phase: 'publish',
      state: 'already',
      output: { digest: 'sha256:abc' },
    },
    {
      id: 'jsr:publish',
      title: 'Publish @acme/shared',
      plugin: 'jsr',
      phase: 'publish',
      state: 'failed',
      problem: {
        code: 'JSR_DOWN',
        severity: 'error',
        message: 'The registry answered 503.\n::error::forged',
        fix: 'Wait.',
      },
    },
  ],
  problems: [],
};
