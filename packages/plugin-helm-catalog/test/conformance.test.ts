import { chart } from '@launchway/plugin-chart';
import {
  changesIn,
  conforms,
  type Scenario,
  startChartRepository,
  startGitServer,
  startRegistry,
} from '@launchway/sandbox';
import { expect, test } from 'vitest';
import { helmCatalog, type Target } from '../src/index.ts';
import { change, files } from './chart.fixture.ts';
import { git } from './git.fixture.ts';

const secret = 'catalogue-token-4711';
const login = { username: 'ada', password: secret };
const credential = { env: 'CATALOG_TOKEN', username: 'ada' };

function scenario(
  to: (addresses: Readonly<Record<string, string>>) => Target,
  targets: NonNullable<Scenario['targets']>,
): Scenario {
  return {
    plugins: ({ targets: started }) => [
      chart({
        chart: 'charts',
        notes: { file: 'charts/release-notes.md', annotation: 'example.test/notes' },
      }),
      helmCatalog({ to: to(started?.addresses ?? {}), appReadme: true }),
    ],
    files,
    commits: [{ message: 'fix: a longer name', files: change }],
    env: { CATALOG_TOKEN: secret },
    secrets: [secret],
    deaths: 3,
    targets,
  };
}

async function keeps(tried: Scenario): Promise<void> {
  const findings = await conforms(tried);
  expect(findings.every(({ kept }) => kept)).toBe(true);
}

test('a git catalogue with packages and folders', { timeout: 240_000 }, async () => {
  await keeps(
    scenario(
      ({ catalogue = '' }) => ({ git: catalogue, layout: 'both', credential }),
      async () => {
        const server = await startGitServer({ credentials: [login] });
        const catalogue = await server.createRepository('org/catalogue');
        return {
          addresses: { catalogue: catalogue.url },
          // The index says when it was generated; everything else is the same in every world.
          snapshot: async () => {
            const tree = await git(catalogue.path, 'ls-tree', '-r', 'main').catch(() => '');
            const index = await git(catalogue.path, 'show', 'main:index.yaml').catch(() => '');
            return [tree.replace(/.*index\.yaml\n?/, ''), index.replace(/^generated: .*$/m, '')];
          },
          changes: () => server.requests.filter(({ push }) => push !== undefined).map(({ path }) => path),
          close: server.close,
        };
      },
    ),
  );
});

test('an OCI registry', { timeout: 240_000 }, async () => {
  await keeps(
    scenario(
      ({ registry = '' }) => ({ oci: `oci://${registry}/org/charts`, credential }),
      async () => {
        const registry = await startRegistry({ auth: 'bearer', account: login });
        return {
          addresses: { registry: registry.host },
          snapshot: async () => registry.tags('org/charts/harbour'),
          changes: () => changesIn(registry.requests),
          close: () => registry.close(),
        };
      },
    ),
  );
});

test('the Helm registry of GitLab, which keeps what is sent twice', { timeout: 240_000 }, async () => {
  await keeps(
    scenario(
      ({ api = '' }) => ({ gitlab: 'stable', project: 'org/app', api, credential }),
      async () => {
        const repository = await startChartRepository({ credentials: [login], lag: 1 });
        return {
          addresses: { api: repository.api },
          snapshot: async () =>
            repository.charts.map(({ place, name, version, digest }) => [place, name, version, digest]),
          changes: () => repository.uploads,
          close: repository.close,
        };
      },
    ),
  );
});
