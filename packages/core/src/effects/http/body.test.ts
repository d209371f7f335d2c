import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { HttpSend } from '../../model/ports.ts';
import { serve } from '../server.fixture.ts';
import { client, start, status } from './client.fixture.ts';

describe('a body', () => {
  const folder = mkdtemp(join(tmpdir(), 'body-'));
  const file = folder.then(async (path) => {
    await writeFile(join(path, 'body'), 'from a file');
    await writeFile(join(path, 'empty'), '');
    return join(path, 'body');
  });
  afterEach(async () => rm(await folder, { recursive: true, force: true }));

  test('of text, bytes or a file survives a retry and a 307, with its length told', async () => {
    const path = await file;
    const empty = path.replace(/body$/, 'empty');
    const bodies: [HttpSend['body'], string][] = [
      ['text', 'text'],
      [Buffer.from('xbytesx').subarray(1, 6), 'bytes'],
      [{ file: path }, 'from a file'],
      [{ file: empty }, ''],
    ];
    for (const [body, expected] of bodies) {
      const server = await start(serve([status(502), status(307, '', { location: '/there' }), status(201)]));
      const response = await client().send({
        url: `${server.url}/here`,
        method: 'PUT',
        ...(body !== undefined && { body }),
      });
      expect([response.status, server.seen.map((seen) => `${seen.path} ${seen.body}`)]).toEqual([
        201,
        [`/here ${expected}`, `/here ${expected}`, `/there ${expected}`],
      ]);
      expect(server.seen.map(({ headers }) => headers['content-length'])).toEqual(
        Array(3).fill(String(expected.length)),
      );
    }
  });
});
