import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { commandFixture } from '../src/cli.fixture.ts';
import {
  all,
  baseEnv,
  type Clone,
  cleanUp,
  type Env,
  install,
  notes,
  type PlanOrReport,
  reference,
} from './world.fixture.ts';

afterAll(cleanUp);

/** A repository in which a plugin and the runtime were changed since the last release, and pushed. */
async function due(): Promise<Clone> {
  const clone = await reference();
  notes(clone);
  await clone.change('fix(proxy): one', 'plugins/plugin-proxy/plugin.ts', 'apps/runtime/src/server.js');
  await clone.push();
  return clone;
}

/**
 * A `git` that writes down each call, and ends the process that called it by a signal before or after the call of a
 * number or of a command.
 */
function shim(clone: Clone): {
  env(end?: { at: number; when: 'before' | 'after'; signal?: string }): Env;
  calls(): readonly string[];
} {
  const folder = join(dirname(clone.path), 'shim');
  const log = join(folder, 'log');
  const real = (baseEnv['PATH'] ?? '')
    .split(delimiter)
    .map((part) => join(part, 'git'))
    .find((file) => existsSync(file));
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'git'),
    `#!/bin/sh
echo "$$ $(echo "$*" | tr '\\n' ' ')" >> '${log}'
number=$(grep -n "^$$ " '${log}' | tail -n 1 | cut -d : -f 1)
if [ "$number" = "$END_AT" ] && [ "$END_WHEN" = before ]; then kill -$END_BY $PPID; exit 1; fi
if [ "$number" = "$END_AT" ]; then '${real}' "$@"; code=$?; kill -$END_BY $PPID; exit $code; fi
exec '${real}' "$@"
`,
    { mode: 0o755 },
  );
  return {
    env: (end) => {
      rmSync(log, { force: true });
      return {
        PATH: `${folder}${delimiter}${baseEnv['PATH'] ?? ''}`,
        ...(end && { END_AT: String(end.at), END_WHEN: end.when, END_BY: end.signal ?? 'KILL' }),
      };
    },
    calls: () =>
      readFileSync(log, 'utf8')
        .trim()
        .split('\n')
        .map((line) => line.replace(/^\d+ /, '')),
  };
}

const job = { GITHUB_ACTIONS: 'true', CI: 'true', GITHUB_REF: 'refs/heads/main' };

/** The checkout of a CI job for a commit that need not be the newest any more. */
async function jobFor(clone: Clone, commit: string): Promise<Clone> {
  const fresh = install(await clone.fresh('--no-local'));
  await fresh.git('checkout', '-q', '--detach', commit);
  return fresh;
}

/** The calls to die at: all of them, or of each command that changes something the first. */
function pointsOf(calls: readonly string[]): readonly number[] {
  const changing = [
    'push --porcelain',
    'read-tree -m',
    'update-ref',
    'commit-tree',
    'hash-object',
    'mktag',
    'mktree',
  ];
  const some = changing.flatMap((words) => calls.findIndex((call) => call.includes(words)) + 1 || []);
  return all ? calls.map((_, index) => index + 1) : some;
}

describe('a release that is killed', () => {
  it('at any call of git leaves a world that the next run completes, here and in a job for the old commit', async () => {
    const undisturbed = await due();
    const trace = shim(undisturbed);
    expect(await undisturbed.release(['--yes'], trace.env())).toMatchObject({ code: 0 });
    const expected = await undisturbed.published();
    const calls = trace.calls();
    const points = pointsOf(calls);
    expect(points.length).toBeGreaterThan(2);
    for (const at of points) {
      for (const when of ['before', 'after'] as const) {
        const told = `${when} call ${at}: git ${calls[at - 1] ?? ''}`;
        const clone = await due();
        const head = await clone.git('rev-parse', 'HEAD');
        const before = await clone.published();
        const killed = await clone.release(['--yes'], shim(clone).env({ at, when }));
        expect(killed.signal, told).toBe('SIGKILL');
        const between = await clone.published();
        expect([before, expected], told).toContainEqual(between);
        const place = at % 2 === 0 ? clone : await jobFor(clone, head);
        const again = await place.release(['--yes'], place === clone ? {} : job);
        expect(again, told).toMatchObject({ code: 0 });
        expect(await clone.published(), told).toEqual(expected);
        expect(await place.git('status', '--porcelain'), told).toBe('');
      }
    }
  }, 600_000);
});

describe('a release that is interrupted', () => {
  it.concurrent.each(['INT', 'TERM'])(
    'by SIG%s ends with 130 and says so, and the next run completes it',
    async (signal) => {
      const undisturbed = await due();
      const trace = shim(undisturbed);
      await undisturbed.release(['--yes'], trace.env());
      const call = (words: string): number => trace.calls().findIndex((line) => line.includes(words)) + 1;
      const push = call('push --porcelain');
      for (const [at, when] of [
        [call('ls-remote'), 'after'],
        [push, 'before'],
        [push, 'after'],
      ] as const) {
        const clone = await due();
        const { code, stdout } = await clone.release(
          ['--yes', '--json'],
          shim(clone).env({ at, when, signal }),
        );
        expect([at, when, code]).toEqual([at, when, 130]);
        const { outcome, problems } = JSON.parse(stdout) as PlanOrReport;
        expect([outcome, ...problems.map(({ code }) => code)]).toEqual(['interrupted', 'INTERRUPTED']);
        expect(await clone.release(['--yes'])).toMatchObject({ code: 0 });
        expect(await clone.published()).toEqual(await undisturbed.published());
        expect(await clone.git('status', '--porcelain')).toBe('');
      }
    },
  );

  it.each(['INT', 'TERM', 'HUP'])(
    'by SIG%s while a command runs says what is done, and what is missing',
    (signal) => {
      const command = `process.kill(process.ppid, 'SIG${signal}'); setTimeout(() => undefined, 60_000)`;
      const { release, git, remove } = commandFixture({
        'package.json': '{ "version": "1.4.0" }\n',
        'release.config.yaml': JSON.stringify({
          flows: {
            main: {
              plugins: [
                [
                  'track',
                  { name: 'shop', pins: ['package.json'], paths: ['src/**'], tag: { name: 'v{version}' } },
                ],
                ['exec', { name: 'slow', run: ['node', '--eval', command], done: ['false'] }],
              ],
            },
          },
        }),
      });
      git('push', '--quiet', '--set-upstream', 'origin', 'main');
      const { code, stdout } = release(['--yes', '--as', 'shop=1.5.0']);
      remove();
      expect({ code, told: stdout.slice(stdout.indexOf('The release of')) }).toEqual({
        code: 130,
        told: expect.stringMatching(
          /was interrupted\. Done: .*push main, v1\.5\.0 to origin\.\nMissing: run slow\./s,
        ),
      });
    },
  );
});
