import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readYaml, setYaml } from './yaml/values.ts';
import { setYamlText } from './yaml/text.ts';

const folder = new URL('fixtures/chart-yaml/', import.meta.url);
const charts = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .map((file) => ({ file, text: readFileSync(new URL(file, folder), 'utf8') }));

const notes = "## What's new\n\n- Faster: *twice* as fast\n  - `a: b` # not a comment\n\n> quoted\n";
const place = { map: 'annotations', key: 'catalog.cattle.io/release-notes' };

test('all real charts are there', () => {
  expect(charts).toHaveLength(83);
});

describe.each(charts)('$file', ({ file, text }) => {
  test('gets another version, and nothing else differs', () => {
    const held = readYaml({ file, text }, ['version']);
    const line = text.split('\n')[(held.line ?? 0) - 1] ?? '';
    const after = setYaml({ file, text }, ['version'], '97.86.75-x.4+y');
    expect(after).toBe(text.replace(line, line.replace(held.value ?? '?', '97.86.75-x.4+y')));
    expect(readYaml({ file, text: after }, ['version'])).toEqual({
      value: '97.86.75-x.4+y',
      line: held.line,
    });
    expect(setYaml({ file, text: after }, ['version'], held.value ?? '')).toBe(text);
  });

  test('gets another appVersion, in place or inserted after the version', () => {
    const held = readYaml({ file, text }, ['appVersion']).value;
    const after = setYaml({ file, text }, ['appVersion'], '97.86.75', 'version');
    const undone = held === undefined ? /appVersion: "97\.86\.75"\r?\n/ : '97.86.75';
    expect(readYaml({ file, text: after }, ['appVersion']).value).toBe('97.86.75');
    expect(after.replace(undone, held ?? '')).toBe(text);
  });

  test('gets release notes as an annotation, which can be changed again', () => {
    const first = setYamlText({ file, text }, place, 'first');
    const second = setYamlText({ file, text: first }, place, notes);
    expect(parse(second, { uniqueKeys: false, logLevel: 'silent' }).annotations[place.key]).toBe(notes);
    expect(setYamlText({ file, text: second }, place, 'first')).toBe(
      first.endsWith('\n') ? first : `${first}\n`,
    );
  });
});
