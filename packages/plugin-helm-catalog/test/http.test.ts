import { chart } from '@launchway/plugin-chart';
import {
  type ChartRepository,
  type ChartRepositoryOptions,
  createTestRepository,
  startChartRepository,
} from '@launchway/sandbox';
import { describe, expect, test } from 'vitest';
import { carryOut, type Outcome } from '../../sandbox/test/outcome.fixture.ts';
import { helmCatalog, type Target } from '../src/index.ts';
import { change, files } from './chart.fixture.ts';

const secret = 'upload-token-4711';
const credential = { env: 'UPLOAD_TOKEN', username: 'ada' };
const toOf = {
  chartmuseum: ({ url }: ChartRepository): Target => ({ http: url, credential }),
  gitlab: ({ api }: ChartRepository): Target => ({ gitlab: 'stable', project: 'org/app', api, credential }),
};

/** Releases to a server that behaves in a way, as often as told. */
async function releasing(
  kind: keyof typeof toOf,
  options: ChartRepositoryOptions & { readonly env?: Readonly<Record<string, string>> },
  look: (server: ChartRepository, release: () => Promise<Outcome>) => Promise<void>,
): Promise<void> {
  const server = await startChartRepository({
    credentials: [{ username: 'ada', password: secret }],
    ...options,
  });
  const repository = await createTestRepository(files, {
    commits: [{ message: 'fix: a longer name', files: change }],
  });
  const release = (): Promise<Outcome> =>
    carryOut(repository, {
      plugins: [chart({ chart: 'charts' }), helmCatalog({ to: toOf[kind](server) })],
      env: { UPLOAD_TOKEN: secret, ...options.env },
    });
  try {
    await look(server, release);
  } finally {
    await server.close();
    await repository.remove();
  }
}

describe.each(['chartmuseum', 'gitlab'] as const)('%s', (kind) => {
  test.each(['lost', 'reset'] as const)(
    'an upload whose answer is %s is looked for, and is there once',
    async (fault) => {
      await releasing(kind, { faults: [{ kind: fault }] }, async (server, release) => {
        expect((await release()).outcome).toBe('released');
        expect(server.charts.map(({ name, version }) => `${name} ${version}`)).toEqual(['harbour 0.2.27']);
      });
    },
  );

  test('an index that shows the version late is waited for', async () => {
    await releasing(kind, { lag: 5 }, async (server, release) => {
      expect((await release()).outcome).toBe('released');
      expect(server.uploads).toHaveLength(1);
    });
  });

  test('a package that was taken and that the server does not have is soon given up, and the next run sends it again', async () => {
    await releasing(kind, { faults: [{ kind: 'swallowed', times: 3 }] }, async (server, release) => {
      const first = await release();
      expect(first).toMatchObject({ outcome: 'incomplete', codes: ['CATALOG_NOT_LISTED'] });
      expect(first.said).toContain('said that it took harbour 0.2.27, and does not have it');
      expect((await release()).outcome).toBe('resumed');
      expect(server.charts).toHaveLength(1);
    });
  });

  test('a package that the server has and does not list is waited for, and whoever watches is told', async () => {
    await releasing(kind, { lag: 16 }, async (server, release) => {
      const released = await release();
      expect(released.outcome).toBe('released');
      expect(released.said).toMatch(/took harbour 0\.2\.27 and does not list it yet/);
      expect(server.uploads).toHaveLength(1);
    });
  });

  test('a package that the server never comes to list is not sent again by the same run', async () => {
    await releasing(kind, { lag: 40 }, async (server, release) => {
      const first = await release();
      expect(first).toMatchObject({ outcome: 'incomplete', codes: ['CATALOG_NOT_LISTED'] });
      expect(first.said).toContain('does not list it after two minutes');
      expect(server.uploads).toHaveLength(1);
    });
  });

  test('a server that refuses is told with what it said, and the next run completes the release', async () => {
    await releasing(kind, { faults: [{ kind: 'status', status: 403 }] }, async (_, release) => {
      const refused = await release();
      expect(refused).toMatchObject({ outcome: 'incomplete', codes: ['CATALOG_REFUSED'] });
      expect(refused.said).not.toContain(secret);
      expect((await release()).outcome).toBe('resumed');
      expect((await release()).outcome).toBe('complete');
    });
  });

  test('a package above the limit of the server is told as such', async () => {
    await releasing(kind, { limit: 100 }, async (_, release) => {
      const refused = await release();
      expect(refused.codes).toEqual(['CATALOG_REFUSED']);
      expect(refused.said).toContain('.helmignore');
    });
  });

  test('a credential that may not even read the index ends the release before the push', async () => {
    await releasing(kind, { env: { UPLOAD_TOKEN: 'a-wrong-token-0815' } }, async (server, release) => {
      const refused = await release();
      expect(refused).toMatchObject({ outcome: 'refused', codes: ['CATALOG_REFUSED'] });
      expect(refused.said).toContain('HTTP 401');
      expect(refused.said).not.toContain('a-wrong-token-0815');
      expect(server.uploads).toEqual([]);
    });
  });

  test('a missing credential ends the release before the push', async () => {
    await releasing(kind, { env: { UPLOAD_TOKEN: '' } }, async (_, release) => {
      expect(await release()).toMatchObject({ outcome: 'refused', codes: ['CATALOG_CREDENTIAL'] });
    });
  });
});
