import { describe, expect, test } from 'vitest';
import data from './fixtures/floating-tags.json' with { type: 'json' };
import { decideTags, type TagDecision, usualTags } from './floating.ts';

const decide = (version: string, existing: readonly string[] | undefined): TagDecision[] =>
  decideTags({ version, existing: existing?.map((tag) => ({ tag })), requested: usualTags(version) });

const given = (decisions: readonly TagDecision[]): string[] =>
  decisions.filter(({ action }) => action !== 'hold').map(({ tag }) => tag);

describe('which tags a version gets', () => {
  test.each(data.cases)('$name', ({ version, existing, tags }) => {
    expect(given(decide(version, existing))).toEqual(tags);
  });

  test('a registry that cannot be read gives the exact tag and holds the others back', () => {
    expect(decide('1.2.3', undefined)).toEqual([
      { tag: '1.2.3', action: 'create' },
      ...['1.2', '1', 'latest'].map((tag) => ({
        tag,
        action: 'hold',
        why: "the registry's tags could not be read, and a higher version may hold it",
      })),
    ]);
  });

  test('a floating tag that is held back names the version that holds it', () => {
    expect(decide('1.2.9', ['1.2.8', 'v2.0.0', 'latest'])).toContainEqual({
      tag: 'latest',
      action: 'hold',
      why: '2.0.0 is higher than 1.2.9',
    });
  });

  test('a moved tag says which version it leaves', () => {
    expect(decide('1.3.0', ['1.2.8', '1.2.9', '1', 'latest'])).toEqual([
      { tag: '1.3.0', action: 'create' },
      { tag: '1.3', action: 'create' },
      { tag: '1', action: 'move', from: '1.2.9' },
      { tag: 'latest', action: 'move', from: '1.2.9' },
    ]);
  });

  test('digests tell that an interrupted release left its floating tag behind', () => {
    const existing = [
      { tag: '1.2.8', digest: 'sha256:a' },
      { tag: '1.2.9', digest: 'sha256:b' },
      { tag: '1.2', digest: 'sha256:b' },
      { tag: 'latest', digest: 'sha256:a' },
    ];
    const decisions = decideTags({
      version: '1.2.9',
      existing,
      requested: usualTags('1.2.9'),
      digest: 'sha256:b',
    });
    expect(decisions).toEqual([
      { tag: '1.2.9', action: 'unchanged' },
      { tag: '1.2', action: 'unchanged', from: '1.2.9' },
      { tag: '1', action: 'create' },
      { tag: 'latest', action: 'move', from: '1.2.8' },
    ]);
  });

  test('the tag 0 is given when it is asked for', () => {
    const requested = usualTags('0.4.0');
    expect(given(decideTags({ version: '0.4.0', existing: [], requested, majorZero: true }))).toContain('0');
  });

  test('a variant competes with versions of the same variant only', () => {
    const requested = [{ name: '1-alpine', line: 'major', suffix: '-alpine' }] as const;
    const held = (tag: string) => decideTags({ version: '1.4.0', existing: [{ tag }], requested })[0]?.action;
    expect([held('1.5.0-alpine'), held('1.5.0')]).toEqual(['hold', 'create']);
  });

  test('a branch moves along with every build', () => {
    const requested = [{ name: 'main', line: 'free' }] as const;
    expect(decideTags({ version: '1.0.0', existing: [{ tag: 'main' }], requested })).toEqual([
      { tag: 'main', action: 'move' },
    ]);
  });
});
