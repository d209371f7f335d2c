import { chmod, copyFile, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Plugin } from '@launchway/core';
import { createTestRepository, type TestRepository } from '@launchway/sandbox';
import { closedWithTest } from '../../sandbox/test/closing.fixture.ts';
import { carryOut, type Env, type Outcome } from '../../sandbox/test/outcome.fixture.ts';

/** A repository, and the command `docker` as the fixture has it. */
export interface World {
  readonly repository: TestRepository;
  release(plugins: readonly Plugin[], env?: Env): Promise<Outcome>;
  /** The calls of `docker`, in order. */
  calls(): Promise<readonly { readonly argv: readonly string[]; readonly cwd: string }[]>;
  close(): Promise<void>;
}

const shim = new URL('fixtures/docker-shim.mjs', import.meta.url);

/** A world for one test, which is closed with it. */
export const worldOfTest = (files: Readonly<Record<string, string>>): Promise<World> =>
  closedWithTest(makeWorld(files));

/** Makes a repository with these files, and one commit after them that calls for a release. */
async function makeWorld(files: Readonly<Record<string, string>>): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'docker-world-'));
  await mkdir(join(folder, 'bin'));
  await copyFile(shim, join(folder, 'bin', 'docker'));
  await chmod(join(folder, 'bin', 'docker'), 0o755);
  const repository = await createTestRepository(files, {
    commits: [{ message: 'feat: something new', files: { 'src/new.txt': 'new\n' } }],
  });
  const log = join(folder, 'calls');
  const path = `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}`;
  return {
    repository,
    release: (plugins, env = {}) =>
      carryOut(repository, { plugins, env: { PATH: path, HOME: folder, SHIM_LOG: log, ...env } }),
    calls: async () => {
      const text = await readFile(log, 'utf8').catch(() => '');
      return text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as { argv: string[]; cwd: string });
    },
    close: async () => {
      await repository.remove();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
