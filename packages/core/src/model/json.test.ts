import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, deepFreeze } from './json.ts';

describe('canonical JSON', () => {
  it('sorts keys by code unit, at every depth, and leaves absent members out', () => {
    const value = { b: [{ z: 1, a: undefined, ä: null }], B: 'x\n', a: -0 };
    expect(canonicalJson(value)).toBe('{"B":"x\\n","a":0,"b":[{"z":1,"ä":null}]}');
  });

  it('says the same as the value, in whatever order its keys were written', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
    );
  });
});

describe('a frozen value', () => {
  it('is frozen in all its parts', () => {
    const value = deepFreeze({ list: [{ name: 'a' }] });
    expect([value, value.list, value.list[0]].every(Object.isFrozen)).toBe(true);
  });
});
