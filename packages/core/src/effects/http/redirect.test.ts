import { describe, expect, test } from 'vitest';
import { serve } from '../server.fixture.ts';
import { client, problemOf, start, status } from './client.fixture.ts';

describe('a redirect', () => {
  const env = { TOKEN: 'tok-123456789' };
  const credential = { env: 'TOKEN' };

  test('is followed with credentials on the same server', async () => {
    const server = await start(serve([status(302, '', { location: 'next?x=1' }), status(200, 'there')]));
    const response = await client(env).get({ url: `${server.url}/a/b`, credential });
    expect([response.text(), response.url]).toEqual(['there', `${server.url}/a/next?x=1`]);
    expect(server.seen[1]?.headers.authorization).toBe('Bearer tok-123456789');
  });

  test.each([
    ['bearer', { credential }],
    ['its own header', { credential: { env: 'TOKEN', scheme: { header: 'X-Lab-Key' } } as const }],
    [
      'given headers',
      { headers: { Authorization: 'Bearer given-1234', 'Private-Token': 'given-5678', Cookie: 'a=b' } },
    ],
  ])('takes no credential to another server: %s', async (_, how) => {
    const other = await start(serve([status(200)]));
    const server = await start(serve([status(307, '', { location: `${other.url}/there` })]));
    await client(env).get({ url: server.url, ...how });
    const sent = JSON.stringify(other.seen[0]?.headers);
    expect(other.seen[0]?.headers['user-agent']).toBe('launchway');
    expect(sent).not.toMatch(/tok-123456789|given-|a=b/);
  });

  test.each([
    [303, 'PUT', 'GET', ''],
    [302, 'POST', 'GET', ''],
    [302, 'PUT', 'PUT', 'body'],
    [308, 'POST', 'POST', 'body'],
  ] as const)('%i turns %s into %s', async (code, method, expected, body) => {
    const server = await start(serve([status(code, '', { location: '/there' }), status(200)]));
    await client().send({ url: server.url, method, body: 'body', headers: { 'Content-Type': 'text/x' } });
    expect(server.seen[1]).toMatchObject({ method: expected, path: '/there', body });
    expect(server.seen[1]?.headers['content-type']).toBe(body === '' ? undefined : 'text/x');
  });

  test('is given back when that is asked for', async () => {
    const server = await start(serve([status(302, '', { location: '/there' })]));
    const response = await client().get({ url: server.url, redirect: 'manual' });
    expect([response.status, response.header('location')]).toEqual([302, '/there']);
  });

  test.each([
    ['round in circles', '/', /redirects more than 10 times/],
    ['to a file', 'file:///etc/passwd', /redirects to an address that is neither http nor https/],
  ])('%s is refused', async (_, location, message) => {
    const server = await start(serve([status(302, '', { location })]));
    const problem = await problemOf(client().get({ url: server.url }));
    expect(problem).toMatchObject({ code: 'HTTP_REDIRECTS', transient: false });
    expect(problem.message).toMatch(message);
  });
});
