import type { Plugin } from '@launchway/core';
import {
  createTestRepository,
  type GitlabJob,
  type GitlabOptions as StandInOptions,
  type GitlabStandIn,
  startGitlab,
  type TestRepository,
} from '@launchway/sandbox';
import { closedWithTest } from '../../sandbox/test/closing.fixture.ts';
import { carryOut, type Env, type Outcome, writeArtifacts } from '../../sandbox/test/outcome.fixture.ts';
import { change, files, tool } from '../../sandbox/test/tool.fixture.ts';
import { gitlab, type GitlabOptions } from '../src/index.ts';

export const jobToken = 'glcbt-64_QmFzaWNhbGx5';
export const accessToken = 'glpat-4fJx9Qw2Lk7Zp1';

export interface World {
  readonly repository: TestRepository;
  readonly server: GitlabStandIn;
  release(options?: GitlabOptions, env?: Env): Promise<Outcome>;
  rehearse(options?: GitlabOptions, env?: Env): Promise<Outcome>;
  /** Writes files into the working tree, as an earlier job's artifacts. */
  build(files: Readonly<Record<string, string>>): Promise<void>;
  close(): Promise<void>;
}

export interface WorldOptions {
  readonly server?: StandInOptions;
  readonly files?: Readonly<Record<string, string>>;
  readonly job?: GitlabJob;
  /** The track that is released; {@link tool} unless told. */
  readonly track?: Plugin;
  /** Plugins of the flow besides; after gitlab() in its order. */
  readonly more?: readonly Plugin[];
}

/** A world for one test, which is closed with it. */
export const worldOfTest = (options?: WorldOptions): Promise<World> => closedWithTest(makeWorld(options));

/** A repository whose newest commit calls for tool 3.2.0, and its project on a GitLab. */
export async function makeWorld(options: WorldOptions = {}): Promise<World> {
  const repository = await createTestRepository({ ...files, ...options.files }, { commits: [change] });
  const server = await startGitlab({
    tokens: { [jobToken]: { kind: 'job' }, [accessToken]: { kind: 'personal' } },
    repository: repository.remote,
    subpath: '/gitlab',
    ...options.server,
  });
  const carry =
    (dry: boolean) =>
    (given?: GitlabOptions, more: Env = {}) =>
      carryOut(repository, {
        plugins: [options.track ?? tool, gitlab(given), ...(options.more ?? [])],
        env: { ...server.job(options.job), ...more },
        dry,
      });
  return {
    repository,
    server,
    build: (artifacts) => writeArtifacts(repository, artifacts),
    release: carry(false),
    rehearse: carry(true),
    close: async () => {
      await server.close();
      await repository.remove();
    },
  };
}
