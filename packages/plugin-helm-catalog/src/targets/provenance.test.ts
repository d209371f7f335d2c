import type { Effects, HttpGet } from '@launchway/core';
import { expect, test } from 'vitest';
import type { PublishInput } from '../plan.ts';
import type { ChartServer } from './listing.ts';
import { uploadProvenance } from './provenance.ts';

const server: ChartServer = {
  name: 'https://charts.test',
  index: '',
  file: (name) => `https://charts.test/charts/${name}`,
  mayList: async () => true,
};
const signed = (digit: string) => `files:\n  tide-0.4.1.tgz: sha256:${digit.repeat(64)}\n`;
const request = { method: 'POST', url: 'https://charts.test/api/prov', body: signed('a') } as const;
const input = { recipe: { name: 'tide', version: '0.4.1' } } as PublishInput;

/** What is told where a server answers provenance with these statuses, and then gives what it has. */
async function answered(statuses: readonly number[], held = 404, text = ''): Promise<readonly string[]> {
  const said: string[] = [];
  const left = [...statuses];
  const response = (status: number | undefined, body: string) => ({
    url: request.url,
    status,
    text: () => body,
  });
  const effects = {
    send: async () => response(left.shift(), 'no room'),
    get: async ({ url }: HttpGet) => (said.push(`read ${url}`), response(held, text)),
    say: (line: string) => void said.push(line),
  } as unknown as Effects;
  await uploadProvenance(server, input, request, effects);
  return said;
}

const file = 'https://charts.test/charts/tide-0.4.1.tgz.prov';

test.each([201, 409])('a provenance that is taken, or is there (%i), is read back', async (status) => {
  expect(await answered([status], 200, `${signed('a')}of another time`)).toEqual([`read ${file}`]);
  await expect(answered([status])).rejects.toMatchObject({
    transient: true,
    problems: [{ code: 'CATALOG_NOT_LISTED' }],
  });
  await expect(answered([status], 200, signed('b'))).rejects.toMatchObject({
    transient: false,
    problems: [{ code: 'CATALOG_VERSION_TAKEN', where: { url: file } }],
  });
});

test('a server that seems to have no place for provenance is asked twice', async () => {
  expect(await answered([404, 201], 200, signed('a'))).toEqual([`read ${file}`]);
});

test.each([404, 405])(
  'a server that has no place for provenance (%i) takes the chart alone',
  async (status) => {
    expect(await answered([status, status])).toEqual([
      `https://charts.test has no place for provenance (HTTP ${status}): the package is published without it.`,
    ]);
  },
);

test.each([401, 413, 500])(
  'a provenance that is refused (%i) is told, and no chart goes without it',
  async (status) => {
    await expect(answered([status])).rejects.toMatchObject({
      problems: [
        {
          code: 'CATALOG_REFUSED',
          message: `https://charts.test would not take the provenance of the package: HTTP ${status}, no room.`,
        },
      ],
    });
  },
);
