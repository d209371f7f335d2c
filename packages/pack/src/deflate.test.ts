import { createHash } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deflate } from './deflate.ts';

/** Bytes that look random and are the same everywhere. */
function noise(length: number, values = 256): Uint8Array {
  let state = 12345;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 16) % values;
  });
}

const yaml = Buffer.from(
  'spec:\n  replicas: {{ .Values.replicas }}\n  template:\n    metadata:\n      labels: {{ .Release.Name }}\n'.repeat(
    3000,
  ),
);

describe('what is compressed is what is read back', () => {
  test('for any bytes', () => {
    const repetitive = fc
      .array(fc.constantFrom('ab', 'abc', 'a', '\0', 'xyz'), { maxLength: 400 })
      .map((parts) => Buffer.from(parts.join('')));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 3000 }), repetitive), (bytes) => {
        expect(Buffer.compare(inflateRawSync(deflate(bytes)), bytes)).toBe(0);
      }),
      { numRuns: 150 },
    );
  });

  test.each([
    ['nothing', new Uint8Array()],
    ['one byte', Uint8Array.of(7)],
    ['zeros, at the longest copies', new Uint8Array(300_000)],
    ['noise of several blocks', noise(200_000)],
    ['few values, at the farthest distances', noise(120_000, 3)],
    ['templates', yaml],
    ['a copy as far back as can be', Buffer.concat([noise(300), Buffer.alloc(32_768 - 300), noise(300)])],
  ])('for %s', (_, bytes) => {
    expect(Buffer.compare(inflateRawSync(deflate(bytes)), bytes)).toBe(0);
  });
});

test('templates become much smaller', () => expect(deflate(yaml).length).toBeLessThan(yaml.length / 50));

test('the result is the same on every machine and stays so', () => {
  const digest = createHash('sha256')
    .update(deflate(noise(50_000, 20)))
    .digest('hex');
  expect(digest).toBe('2e68d80b6308ddaf818b1b660b3dcf65cb28102ea166ab5fd12ccceb160dc468');
});
