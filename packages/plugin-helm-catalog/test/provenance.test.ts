import { chart } from '@launchway/plugin-chart';
import {
  type ChartRepository,
  type ChartRepositoryOptions,
  type Scenario,
  startChartRepository,
  survives,
} from '@launchway/sandbox';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { helmCatalog } from '../src/index.ts';
import { change, files } from './chart.fixture.ts';
import { hasGpg, openKeyring } from './signing.fixture.ts';

const all = process.env['LAUNCHWAY_ALL'] === '1';
const secret = 'museum-password-4711';

describe.skipIf(!hasGpg)('a signed chart for a ChartMuseum', () => {
  let keyring: ReturnType<typeof openKeyring>;
  beforeAll(() => void (keyring = openKeyring()));
  afterAll(() => keyring.close());

  const scenario = (options: ChartRepositoryOptions = {}): Scenario => ({
    plugins: ({ targets }) => [
      chart({ chart: 'charts' }),
      helmCatalog({
        to: {
          http: targets?.addresses?.['museum'] ?? '',
          credential: { env: 'MUSEUM_PASSWORD', username: 'ada' },
        },
        sign: keyring.sign,
      }),
    ],
    files,
    commits: [{ message: 'fix: a longer name', files: change }],
    env: { MUSEUM_PASSWORD: secret },
    secrets: [secret],
    targets: async () => {
      const museum = await startChartRepository({
        credentials: [{ username: 'ada', password: secret }],
        ...options,
      });
      return {
        addresses: { museum: museum.url },
        snapshot: async () => [keptIn(museum), museum.provenances.map(signedIn)],
        changes: () => museum.uploads,
        close: museum.close,
      };
    },
  });

  test('is there once with its provenance, whatever befalls what is asked of the server', {
    timeout: all ? 1_200_000 : 120_000,
  }, async () => {
    const { points, tried, struck } = await survives(scenario({ lag: 1 }), {
      at: ({ kind, name }) => kind === 'request' && !name.includes('.git/'),
      ...(all ? {} : { sample: 12 }),
    });
    expect(points.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['POST /api/prov', 'POST /api/charts']),
    );
    expect(struck).toBeGreaterThan(tried * 0.7);
  });
});

const keptIn = ({ charts }: ChartRepository) =>
  charts.map(({ name, version, digest }) => `${name}-${version}.tgz: sha256:${digest}`);

/** The line of a provenance that names what is signed; the signature itself has a time in it. */
const signedIn = (provenance: string): string | undefined =>
  /^ {2}(\S+\.tgz: sha256:[0-9a-f]+)$/m.exec(provenance)?.[1];
