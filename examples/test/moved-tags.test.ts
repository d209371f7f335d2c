import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { execute, githubFlow, worldOfTest } from './world.fixture.ts';

const run = promisify(execFile);
const tag = 'v0.2.27';

/** A world in which somebody else has a hand in the remote's tags. */
async function meddled() {
  const world = await worldOfTest(githubFlow.branch);
  const git = async (...args: readonly string[]) =>
    (await run('git', ['--git-dir', world.remote, ...args])).stdout.trim();
  const env = { ...world.settings, ...githubFlow.env(world) };
  return { world, git, env, seen: async () => JSON.stringify(await world.snapshot()) };
}

const refused = (commit: string) => ({
  code: 2,
  stdout: expect.stringMatching(
    new RegExp(`"code": "TAG_ELSEWHERE"[^}]*is on origin at ${commit.slice(0, 8)}[^}]*--delete ${tag}`),
  ),
});

test('a tag that somebody else has put elsewhere, before a plan or after it, keeps the release from beginning', async () => {
  const { world, git, env, seen } = await meddled();
  const elsewhere = await git('rev-parse', `${world.head}~2`);
  const folder = await world.checkout();
  const plan = '../plan.json';
  expect(await execute(folder, ['plan', '--out', plan], env)).toMatchObject({ code: 0 });
  await git('update-ref', `refs/tags/${tag}`, elsewhere);
  const before = await seen();
  expect(await execute(folder, ['apply', plan, '--json'], env)).toMatchObject(refused(elsewhere));
  expect(await execute(folder, ['--yes', '--json'], env)).toMatchObject(refused(elsewhere));
  expect(await seen()).toBe(before);
}, 120_000);

test('a tag that is moved back after its release makes no second release, and what the problem says mends it', async () => {
  const { world, git, env, seen } = await meddled();
  expect(await world.release(env)).toMatchObject({ code: 0 });
  const released = await seen();
  await git('update-ref', `refs/tags/${tag}`, world.head);
  const moved = await seen();
  for (const revision of [world.head, githubFlow.branch])
    expect(await world.release(env, ['--yes', '--json'], revision)).toMatchObject(refused(world.head));
  expect(await seen()).toBe(moved);
  await git('update-ref', '-d', `refs/tags/${tag}`);
  expect(await world.release(env, ['--yes'], githubFlow.branch)).toMatchObject({ code: 0 });
  expect(await seen()).toBe(released);
}, 120_000);
