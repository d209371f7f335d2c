import type { Reads } from '@launchway/core';
import { expect, test } from 'vitest';
import type { PublishInput } from '../plan.ts';
import { type ChartServer, lookUp } from './listing.ts';

const server: ChartServer = {
  name: 'https://charts.test',
  index: '',
  file: (name) => name,
  mayList: async () => true,
};
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
