import { expect, test } from 'vitest';
import { badDurations } from './durations.ts';
import { type Pusher, pusherStartsNothing, workflowFiles } from './start.ts';
import { treeOf } from './tree.fixture.ts';

test.each<[Pusher, boolean]>([
  [{ forge: 'gitlab', token: 'job' }, false],
  [{ forge: 'gitlab', token: 'personal' }, true],
  [{ forge: 'gitlab', token: 'key' }, true],
  [{ forge: 'github', token: 'installation', inWorkflow: true }, false],
  [{ forge: 'github', token: 'installation', inWorkflow: false }, true],
  [{ forge: 'github', token: 'fine-grained', inWorkflow: true }, true],
])('a push by %j starts pipelines: %s', (pusher, starts) => {
  expect(pusherStartsNothing(pusher) === undefined).toBe(starts);
});

test('workflow files are told from others', () => {
  expect(workflowFiles(['.github/workflows/a.yml', '.github/a.yml', 'workflows/b.yml'])).toEqual([
    '.github/workflows/a.yml',
  ]);
});

test('durations that GitLab refuses are found, a variable among them', async () => {
  const tree = treeOf({
    '.gitlab-ci.yml': `
a: { script: x, artifacts: { expire_in: $CLI_ARTIFACT_EXPIRE_IN } }
b: { script: x, artifacts: { expire_in: 30 days } }
default: { artifacts: { expire_in: a fortnight } }
`,
  });
  expect(await badDurations(tree)).toEqual([
    { pointer: 'a.artifacts.expire_in', value: '$CLI_ARTIFACT_EXPIRE_IN' },
    { pointer: 'default.artifacts.expire_in', value: 'a fortnight' },
  ]);
  expect(await badDurations(treeOf({}))).toEqual([]);
});
