import { describe, expect, it } from 'vitest';
import { resolve, withParameter } from './address.ts';

const context = { site: 'ghcr.io', doing: 'write' };
const base = 'https://ghcr.io/v2/org/app/blobs/uploads/';

describe('an address that a registry gives', () => {
  it.each([
    ['/v2/org/app/blobs/uploads/1?_state=a%2Bb', 'https://ghcr.io/v2/org/app/blobs/uploads/1?_state=a%2Bb'],
    ['2?x', 'https://ghcr.io/v2/org/app/blobs/uploads/2?x'],
    ['https://cdn.example/up', 'https://cdn.example/up'],
    ['http://ghcr.io/v2/up', 'https://ghcr.io/v2/up'],
    ['http://ghcr.io:80/v2/up', 'https://ghcr.io/v2/up'],
  ])('(%s) is read from where it was given', (location, expected) => {
    expect(resolve(location, base, context).href).toBe(expected);
  });

  it.each(['http://cdn.example/up', 'ftp://ghcr.io/up', 'https://me:pw@ghcr.io/up', 'https://'])(
    '(%s) is refused',
    (location) => {
      expect(() => resolve(location, base, context)).toThrow(/Could not write on ghcr\.io: it sent us on to/);
    },
  );

  it('keeps its query byte for byte when the digest is added', () => {
    const url = new URL('https://ghcr.io/up?_state=a%2Bb%2Fc%3D~');
    expect(withParameter(url, 'digest', 'sha256:ab')).toBe(
      'https://ghcr.io/up?_state=a%2Bb%2Fc%3D~&digest=sha256%3Aab',
    );
    expect(withParameter(new URL('https://ghcr.io/up'), 'digest', 'x')).toBe('https://ghcr.io/up?digest=x');
  });
});
