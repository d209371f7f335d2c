import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unifiedDiff } from './diff.ts';

test('a changed line stands between three lines of context', () => {
  const text = 'a\nb\nc\nd\nversion: 1\ne\nf\ng\nh\n';
  expect(unifiedDiff('x/C.yaml', text, text.replace('1', '2'))).toBe(
    '--- a/x/C.yaml\n+++ b/x/C.yaml\n@@ -2,7 +2,7 @@\n b\n c\n d\n-version: 1\n+version: 2\n e\n f\n g\n',
  );
});

test('a new file is compared with nothing', () => {
  expect(unifiedDiff('n', undefined, 'a\nb')).toBe(
    '--- /dev/null\n+++ b/n\n@@ -0,0 +1,2 @@\n+a\n+b\n\\ No newline at end of file\n',
  );
});

test('a final newline that goes is told', () => {
  expect(unifiedDiff('n', 'a\n', 'a')).toBe(
    '--- a/n\n+++ b/n\n@@ -1 +1 @@\n-a\n+a\n\\ No newline at end of file\n',
  );
});

test('equal texts differ in nothing', () => {
  expect(unifiedDiff('n', 'a', 'a')).toBe('');
});

describe('git', () => {
  test('makes the new text of the old one and the diff', () => {
    const folder = mkdtempSync(join(tmpdir(), 'diff-'));
    const text = fc
      .array(fc.constantFrom('a\n', 'b\n', 'c\r\n', '\n', 'd\n'), { maxLength: 30 })
      .chain((lines) => fc.constantFrom(lines.join(''), `${lines.join('')}end`));
    try {
      fc.assert(
        fc.property(text, text, (before, after) => {
          if (before === after) return;
          writeFileSync(join(folder, 'f'), before);
          execFileSync('git', ['apply', '--whitespace=nowarn', '-'], {
            cwd: folder,
            input: unifiedDiff('f', before, after),
            stdio: ['pipe', 'ignore', 'pipe'],
          });
          expect(readFileSync(join(folder, 'f'), 'utf8')).toBe(after);
        }),
        { numRuns: 60 },
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
