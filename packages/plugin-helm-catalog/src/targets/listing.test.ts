import type { Effects, HttpSend, HttpResponse, Reads } from '@launchway/core';
import { expect, test } from 'vitest';
import type { PublishInput } from '../plan.ts';
import { type ChartServer, lookUp } from './listing.ts';
import { uploadProvenance } from './upload.ts';

const server: ChartServer = {
  name: 'https://charts.test',
  index: '',
  file: (name) => name,
  mayList: async () => true,
};
const request: HttpSend = { method: 'POST', url: 'https://charts.test/api/prov', body: 'signed' };

/** What comes of a provenance that a server answers with a status. */
async function answered(status: number): Promise<readonly string[]> {
  const said: string[] = [];
  const send = async (): Promise<Partial<HttpResponse>> => ({
    url: request.url,
    status,
    text: () => 'no room',
  });
  const effects = { send, say: (line: string) => void said.push(line) } as unknown as Effects;
  await uploadProvenance(server, request, effects);
  return said;
}

test.each([201, 409])('a provenance that is taken, or is there (%i), is told to nobody', async (status) => {
  expect(await answered(status)).toEqual([]);
});

test.each([404, 405])(
  'a server that has no place for provenance (%i) takes the chart alone',
  async (status) => {
    expect(await answered(status)).toEqual([
      `https://charts.test has no place for provenance (HTTP ${status}): the package is published without it.`,
    ]);
  },
);

test.each([401, 413, 500])(
  'a provenance that is refused (%i) is told, and no chart goes without it',
  async (status) => {
    await expect(answered(status)).rejects.toMatchObject({
      problems: [
        {
          code: 'CATALOG_REFUSED',
          message: `https://charts.test would not take the provenance of the package: HTTP ${status}, no room.`,
        },
      ],
    });
  },
);

test.each([
  ['a list', '- a\n', 'has no key "entries"'],
  ['brackets without end', '['.repeat(100_000), 'The file is nested too deeply'],
  ['comments alone', '#\n'.repeat(5_000_000), 'is larger than 8 MiB'],
  ['a sign-in page', '<html>', ''],
])('an index that is %s is told as none', async (_, body, why) => {
  const bytes = Buffer.from(body);
  const reads = { get: async () => ({ url: server.index, status: 200, bytes }) } as unknown as Reads;
  const input = { recipe: { name: 'harbour', version: '1.2.3' } } as PublishInput;
  await expect(
    lookUp({ ...server, index: 'https://charts.test/index.yaml' }, input, reads),
  ).rejects.toMatchObject({
    problems: [{ code: 'CATALOG_INDEX', message: expect.stringContaining(why) }],
  });
});
