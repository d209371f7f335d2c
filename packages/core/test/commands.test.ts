import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { startGitServer } from '@launchway/sandbox';
import { afterAll, describe, expect, it } from 'vitest';
import { type Clone, cleanUp, notes, reference, start } from './world.fixture.ts';

afterAll(cleanUp);

const schema = (name: string): object =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../schema', `${name}.json`), 'utf8')) as object;
const ajv = new Ajv2020({ strict: false, allErrors: true });
const valid = { plan: ajv.compile(schema('plan')), report: ajv.compile(schema('report')) };

/** Checks that a run printed one JSON value and nothing else, of a form, with an exit code. */
async function says(
  clone: Clone,
  args: readonly string[],
  kind: keyof typeof valid,
  code: number,
  outcome: string,
): Promise<void> {
  const ended = await clone.release([...args, '--json']);
  const told = `${args.join(' ')}\n${ended.stderr}${ended.stdout.slice(0, 2000)}`;
  const value: unknown = JSON.parse(ended.stdout);
  expect(valid[kind](value), `${told}\n${JSON.stringify(valid[kind].errors)}`).toBe(true);
  expect(value, told).toMatchObject({ outcome });
  expect(ended.code, told).toBe(code);
  expect(ended.stdout).toBe(`${JSON.stringify(value, null, 2)}\n`);
}

describe('every outcome', () => {
  it('has its exit code, and JSON that its schema describes', async () => {
    const clone = await reference();
    await clone.change('docs: nothing', 'README.md');
    await says(clone, ['plan'], 'plan', 0, 'nothing');
    await says(clone, ['--yes'], 'report', 0, 'nothing');
    await says(clone, ['--yes', '--fail-if-nothing'], 'report', 4, 'nothing');
    notes(clone);
    await clone.change(
      'feat!: all',
      'plugins/plugin-proxy/plugin.ts',
      'apps/runtime/src/server.js',
      'packages/shared/src/mod.ts',
    );
    await says(clone, ['plan'], 'plan', 0, 'release');
    await says(clone, ['plan', '--explain', '--diff'], 'plan', 0, 'release');
    await says(clone, ['--dry-run'], 'report', 0, 'planned');
    await says(clone, [], 'report', 2, 'refused');
    await says(clone, ['plan', '--nope'], 'report', 2, 'refused');
    await says(clone, ['nope'], 'report', 2, 'refused');
    clone.append('charts/Chart.yaml', '# edited\n');
    await says(clone, ['--yes'], 'report', 2, 'refused');
    await clone.git('checkout', '-q', '.');
    const other = await clone.fresh('--no-local');
    await other.change('docs: other', 'OTHER.md');
    await other.push('HEAD:main');
    await says(clone, ['--yes'], 'report', 3, 'lost');
    await clone.git('pull', '-q', '--rebase', 'origin', 'main');
    await says(clone, ['--yes'], 'report', 0, 'released');
    await says(clone, ['--yes'], 'report', 0, 'complete');
    await says(clone, ['--yes', '--bump', 'chrat=minor'], 'report', 2, 'refused');
    await says(clone, ['publish', 'v0.3.0'], 'report', 0, 'complete');
    await clone.git('push', '-q', 'origin', ':v0.3.0');
    await says(clone, ['plan'], 'plan', 0, 'resume');
    const shown = await clone.release(['plan']);
    expect(`${shown.stdout}${shown.stderr}`).toContain('`release status` tells what is missing.');
    await says(clone, ['--yes'], 'report', 0, 'resumed');
    expect(await clone.gitRemote('tag')).toBe('v0.2.26\nv0.3.0');
  });
});

describe('the status of the last release', () => {
  it('is of the commit that is checked out where it is a release, though there was one before', async () => {
    const clone = await reference();
    for (const version of ['0.2.27', '0.2.28']) {
      notes(clone);
      await clone.change(`fix: for ${version}`, 'plugins/plugin-proxy/plugin.ts');
      await clone.push();
      expect((await clone.release(['--yes'])).code).toBe(0);
      const { stdout } = await clone.release(['status', '--json']);
      expect(JSON.parse(stdout)).toMatchObject({ versions: { chart: version }, command: null });
    }
  });
});

