import { describe, expect, it } from 'vitest';
import { namedStyle, plainStyle, tagStyles } from './tags.ts';

describe('the way tags are written', () => {
  it.each([
    [['v1.2.0', 'v1.10.0', 'v1.9.0-rc.1'], 'v{version}', '1.10.0', 3],
    [['1.2.0'], '{version}', '1.2.0', 1],
    [['shop-4-1.2.0'], 'shop-4-{version}', '1.2.0', 1],
    [['@acme/core@2.0.0-beta.1+build.5'], '@acme/core@{version}', '2.0.0-beta.1+build.5', 1],
    [['cmd/tool/v0.3.0'], 'cmd/tool/v{version}', '0.3.0', 1],
  ])('of %j is %s, the newest %s', (tags, template, newest, count) => {
    expect(tagStyles(tags)).toEqual([{ template, newest, count }]);
  });

  it.each(['v1.2', 'v1.2.3.4', '2024.01.05', 'v01.2.3', 'release', 'nightly-1.2.0', 'rev1.0.0', '1.2.0-'])(
    'is not seen in %s',
    (tag) => expect(tagStyles([tag])).toEqual([]),
  );

  it('by name is told from that of others, whose names end alike', () => {
    const styles = tagStyles(['my-shop-3.0.0', 'shop-v1.0.0', 'shop/v0.9.0', 'v4.0.0']);
    expect(namedStyle(styles, ['shop'])?.template).toBe('shop-v{version}');
    expect(namedStyle(styles, ['my-shop'])?.template).toBe('my-shop-{version}');
    expect(namedStyle(styles, ['', 'other'])).toBeUndefined();
    expect(plainStyle(styles)?.template).toBe('v{version}');
  });
});
