import { describe, expect, it } from 'vitest';
import { covers, parseScopes, pull, push, unite } from './scopes.ts';

describe('scopes', () => {
  it('of one repository become one', () => {
    expect(unite(pull('b'), push('a'), pull('a'), ['repository:a:delete'])).toEqual([
      'repository:a:delete,pull,push',
      'repository:b:pull',
    ]);
  });

  it('are read from one text, with names that hold colons', () => {
    expect(parseScopes('repository:host:5000/a:push,pull  registry:catalog:*')).toEqual([
      'registry:catalog:*',
      'repository:host:5000/a:pull,push',
    ]);
    expect(parseScopes('')).toEqual([]);
  });

  it.each([
    [push('a'), pull('a'), true],
    [pull('a'), push('a'), false],
    [push('a'), pull('b'), false],
    [['repository:a:*'], push('a'), true],
    [[], [], true],
  ])('%j cover %j: %s', (held, wanted, expected) => {
    expect(covers(held, wanted)).toBe(expected);
  });
});
