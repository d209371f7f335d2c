import { type ChildProcess, spawn } from 'node:child_process';
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
  /** Publishes what a tag holds, as its pipeline does. */
  publish(job: TestRepository, tag: string): Promise<Finish>;
  /** Releases, and stands still at the first request of this kind to the forge; gives what lets it go on. */
  standing(job: TestRepository, at: RegExp): Promise<() => Promise<Finish>>;
  /** What is there, without the ports of this machine. */
  seen(): Promise<Seen>;
  close(): Promise<void>;
}

interface GitlabPackage {
  readonly type: string;
  readonly files: readonly { readonly name: string; readonly sha256: string }[];
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
    readonly gitlab: { readonly packages: readonly GitlabPackage[] };
  };
}

export async function openCourse(flow: FlowName): Promise<Course> {
  let registry: ImageRegistry | undefined;
  let waitFor: { readonly at: RegExp; readonly reached: () => void } | undefined;
  const scenario = referenceFlow(
    flow,
    async () => {
      registry = await (isReal ? openDockerRegistry() : standIn());
      return registry;
    },
    (request) => {
      if (waitFor?.at.test(request) === true) waitFor.reached();
    },
  );
  const { branch = 'main', files, commits } = scenario;
  const repository = await createTestRepository(files, { branch });
  for (const commit of commits) await repository.commit(commit);
  await repository.push();
  const targets = await scenario.targets?.(repository);
  const home = await mkdtemp(join(tmpdir(), 'launchway-race-'));
  const jobs: TestRepository[] = [];
  const machine = { PATH: process.env['PATH'] ?? '', HOME: home, ...quietGit };
  const children: ChildProcess[] = [];
  const start = (job: TestRepository, argv: readonly string[]): Racer => {
    const racer = run(argv, job.path, { ...machine, ...scenario.env, ...targets?.env });
    children.push(racer.child);
    return racer;
  };
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
    release: (job) => start(job, command.argv).finish,
    publish: (job, tag) => start(job, [...command.argv.slice(0, 2), 'publish', tag, '--json']).finish,
    standing: async (job, at) => {
      const { child, finish } = start(job, command.argv);
      const isReached = new Promise<boolean>((settle) => {
        const reached = () => {
          waitFor = undefined;
          settle(child.kill('SIGSTOP'));
        };
        waitFor = { at, reached };
      });
      const early = finish.then(({ said }) => said);
      const stands = await Promise.race([isReached, early]);
      if (stands !== true) throw new Error(`It came to its end without ${at}: ${stands}`);
      return () => {
        child.kill('SIGCONT');
        return finish;
      };
    },
    seen: async () => {
      const seen = {
        refs: (await repository.snapshot()).remote,
        history: (await repository.git('--git-dir', repository.remote, 'log', '--format=%s', branch)).split(
          '\n',
        ),
        targets: await targets?.snapshot(),
      };
      return listedOnce(JSON.parse(JSON.stringify(seen).replaceAll(/127\.0\.0\.1:\d+/g, 'host')) as Seen);
    },
    close: async () => {
      for (const child of children) child.kill('SIGKILL');
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

/** GitLab keeps a chart that comes twice, and lists it once; which channel a file is of it does not tell, so it is left. */
function listedOnce({ targets, ...seen }: Seen): Seen {
  const packages = targets.gitlab.packages.map((each) =>
    each.type === 'helm'
      ? { ...each, files: [...new Map(each.files.map((file) => [file.sha256, file])).values()] }
      : each,
  );
  return { ...seen, targets: { ...targets, gitlab: { ...targets.gitlab, packages } } };
}

interface Racer {
  readonly child: ChildProcess;
  readonly finish: Promise<Finish>;
}

function run(
  [program = '', ...args]: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): Racer {
  const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const texts = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (texts.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (texts.stderr += chunk.toString()));
  const finish = new Promise<Finish>((done, failed) => {
    child.on('error', failed);
    child.on('close', (code) => {
      const { outcome = '' } = (texts.stdout === '' ? {} : JSON.parse(texts.stdout)) as { outcome?: string };
      done({ code, outcome, said: texts.stderr });
    });
  });
  return { child, finish };
}
