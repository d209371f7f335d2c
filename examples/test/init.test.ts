import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Track } from '@launchway/core';
import { quietGit } from '@launchway/sandbox';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../packages/core/src/config/load.ts';

let top = '';
beforeAll(() => {
  top = mkdtempSync(join(tmpdir(), 'launchway-init-'));
  rmSync(top, { recursive: true });
  cpSync('examples/reference', top, { recursive: true });
  for (const own of ['release.config.ts', '.github', '.gitlab', '.gitlab-ci.yml'])
    rmSync(join(top, own), { recursive: true, force: true });
  const env = { ...process.env, ...quietGit };
  const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: top, env });
  git('init', '--quiet', '--initial-branch=main');
  git('remote', 'add', 'origin', 'https://github.com/example/harbour.git');
  git('add', '--all');
  git(
    '-c',
    'user.name=Ada',
    '-c',
    'user.email=ada@example.org',
    'commit',
    '--quiet',
    '--message',
    'chore: all',
  );
  symlinkSync(resolve('node_modules'), join(top, 'node_modules'));
  execFileSync(process.execPath, [resolve('packages/core/bin/release.js'), 'init'], { cwd: top, env });
});
afterAll(() => rmSync(top, { recursive: true, force: true }));

/** What a configuration's flow for GitHub counts and tags. */
async function tracksOf(folder: string): Promise<readonly Partial<Track>[]> {
  const { flows } = await loadConfig(resolve(folder));
  const flow = flows.find(({ name }) => name === 'github');
  const tracks = flow?.plugins.flatMap((plugin) => plugin.tracks ?? []) ?? [];
  return tracks.map(({ name, pins, paths, tag, follows }) => ({
    name,
    pins,
    follows: follows ?? [],
    paths: [...paths].sort(),
    ...(tag === undefined ? {} : { tag: { name: tag.name, when: [...(tag.when ?? [])].sort() } }),
  }));
}

describe('what release init writes for the reference', () => {
  it('has the tracks of the configuration that people wrote', async () => {
    expect(await tracksOf(top)).toEqual(await tracksOf('examples/reference'));
  });

  it('publishes the image and the package, and leaves the catalogue to choose', () => {
    const config = readFileSync(join(top, 'release.config.ts'), 'utf8');
    expect(config).toContain("docker({ image: 'ghcr.io/example/harbour', build: {} }),");
    expect(config).toContain("jsr({ package: 'packages/shared' }),");
    expect(config).toContain('// helmCatalog({');
  });
});
