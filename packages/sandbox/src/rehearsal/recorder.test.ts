import { expect, test } from 'vitest';
import { createRecorder } from './recorder.ts';

const none = Buffer.alloc(0);

test('what was written is given back as it was, and nothing before', () => {
  const recorder = createRecorder([]);
  const url = 'https://store.example/menus/2.8.0.json';
  const ask = (method: string, body = none) => recorder.answer(method, url, 'text/csv', body);
  expect(ask('GET').status).toBe(404);
  expect(ask('PUT', Buffer.from('leek')).status).toBe(201);
  expect(ask('GET')).toMatchObject({ status: 200, headers: { 'content-type': 'text/csv' } });
  expect(ask('GET').body.toString()).toBe('leek');
  expect(ask('PUT', Buffer.from('carrot')).status).toBe(200);
  expect(ask('DELETE').status).toBe(204);
  expect(ask('HEAD').status).toBe(404);
  expect(recorder.requests.map(({ method, status }) => `${method} ${status}`)).toHaveLength(7);
});

test('a service that is declared answers as it says, and takes the rest', () => {
  const address = 'https://store.example/api/';
  const recorder = createRecorder([
    {
      address,
      answers: [
        { method: 'GET', path: 'quota', status: 206, body: { left: 7 } },
        { method: 'POST', path: 'menus/*/lock', status: 423, headers: { etag: '"9"' }, body: 'locked' },
      ],
    },
  ]);
  const quota = recorder.answer('GET', `${address}quota`, undefined, none);
  expect([quota.status, quota.body.toString()]).toEqual([206, '{"left":7}']);
  const lock = recorder.answer('POST', `${address}menus/2.8.0/lock`, undefined, none);
  expect(lock).toMatchObject({ status: 423, headers: { etag: '"9"' } });
  expect(recorder.answer('POST', `${address}menus`, undefined, none).status).toBe(201);
  expect(recorder.answer('GET', 'https://elsewhere.example/quota', undefined, none).status).toBe(404);
});
