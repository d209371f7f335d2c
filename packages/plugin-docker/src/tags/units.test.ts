import { isReleaseError } from '@launchway/core';
import { describe, expect, test } from 'vitest';
import { parseFlavor, plainFlavor } from './flavor.ts';
import { parseImages } from './images.ts';
import { parseLine } from './line.ts';
import { upstreamUnits } from './metadata-action.fixture.ts';
import { byPriority } from './rule.ts';
import { isRawStatement } from './template-parse.ts';

type Attributes = Readonly<Record<string, string>>;
const unitsOf = (name: string) => upstreamUnits.filter(({ unit }) => unit === name);

/** The code of the problem that reading something ends with. */
function codeOf(read: () => unknown): string | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    return isReleaseError(error) ? error.problems[0]?.code : String(error);
  }
}

describe('a line of docker/metadata-action', () => {
  const kinds: Readonly<Record<string, string>> = { branch: 'branch', tag: 'tag', pr: 'request' };

  test.each(unitsOf('tag.parse').filter(({ error }) => error === null))('$input', ({ input, output }) => {
    const { type, attrs } = output as { type: string; attrs: Attributes };
    const { priority, prefix, format, event, ...others } = attrs;
    const rule = parseLine(input as string);
    expect(rule).toMatchObject({
      kind: type === 'ref' ? kinds[event ?? ''] : type,
      priority: Number(priority),
      ...others,
    });
    expect([rule.prefix, 'length' in rule]).toEqual([prefix, format === 'long']);
  });

  test.each(unitsOf('tag.parse').filter(({ error }) => error !== null))('$input is refused', ({ input }) => {
    expect(codeOf(() => parseLine(input as string))).toBe('TAG_RULE_INVALID');
  });

  test('the highest priority comes first, and what is no number keeps its place', () => {
    const lines = ['type=sha', 'a,priority=x', 'type=schedule', 'b,priority=300', 'c,priority=300'];
    const [, unsorted] = byPriority(lines.slice(0, 2).map(parseLine));
    expect(unsorted?.source).toBe('a,priority=x');
    expect(byPriority(lines.slice(2).map(parseLine)).map(({ source }) => source)).toEqual(lines.slice(2));
  });
});

describe('a flavor', () => {
  test.each(unitsOf('flavor.transform').filter(({ error }) => error === null))(
    '$input',
    ({ input, output }) => {
      expect(parseFlavor(input as string[])).toEqual(output);
    },
  );

  test.each(unitsOf('flavor.transform').filter(({ error }) => error !== null))(
    '$input is refused',
    ({ input }) => {
      expect(codeOf(() => parseFlavor(input as string[]))).toBe('TAG_FLAVOR_INVALID');
    },
  );

  test('keeps a second = of its value', () => {
    expect(parseFlavor(['prefix=a=b-'])).toEqual({ ...plainFlavor, prefix: 'a=b-' });
  });
});

describe('images', () => {
  const valid = unitsOf('image.transform').filter(({ upstream_invalid: invalid }) => !invalid);

  test.each(valid)('$input', ({ input, output }) => {
    const lower = (output as { name: string; enable: boolean }[]).map((image) => ({
      ...image,
      name: image.name.toLowerCase(),
    }));
    expect(parseImages(input as string[])).toEqual(lower);
  });

  test.each(unitsOf('image.transform').filter(({ upstream_invalid: invalid }) => invalid))(
    '$input is refused',
    ({ input }) => {
      expect(codeOf(() => parseImages(input as string[]))).toBe('TAG_IMAGE_INVALID');
    },
  );
});

test.each(unitsOf('isRawStatement'))(
  'whether "$input" is the raw version alone: $output',
  ({ input, output }) => {
    expect(isRawStatement(input as string)).toBe(output);
  },
);
