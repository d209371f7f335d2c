import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  type Ended,
  type Env,
  execute,
  githubEnv,
  type ReferenceWorld,
  worldOfTest,
} from './world.fixture.ts';

/** What one job hands on to the next. */
const plan = 'plan.json';
const journal = 'journal.ndjson';

/** A job of a split release: a clone of its own, the files of earlier jobs, and only the secrets of its part. */
async function runJob(
  one: ReferenceWorld,
  args: readonly string[],
  {
    from,
    secrets,
  }: {
    readonly from?: readonly (readonly [clone: string, file: string])[];
    readonly secrets: readonly string[];
  },
): Promise<{ readonly clone: string; readonly ended: Ended }> {
  const clone = await one.checkout();
  for (const [place, file] of from ?? []) await copyFile(join(place, file), join(clone, file));
  const kept = Object.entries(one.settings).filter(
    ([name]) => !name.endsWith('_TOKEN') || secrets.includes(name),
  );
  const {
    ACTIONS_ID_TOKEN_REQUEST_URL: url = '',
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: token = '',
    ...ci
  } = githubEnv(one, 'main');
  const identity: Env = secrets.includes('identity')
    ? { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: token }
    : {};
  const ended = await execute(clone, args, { ...Object.fromEntries(kept), ...ci, ...identity });
  return { clone, ended };
}

test('jobs with fewer rights each apply a part of one plan, from clones of their own', async () => {
  const one = await worldOfTest('main');

  const planned = await runJob(one, ['plan', '--out', plan, '--flow', 'github'], { secrets: [] });
  expect(planned.ended.code, planned.ended.stderr).toBe(0);
  expect(JSON.parse(await readFile(join(planned.clone, plan), 'utf8'))).toMatchObject({ outcome: 'release' });

  const apply = (plugin: string) => [
    'apply',
    plan,
    '--only',
    plugin,
    '--events',
    journal,
    '--flow',
    'github',
  ];
  const pushed = await runJob(one, apply('git'), {
    from: [[planned.clone, plan]],
    secrets: ['LAUNCHWAY_GIT_TOKEN'],
  });
  expect(pushed.ended.code, pushed.ended.stdout + pushed.ended.stderr).toBe(0);
  expect(JSON.stringify(await one.snapshot())).toContain('refs/tags/v0.2.27');
  expect(one.registry.tags('example/harbour')).not.toHaveProperty('0.2.27');

  const from = [
    [planned.clone, plan],
    [pushed.clone, journal],
  ] as const;
  const parts: readonly (readonly [plugins: string, ...secrets: string[]])[] = [
    ['docker'],
    ['helm-catalog', 'CATALOGUE_TOKEN'],
    ['jsr', 'identity'],
    ['artifacts,github'],
  ];
  for (const [plugin, ...secrets] of parts) {
    const { ended } = await runJob(one, apply(plugin), { from, secrets });
    expect(ended.code, `${plugin}: ${ended.stdout}${ended.stderr}`).toBe(0);
  }
  const seen = JSON.stringify(await one.snapshot());
  for (const part of ['"0.2.27"', '"latest"', 'charts/harbour/0.2.27/Chart.yaml', '0.4.2', '"latest":true'])
    expect(seen).toContain(part);

  const whole = await one.release(githubEnv(one, 'main'));
  expect(whole.stdout).toContain('Already complete');
});
