import type { Plugin } from '@launchway/core';
import {
  createTestRepository,
  type GithubJob,
  type GithubOptions as StandInOptions,
  type GithubStandIn,
  startGithub,
  type TestRepository,
} from '@launchway/sandbox';
import { closedWithTest } from '../../sandbox/test/closing.fixture.ts';
import { githubContract } from '../../sandbox/test/github-contract.fixture.ts';
import { carryOut, type Env, type Outcome, writeArtifacts } from '../../sandbox/test/outcome.fixture.ts';
import { change, files, tool } from '../../sandbox/test/tool.fixture.ts';
import { github, type GithubOptions } from '../src/index.ts';

export const jobToken = 'ghs_QmFzaWNhbGx5ODRa';
export const accessToken = 'github_pat_4fJx9Qw2Lk7Zp1';

export interface World {
  readonly repository: TestRepository;
  readonly server: GithubStandIn;
  release(options?: GithubOptions, env?: Env): Promise<Outcome>;
  rehearse(options?: GithubOptions, env?: Env): Promise<Outcome>;
  /** Writes files into the working tree, as an earlier job's artifacts. */
  build(files: Readonly<Record<string, string>>): Promise<void>;
  /** What was written, as method and path below the repository. */
  writes(): readonly string[];
  /** @throws Error where a request or an answer was not as GitHub describes them */
  close(): Promise<void>;
}

export interface WorldOptions {
  readonly server?: StandInOptions;
  readonly files?: Readonly<Record<string, string>>;
  readonly job?: GithubJob;
  /** Plugins besides the track and github(). */
  readonly plugins?: readonly Plugin[];
}

/** A world for one test, which is closed with it. */
export const worldOfTest = (options?: WorldOptions): Promise<World> => closedWithTest(makeWorld(options));

/** A repository whose newest commit calls for tool 3.2.0, and its page on a GitHub. */
export async function makeWorld(options: WorldOptions = {}): Promise<World> {
  const repository = await createTestRepository({ ...files, ...options.files }, { commits: [change] });
  const contract = githubContract();
  const server = await startGithub({
    tokens: { [jobToken]: { kind: 'workflow' }, [accessToken]: { kind: 'personal' } },
    git: repository.remote,
    observe: contract.observe,
    ...options.server,
  });
  const carry =
    (dry: boolean) =>
    (given?: GithubOptions, more: Env = {}) =>
      carryOut(repository, {
        plugins: [tool, ...(options.plugins ?? []), github(given)],
        env: { ...server.job(options.job), ...more },
        dry,
      });
  return {
    repository,
    server,
    build: (artifacts) => writeArtifacts(repository, artifacts),
    release: carry(false),
    rehearse: carry(true),
    writes: () =>
      server.requests
        .filter(({ method }) => method !== 'GET')
        .map(({ method, target }) => `${method} ${target.replace('/repos/example/harbour', '')}`),
    close: async () => {
      await server.close();
      await repository.remove();
      if (contract.violations.length > 0) throw new Error(contract.violations.join('\n'));
    },
  };
}
