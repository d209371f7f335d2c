import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestRepository, quietGit, type TestRepository } from '@launchway/sandbox';
import { has } from '../../packages/oci/test/docker-registry.ts';
import { command } from './faults.fixture.ts';
import { type FlowName, type ImageRegistry, pushImage, referenceFlow, standIn } from './reference.fixture.ts';
import { openDockerRegistry } from './real-registry.fixture.ts';

export const isReal = has('docker-registry');
if (!isReal) console.warn('docker-registry is missing: racers meet at a stand-in of a registry');

/** How a racer ended. */
export interface Finish {
  readonly code: number | null;
  readonly outcome: string;
  /** Everything it said, for messages. */
  readonly said: string;
}

/** A flow of the example, its remote and targets, and jobs that release from it at once. */
export interface Course {
  readonly repository: TestRepository;
  /** Commits a change of a plugin, pushes it, and has its image built. */
  change(word: string): Promise<string>;
  /** A job's checkout of a commit. */
  job(commit: string): Promise<TestRepository>;
  release(job: TestRepository): Promise<Finish>;
  /** What is there, without the ports of this machine. */
  seen(): Promise<Seen>;
  close(): Promise<void>;
}

export interface Seen {
  readonly refs: Readonly<Record<string, string>>;
  readonly history: readonly string[];
  readonly targets: {
    readonly catalogue: string;
    readonly writers: string;
    readonly images: Readonly<Record<string, string>>;
    readonly charts: Readonly<Record<string, string>>;
    readonly shared: readonly (readonly [version: string, files: unknown])[];
  };
}

export async function openCourse(flow: FlowName): Promise<Course> {
  let registry: ImageRegistry | undefined;
  const scenario = referenceFlow(flow, async () => {
    registry = await (isReal ? openDockerRegistry() : standIn());
    return registry;
  });
  const { branch = 'main', files, commits } = scenario;
  const repository = await createTestRepository(files, { branch });
  for (const commit of commits) await repository.commit(commit);
  await repository.push();
  const targets = await scenario.targets?.(repository);
  const home = await mkdtemp(join(tmpdir(), 'launchway-race-'));
  const jobs: TestRepository[] = [];
  const machine = { PATH: process.env['PATH'] ?? '', HOME: home, ...quietGit };
  return {
    repository,
    change: async (word) => {
      for (;;) {
        await repository.git('fetch', '-q', 'origin', branch);
        await repository.git('reset', '-q', '--hard', 'FETCH_HEAD');
        const commit = await repository.commit({
          message: `fix(proxy): ${word}`,
          files: {
            'plugins/plugin-proxy/plugin.ts': `export const word = '${word}';\n`,
            'charts/release-notes.md': `- The proxy knows a ${word}.\n`,
          },
        });
        if (registry !== undefined) await pushImage(registry, commit);
        // A release that came between is pulled, as anybody would.
        if (await pushed(repository)) return commit;
      }
    },
    job: async (commit) => {
      const clone = await repository.clone();
      jobs.push(clone);
      await clone.git('remote', 'set-url', 'origin', targets?.remote ?? '');
      await clone.git('checkout', '-q', '--detach', commit);
      await command.prepare(clone.path);
      return clone;
    },
    release: (job) => run(job.path, { ...machine, ...scenario.env, ...targets?.env }),
    seen: async () => {
      const seen = {
        refs: (await repository.snapshot()).remote,
        history: (await repository.git('--git-dir', repository.remote, 'log', '--format=%s', branch)).split(
          '\n',
        ),
        targets: await targets?.snapshot(),
      };
      return JSON.parse(JSON.stringify(seen).replaceAll(/127\.0\.0\.1:\d+/g, 'host')) as Seen;
    },
    close: async () => {
      await Promise.all(jobs.map((job) => job.remove()));
      await targets?.close();
      await Promise.all([repository.remove(), rm(home, { recursive: true, force: true })]);
    },
  };
}

const pushed = (repository: TestRepository): Promise<boolean> =>
  repository.push().then(
    () => true,
    () => false,
  );

function run(cwd: string, env: Readonly<Record<string, string>>): Promise<Finish> {
  const [program = '', ...args] = command.argv;
  const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const texts = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (texts.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (texts.stderr += chunk.toString()));
  return new Promise((done, failed) => {
    child.on('error', failed);
    child.on('close', (code) => {
      const { outcome = '' } = (texts.stdout === '' ? {} : JSON.parse(texts.stdout)) as { outcome?: string };
      done({ code, outcome, said: texts.stderr });
    });
  });
}
