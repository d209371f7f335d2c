import { describe, expect, test } from 'vitest';
import { serve } from '../server.fixture.ts';
import { client, problemOf, start, status } from './client.fixture.ts';

describe('what may not be sent', () => {
  test.each([
    ['ftp://host/x', /^The address of host is not an http or https address/],
    ['nonsense', /^The address "nonsense" is not an http or https address/],
    ['https://me:secret-77@host/x', /^The address of host holds a user name or a password/],
  ])('an address such as %s', async (url, message) => {
    const problem = await problemOf(client().get({ url }));
    expect(problem.code).toBe('HTTP_ADDRESS');
    expect(problem.message).toMatch(message);
  });

  test('a header with a line break, whose value is not told', async () => {
    const env = { TOKEN: 'tok-1234\nX-Evil: 567890' };
    const problem = await problemOf(
      client(env).get({ url: 'http://127.0.0.1:9/', credential: { env: 'TOKEN' } }),
    );
    expect(problem.code).toBe('HTTP_ADDRESS');
    expect(problem.message).not.toMatch(/tok-1234|567890/);
  });

  test('a changing method through `get`', async () => {
    const request = { url: 'http://127.0.0.1:9/x', method: 'DELETE' } as unknown as { url: string };
    expect(await problemOf(client().get(request))).toMatchObject({ code: 'HTTP_READ_ONLY' });
  });

  test('a request whose credential is not set', async () => {
    const problem = await problemOf(
      client().get({ url: 'http://127.0.0.1:9/', credential: { env: 'TOKEN' } }),
    );
    expect(problem).toMatchObject({ code: 'CREDENTIAL_MISSING' });
  });
});

test('a token that a plugin puts into a header is masked from then on', async () => {
  const server = await start(serve([status(200)]));
  const { get, mask } = client();
  await get({ url: server.url, headers: { Authorization: 'Bearer minted-98765' } });
  expect(mask.text('got minted-98765')).toBe('got ***');
});
