import { describe, expect, test } from 'vitest';
import { clientFailed, lastLines, refusedBy } from './refusals.ts';

const target = { registry: 'https://jsr.io/', scope: 'acme', name: 'tiny' };
const problemOf = (code: string, status = 400) => {
  const error = refusedBy(target, '1.2.3', { code, message: 'Because.', status });
  return { ...error.problems[0], transient: error.transient };
};

describe('a refusal of the registry', () => {
  test.each([
    ['invalidBearerToken', 'JSR_TOKEN_REFUSED'],
    ['missingAuthentication', 'JSR_TOKEN_REFUSED'],
    ['invalidOidcToken', 'JSR_OIDC_REFUSED'],
    ['actorNotAuthorized', 'JSR_NOT_LINKED'],
    ['actorNotScopeMember', 'JSR_NOT_MEMBER'],
    ['scopeRequiresPublishingFromCI', 'JSR_CI_REQUIRED'],
    ['missingPermission', 'JSR_RIGHTS'],
    ['blocked', 'JSR_RIGHTS'],
    ['packageNotFound', 'JSR_PACKAGE_MISSING'],
    ['scopeNotFound', 'JSR_PACKAGE_MISSING'],
    ['packageArchived', 'JSR_ARCHIVED'],
    ['weeklyPublishAttemptsLimitExceeded', 'JSR_QUOTA'],
    ['packageTooLarge', 'JSR_TOO_LARGE'],
    ['graphError', 'JSR_REFUSED'],
    ['constructor', 'JSR_REFUSED'],
  ])('%s is told as %s, with its reason, and is final', (code, expected) => {
    expect(problemOf(code)).toMatchObject({
      code: expected,
      transient: false,
      message: `JSR refused @acme/tiny@1.2.3: Because (${code}).`,
    });
  });

  test('names the page on which it can be mended', () => {
    expect(problemOf('packageNotFound').fix).toContain('https://jsr.io/new?scope=acme&package=tiny&from=cli');
    expect(problemOf('actorNotAuthorized').fix).toContain('https://jsr.io/@acme/tiny/settings');
  });

  test('of who asks is no verdict on the package, whatever it is called', () => {
    expect(problemOf('status 401', 401)).toMatchObject({
      code: 'JSR_TOKEN_REFUSED',
      fix: expect.stringMatching(/^Run `release` again: .* may have expired/),
    });
  });

  test.each([429, 500, 502, 503])('is of the moment when the server is overloaded: %i', (status) => {
    expect(problemOf('status', status)).toMatchObject({ code: 'JSR_UNAVAILABLE', transient: true });
  });
});

describe('a client that failed by itself', () => {
  const codeOf = (words: string) => clientFailed(target, '1.2.3', words).problems[0]?.code;

  test.each([
    ["error: Failed to get OIDC token: status 403 Forbidden, response: 'x'", 'JSR_OIDC_PERMISSION'],
    ['error: error sending request for url (http://x): tcp connect error', 'JSR_UNAVAILABLE'],
    ["Following packages don't exist, follow the links and create them:\n- u", 'JSR_PACKAGE_MISSING'],
    ['error: No means to authenticate. Pass a token to `--token`.', 'JSR_CREDENTIAL_MISSING'],
    ['error: something new', 'JSR_CLIENT_FAILED'],
  ])('is explained by what it said: %s', (words, code) => {
    expect(codeOf(words)).toBe(code);
  });

  test('is quoted by its findings and their places', () => {
    const words =
      'Check mod.ts\nerror[missing-license]: missing license\n --> jsr.json\n |\n = hint: add one\n\nerror: Found 1 problem\n';
    expect(lastLines(words)).toBe('error[missing-license]: missing license\n --> jsr.json');
  });
});
