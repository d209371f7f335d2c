import { describe, expect, test } from 'vitest';
import { assetChanges, uploadAddress } from './assets.ts';

const wanted = (name: string, sha256 = 'aa', size = 7) => ({
  name,
  label: null,
  mediaType: 'text/plain',
  file: `/tmp/${name}`,
  sha256,
  size,
});
const found = (name: string, digest: string | undefined = 'sha256:aa', size = 7, state = 'uploaded') => ({
  id: 1,
  name,
  state,
  size,
  digest,
});

describe('the files of a release', () => {
  test('are compared by digest, and by size where there is none', () => {
    const before = [
      found('same'),
      found('other', 'sha256:bb'),
      found('old', undefined),
      found('short', undefined, 6),
    ];
    const changes = assetChanges(
      ['same', 'other', 'old', 'short', 'new'].map((name) => wanted(name)),
      before,
    );
    expect(changes.missing.map(({ name }) => name)).toEqual(['new']);
    expect(changes.differing.map(({ found: { name } }) => name)).toEqual(['other', 'short']);
  });

  test('that were broken off are no files, whatever they are called', () => {
    const changes = assetChanges([wanted('a')], [found('a', undefined, 0, 'starter'), found('b')]);
    expect(changes.broken.map(({ name }) => name)).toEqual(['a']);
    expect(changes.missing.map(({ name }) => name)).toEqual(['a']);
  });
});

test.each([
  [{ name: 'a+b.tgz', label: null }, 'https://up.example/7/assets?name=a%2Bb.tgz'],
  [{ name: 'a', label: 'For Ada & all' }, 'https://up.example/7/assets?name=a&label=For%20Ada%20%26%20all'],
])('the address for %j is %s', (asset, address) => {
  expect(uploadAddress('https://up.example/7/assets{?name,label}', asset)).toBe(address);
});
