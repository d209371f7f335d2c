import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { publishByHand, publishTag } from './command.ts';
import { pipelineFlows } from './flows.ts';
import { flow } from './reference.fixture.ts';

const project = { files: ['package.json'], env: () => undefined };
const flows = pipelineFlows(
  [flow(), flow({ name: 'lts', when: { branch: 'lts/*', ci: 'github' } })],
  project,
);
const [cloud = expect.fail(), lts = expect.fail()] = flows;

let top = '';
const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: top, encoding: 'utf8' });

/** Runs a script as a job does, with `npx` in its place telling what it was asked for. */
function said(script: string, env: Readonly<Record<string, string>>): string {
  const path = `${join(top, '.git/programs')}:${process.env['PATH'] ?? ''}`;
  return execFileSync('sh', ['-e', '-c', script], {
    cwd: top,
    encoding: 'utf8',
    env: { ...env, PATH: path },
  }).trim();
}

beforeAll(() => {
  top = mkdtempSync(join(tmpdir(), 'launchway-script-'));
  git('init', '-q', '-b', 'main');
  git('config', 'user.name', 'Ada');
  git('config', 'user.email', 'ada@example.org');
  git('commit', '-q', '--allow-empty', '-m', 'chore: first');
  git('update-ref', 'refs/remotes/origin/main', 'HEAD');
  git('commit', '-q', '--allow-empty', '-m', 'fix: old line');
  git('update-ref', 'refs/remotes/origin/lts/9', 'HEAD');
  const programs = join(top, '.git/programs');
  execFileSync('mkdir', [programs]);
  writeFileSync(join(programs, 'npx'), '#!/bin/sh\nprintf "[%s]" "$@"\n');
  chmodSync(join(programs, 'npx'), 0o755);
});
afterAll(() => rmSync(top, { recursive: true, force: true }));

test('of several flows, the one on whose branch a tag is publishes it', () => {
  const env = { TAG: 'v9.1.0' };
  expect(said(publishTag(lts, 'TAG'), env)).toBe('[--no-install][release][publish][v9.1.0][--flow][lts]');
  expect(said(publishTag(cloud, 'TAG'), env)).toBe('This tag is on no branch of the flow cloud.');
});

test('a version given by hand is one argument, whatever is in it', () => {
  const script = publishByHand(cloud, 'packages', ['shared']);
  const command = '[--no-install][release][publish][--only][packages]';
  expect(said(script, { VERSION: '' })).toBe(`${command}[--flow][cloud]`);
  expect(said(script, { VERSION: '1.2.3' })).toBe(`${command}[--as=shared=1.2.3][--flow][cloud]`);
  expect(said(script, { VERSION: '1 $(id) `id` "; id' })).toBe(
    `${command}[--as=shared=1 $(id) \`id\` "; id][--flow][cloud]`,
  );
});

test('several tracks have a version each', () => {
  const script = publishByHand(cloud, 'packages', ['shared', 'web-kit']);
  expect(said(script, { VERSION_SHARED: '', VERSION_WEB_KIT: '2.0.0' })).toContain('[--as=web-kit=2.0.0]');
});
