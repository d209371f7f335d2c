import { describe, expect, test } from 'vitest';
import { makeLatest } from './latest.ts';

const rule = { tags: 'tool/v{version}' };
const stable = (tag: string) => ({ tag, draft: false, prerelease: false });

describe('which release is the latest', () => {
  test.each([
    ['2.1.0', [stable('tool/v2.0.9')], 'true'],
    ['1.9.5', [stable('tool/v2.0.0')], 'false'],
    ['2.0.0', [{ ...stable('tool/v3.0.0'), draft: true }], 'true'],
    ['2.0.0', [{ ...stable('tool/v3.0.0'), prerelease: true }], 'true'],
    ['2.0.0', [stable('tool/v3.0.0-rc.1')], 'true'],
    ['2.0.0', [stable('v9.0.0'), stable('tool/vnext'), stable('other')], 'true'],
    ['2.0.0', [stable('tool/v2.0.0')], 'true'],
    ['1.2.10', [stable('tool/v1.2.9')], 'true'],
  ] as const)('%s among %j: %s', (version, others, latest) => {
    expect(makeLatest({ rule, version, prerelease: false }, others)).toBe(latest);
  });

  test('a prerelease never is, whatever the options say', () => {
    for (const each of ['always', 'never', rule] as const)
      expect(makeLatest({ rule: each, version: '9.0.0-rc.1', prerelease: true }, [])).toBe('false');
  });

  test('options can say so for every stable version, or for none', () => {
    const others = [stable('tool/v2.0.0')];
    expect(makeLatest({ rule: 'always', version: '1.0.0', prerelease: false }, others)).toBe('true');
    expect(makeLatest({ rule: 'never', version: '3.0.0', prerelease: false }, others)).toBe('false');
  });
});