describe('a saved plan', () => {
  it('is applied as it is, once, and refused where it is not for here', async () => {
    const clone = await reference();
    notes(clone);
    await clone.change('fix: one', 'plugins/plugin-proxy/plugin.ts');
    const file = join(clone.path, 'node_modules/plan.json');
    expect((await clone.release(['plan', '--out', file])).code).toBe(0);
    const text = readFileSync(file, 'utf8');
    const apply = async (content: string): Promise<string> => {
      clone.write({ 'node_modules/other.json': content });
      const before = await clone.state();
      const { code, stdout } = await clone.release(['apply', 'node_modules/other.json', '--json']);
      expect(code, stdout).toBe(2);
      expect(await clone.state()).toBe(before);
      return (JSON.parse(stdout) as { problems: { code: string }[] }).problems[0]?.code ?? '';
    };
    expect(await apply(text.replace('0.2.27', '0.2.28'))).toBe('PLAN_ALTERED');
    expect(await apply(text.replace('"schema":1', '"schema":2').replace('"schema": 1', '"schema": 2'))).toBe(
      'PLAN_SCHEMA',
    );
    expect(await apply(text.slice(0, -20))).toBe('PLAN_UNREADABLE');
    for (const wrong of [
      '',
      'null',
      '[]',
      '{}',
      '{"schema":1,"steps":[]}',
      '{"schema":1,"steps":[null],"digest":"x"}',
    ])
      expect(await apply(wrong), wrong).toMatch(/^PLAN_/);
    expect(await clone.release(['apply', file, '--only', 'nope'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('STEP_SELECTION_UNKNOWN'),
    });
    await clone.change('docs: more', 'README.md');
    expect(await apply(text)).toBe('PLAN_OTHER_HEAD');
    await clone.git('reset', '-q', '--hard', 'HEAD~1');
    const events = join(clone.path, 'node_modules/logs/events.ndjson');
    expect(await clone.release(['apply', file, '--events', events])).toMatchObject({ code: 0 });
    const lines = readFileSync(events, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { event: string; at: string });
    expect(lines.map(({ event }) => event)).toEqual(['run', 'started', 'done', 'started', 'done', 'ended']);
    expect(await clone.gitRemote('log', '-1', '--format=%s', 'main')).toBe(
      'chore(release): bump chart to v0.2.27',
    );
  });
});

describe('the other commands', () => {
  it('answer on a repository with and without a release due', async () => {
    const clone = await reference();
    for (const change of [false, true]) {
      if (change) notes(clone);
      if (change) await clone.change('fix(proxy): one', 'plugins/plugin-proxy/plugin.ts');
      for (const args of [
        ['plan'],
        ['notes'],
        ['explain'],
        ['explain', 'chart'],
        ['check', 'version-sync'],
        ['doctor'],
        ['--dry-run'],
      ]) {
        const { code, stderr, stdout } = await clone.release(args);
        expect(code, `${args.join(' ')}: ${stderr}`).toBe(0);
        expect(stdout + stderr).not.toMatch(/undefined|\[object|NaN|UNEXPECTED/);
        const { stdout: json } = await clone.release([...args, '--json']);
        expect(() => JSON.parse(json) as unknown, `${args.join(' ')}: ${json}`).not.toThrow();
      }
    }
  });
});

it('release notes tells the tracks apart where there are several', async () => {
  const clone = await reference();
  await clone.change('fix: of all', 'packages/shared/index.ts', 'apps/runtime/server.ts');
  const { stdout } = await clone.release(['notes']);
  expect(stdout.match(/^#{1,2} .*/gm)).toEqual(['# app', '## 1.1.1', '# shared', '## 0.4.2', '# chart']);
  const one = await clone.release(['notes', '--track', 'app']);
  expect(one.stdout).toMatch(/^## 1\.1\.1\n/);
});

describe('a remote over HTTP', () => {
  const password = 'pa$$-w0rd/+4711';
  it('takes a credential from the environment alone, and tells it to nobody', async () => {
    const server = await startGitServer({ credentials: [{ username: 'ada', password }] });
    try {
      const clone = await reference();
      const { url, path } = await server.createRepository('example/harbour');
      await clone.git('push', '-q', path, 'main', 'v0.2.26');
      await clone.git('remote', 'set-url', 'origin', url);
      notes(clone);
      await clone.change('fix: one', 'plugins/plugin-proxy/plugin.ts');
      const refused = await clone.release(['--yes']);
      expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('PUSH_DENIED')]);
      const env = { LAUNCHWAY_GIT_TOKEN: password, LAUNCHWAY_GIT_TOKEN_USERNAME: 'ada' };
      const ended = await clone.release(['--yes', '--verbose'], env);
      expect(ended, ended.stderr).toMatchObject({ code: 0 });
      expect(ended.stdout + ended.stderr + clone.read('.git/config')).not.toContain(password);
      expect(await clone.git('--git-dir', path, 'tag')).toBe('v0.2.26\nv0.2.27');

      server.protect({ ref: 'refs/heads/main', as: 'github-protected-branch' });
      notes(clone);
      await clone.change('fix: two', 'plugins/plugin-proxy/plugin.ts');
      const before = await clone.git('--git-dir', path, 'for-each-ref');
      const held = await clone.release(['--yes'], env);
      expect([held.code, held.stderr]).toEqual([2, expect.stringContaining('PUSH_PROTECTED')]);
      expect(await clone.git('--git-dir', path, 'for-each-ref')).toBe(before);
      expect(await clone.git('status', '--porcelain')).toBe('');
    } finally {
      await server.close();
    }
  });
});

it('run in a folder that is gone says so', async () => {
  const clone = await reference();
  const script = 'mkdir gone && cd gone && rmdir ../gone && exec "$@"';
  const { code, stderr } = await start(clone.path, ['plan'], {}, ['sh', '-c', script, 'sh']).ended;
  expect(code, stderr).toBe(2);
  expect(stderr).toContain('error NOT_A_REPOSITORY');
  expect(stderr).not.toMatch(/\n\s+at /);
});
