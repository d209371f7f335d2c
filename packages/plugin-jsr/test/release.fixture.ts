import {
  createTestRepository,
  type JsrOptions,
  type JsrStandIn,
  quietGit,
  startJsr,
  type TestRepository,
} from '@launchway/sandbox';
import { closedWithTest } from '../../sandbox/test/closing.fixture.ts';
import { type Carrying, carryOut, type Outcome } from '../../sandbox/test/outcome.fixture.ts';
import { jsr, type JsrOptions as PluginOptions } from '../src/index.ts';
import { denoEnv } from './deno.fixture.ts';

export const secret = 'jsrp_4b7d1e0c9a8f6655';

/** A package as small as they come. */
export const tiny: Readonly<Record<string, string>> = {
  'packages/tiny/jsr.json':
    '{ "name": "@acme/tiny", "version": "1.2.3", "license": "MIT", "exports": "./mod.ts" }\n',
  'packages/tiny/mod.ts': 'export const one: number = 1;\n',
};

/** A repository and a registry in which releases are tried. */
export interface World {
  readonly repository: TestRepository;
  readonly registry: JsrStandIn;
  readonly env: Record<string, string>;
  release(options?: object): Promise<Outcome>;
  /** Publishes what HEAD holds, as `release publish --only jsr`. */
  publish(options?: object): Promise<Outcome>;
  ready(options?: object): Promise<Outcome>;
  close(): Promise<void>;
}

export interface WorldOptions {
  readonly files?: Readonly<Record<string, string>>;
  readonly change?: Readonly<Record<string, string>>;
  readonly registry?: JsrOptions;
  /** Whether it runs as a workflow with an identity, in place of a token. */
  readonly workflow?: boolean;
  readonly plugin?: object;
}

const defaults = { timeout: '60s', typeCheck: false };

/** A world for one test, which is closed with it. */
export const worldOfTest = (options?: WorldOptions): Promise<World> => closedWithTest(makeWorld(options));

/** Makes a repository whose newest commit calls for a minor release. */
async function makeWorld(options: WorldOptions = {}): Promise<World> {
  const registry = await startJsr({
    packages: ['@acme/tiny'],
    tokens: { [secret]: { user: 'ada' } },
    ...options.registry,
  });
  const files = options.change ?? { 'packages/tiny/mod.ts': 'export const two: number = 2;\n' };
  const repository = await createTestRepository(options.files ?? tiny, {
    commits: [{ message: 'feat: more', files }],
  });
  const env: Record<string, string> = {
    PATH: process.env['PATH'] ?? '',
    HOME: repository.path,
    ...quietGit,
    ...denoEnv,
    ...(options.workflow ? registry.workflowEnv : { ...registry.env, JSR_TOKEN: secret }),
  };
  const within =
    (how: Pick<Carrying, 'dry' | 'only'>) =>
    (more: object = {}): Promise<Outcome> => {
      const given = { ...defaults, ...(options.plugin ?? { package: 'packages/tiny' }), ...more };
      return carryOut(repository, { plugins: [jsr(given as PluginOptions)], env, ...how });
    };
  return {
    repository,
    registry,
    env,
    release: within({}),
    publish: within({ only: ['jsr'] }),
    ready: within({ dry: true }),
    close: async () => {
      await registry.close();
      await repository.remove();
    },
  };
}
