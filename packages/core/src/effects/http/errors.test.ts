import { expect, test } from 'vitest';
import { explainUnanswered } from './errors.ts';

/** The problem that is made of an error of `fetch` with this cause. */
function problemOf(code: string) {
  const cause = Object.assign(new Error(code.toLowerCase()), { code });
  const { error } = explainUnanswered(
    new URL('https://registry.example.com/v2/'),
    new TypeError('fetch failed', { cause }),
  );
  return error.problems[0];
}

test.each([
  ['CERT_HAS_EXPIRED', 'its certificate has expired'],
  ['CERT_NOT_YET_VALID', 'its certificate is not valid yet'],
])('of a certificate whose time is not now (%s) the clock is suspected, not its authority', (code, words) => {
  expect(problemOf(code)).toMatchObject({
    code: 'HTTP_TLS',
    message: `No secure connection to registry.example.com: ${words} (${code}).`,
    fix: expect.stringMatching(/clock of this machine\.$/),
  });
  expect(problemOf('DEPTH_ZERO_SELF_SIGNED_CERT')?.fix).not.toContain('clock');
});
