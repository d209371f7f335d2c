import { expect, test } from 'vitest';
import { authorization, createCredentials } from './credentials.ts';
import { createMask } from './mask.ts';

const from = (env: Record<string, string>) => {
  const mask = createMask();
  return { mask, credentials: createCredentials(env, mask) };
};

test('the first variable that has a value wins, and is named as the source', () => {
  const { credentials } = from({ EMPTY: '', SECOND: 'tok-second', THIRD: 'tok-third' });
  expect(credentials.find({ env: ['FIRST', 'EMPTY', 'SECOND', 'THIRD'] })).toEqual({
    secret: 'tok-second',
    source: '$SECOND',
  });
});

test('a user name comes from its variable, else it is the literal', () => {
  const { credentials } = from({ PASS: 'pass-word-1', USER_NAME: 'robot' });
  expect(credentials.find({ env: 'PASS', username: 'me', usernameEnv: 'USER_NAME' })?.username).toBe('robot');
  expect(credentials.find({ env: 'PASS', username: 'me', usernameEnv: 'NOBODY' })?.username).toBe('me');
});

test('a line end after a token is taken away, and one after a key is kept', () => {
  const { credentials } = from({ TOKEN: ' tok-1234567\r\n', KEY: 'line one is long\nline two is long\n' });
  expect(credentials.find({ env: 'TOKEN' })?.secret).toBe('tok-1234567');
  expect(credentials.find({ env: 'KEY' })?.secret).toBe('line one is long\nline two is long\n');
});

test('what is found is masked from then on, in the header too', () => {
  const { credentials, mask } = from({ PASS: 'pass-word-1' });
  const ref = { env: 'PASS', username: 'robot', scheme: 'basic' } as const;
  const [name, value] = authorization(ref, credentials.require(ref));
  expect([name, mask.text(`${value} pass-word-1`)]).toEqual(['authorization', 'Basic *** ***']);
});

test('a credential goes into the header its scheme says', () => {
  const credential = { secret: 'tok-1234567', source: '$T' };
  expect(authorization({ env: 'T' }, credential)).toEqual(['authorization', 'Bearer tok-1234567']);
  expect(authorization({ env: 'T', scheme: { header: 'PRIVATE-TOKEN' } }, credential)).toEqual([
    'private-token',
    'tok-1234567',
  ]);
});

test('a missing credential is refused with the variables that could hold it', () => {
  const { credentials } = from({});
  expect(credentials.find({ env: 'A_TOKEN' })).toBeUndefined();
  expect(() => credentials.require({ env: ['A_TOKEN', 'B_TOKEN'] })).toThrow(
    'A credential is needed, and none of $A_TOKEN, $B_TOKEN is set.',
  );
});
