import { assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseChallenges } from './challenge.ts';

describe('a WWW-Authenticate header', () => {
  it('is a scheme with parameters', () => {
    expect(
      parseChallenges(
        'Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:a/b:pull,push repository:c:pull"',
      ),
    ).toEqual([
      {
        scheme: 'bearer',
        parameters: {
          realm: 'https://auth.docker.io/token',
          service: 'registry.docker.io',
          scope: 'repository:a/b:pull,push repository:c:pull',
        },
      },
    ]);
  });

  it.each([
    [
      'two challenges, as Gitea sends them',
      'Bearer realm="https://h/v2/token",service="c",scope="*",Basic realm="h"',
      ['bearer', 'basic'],
    ],
    ['a scheme without parameters', 'Negotiate, Basic realm="x"', ['negotiate', 'basic']],
    ['a scheme with a blob', 'Negotiate YWJj==, Bearer realm="https://h"', ['negotiate', 'bearer']],
    ['lower case and unquoted values', 'bearer realm=https://h/token, service=s', ['bearer']],
    ['spaces around the equals sign', 'Basic realm = "x"', ['basic']],
    ['nothing', '', []],
    ['garbage before a good offer', '@@@, Basic realm="x"', ['basic']],
  ])('may have %s', (_what, header, schemes) => {
    expect(parseChallenges(header).map((challenge) => challenge.scheme)).toEqual(schemes);
  });

  it('keeps commas, equals signs and escaped quotes of a quoted value', () => {
    expect(
      parseChallenges('Bearer realm="a, b=\\"c\\" Basic", error="insufficient_scope"')[0]?.parameters,
    ).toEqual({
      realm: 'a, b="c" Basic',
      error: 'insufficient_scope',
    });
  });

  it('keeps the first of a name that comes twice', () => {
    expect(parseChallenges('Bearer realm="https://good", realm="https://evil"')[0]?.parameters['realm']).toBe(
      'https://good',
    );
  });

  it('is read to its end whatever is in it', () => {
    assert(
      property(string(), (header) => {
        expect(parseChallenges(header)).toBeInstanceOf(Array);
      }),
    );
  });
});
