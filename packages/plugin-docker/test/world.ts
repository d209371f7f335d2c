import { chmod, copyFile, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Plugin, Report } from '@launchway/core';
import { applyPlan, compileFlow, journal, openWorkspace, planForRun } from '@launchway/core/engine';
import { createTestRepository, quietGit, type TestRepository } from '@launchway/sandbox';

/** A repository, and the command `docker` as the fixture has it. */
export interface TestWorld {
  readonly repository: TestRepository;
  readonly said: string[];
  /** Plans and releases as a CI job does. */
  release(plugins: readonly Plugin[], env?: Readonly<Record<string, string>>): Promise<Report>;
  /** The calls of `docker`, in order. */
  calls(): Promise<readonly { readonly argv: readonly string[]; readonly cwd: string }[]>;
  remove(): Promise<void>;
}

const shim = new URL('fixtures/docker-shim.mjs', import.meta.url);

/** Makes a repository with these files, and one commit after them that calls for a release. */
export async function createWorld(files: Readonly<Record<string, string>>): Promise<TestWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'docker-world-'));
  await mkdir(join(folder, 'bin'));
  await copyFile(shim, join(folder, 'bin', 'docker'));
  await chmod(join(folder, 'bin', 'docker'), 0o755);
  const repository = await createTestRepository(files, {
    commits: [{ message: 'feat: something new', files: { 'src/new.txt': 'new\n' } }],
  });
  const said: string[] = [];
  const log = join(folder, 'calls');

  return {
    repository,
    said,
    release: async (plugins, env = {}) => {
      const path = `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}`;
      const workspace = await openWorkspace({
        cwd: repository.path,
        env: { PATH: path, HOME: folder, SHIM_LOG: log, ...quietGit, ...env },
        say: (line) => said.push(line),
        watch: (line) => said.push(JSON.stringify(line)),
      });
      try {
        const flow = compileFlow({ name: 'main', plugins });
        const { plan } = await planForRun(flow, workspace.source(flow), workspace.remote);
        const { effects, reads } = workspace;
        const write = journal(reads.now, (event) => said.push(JSON.stringify(event)));
        return await applyPlan(plan, { kinds: flow.kinds, effects, reads, journal: write });
      } finally {
        await workspace.close();
      }
    },
    calls: async () => {
      const text = await readFile(log, 'utf8').catch(() => '');
      return text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as { argv: string[]; cwd: string });
    },
    remove: async () => {
      await repository.remove();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
