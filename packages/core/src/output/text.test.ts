import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleaned, harmless, inert, inertJson, oneLine } from './text.ts';

describe('third-party text', () => {
  it.each([
    ['\u001b[31mred\u001b[0m', 'red'],
    ['\u001b]8;;https://evil\u0007link\u001b]8;;\u001b\\', 'link'],
    ['\u001b]0;title\u001b\\after', 'after'],
    ['\u001bPq...\u001b\\after', 'after'],
    ['\u009b31mred', 'red'],
    ['a\rb', 'ab'],
    ['a\r\nb', 'a\nb'],
    ['a\bb\u0000', 'ab'],
    ['tab\tstays', 'tab\tstays'],
    ['user\u202Egnp.exe', 'usergnp.exe'],
    ['\u2066iso\u2069', 'iso'],
    ['zero\u200Bwidth\uFEFF', 'zerowidth'],
    ['tag\u{E0041}', 'tag'],
    ['lone \ud800', 'lone \ufffd'],
    ['Grüße 漢字 🚀', 'Grüße 漢字 🚀'],
    ['line\u2028separator', 'lineseparator'],
  ])('%j is shown as %j', (text, shown) => {
    expect(harmless(text)).toBe(shown);
  });

  it.each([
    ['::set-output name=a::b', ': :set-output name=a::b'],
    ['  ::error::x', '  : :error::x'],
    ['x\n::add-mask::y', 'x\n: :add-mask::y'],
    ['\u001b[31m::error::x', '\u001b[31m: :error::x'],
    ['fine ::error::x', 'fine ::error::x'],
    ['##[error]x', '## [error]x'],
    ['x ##[add-path]y', 'x ## [add-path]y'],
    ['section_start:1:x', 'section_start :1:x'],
    ['std::vector', 'std::vector'],
  ])('%j is no command as %j', (text, shown) => {
    expect(inert(text)).toBe(shown);
  });

  it('cannot become a command by what is taken out of it', () => {
    for (const text of [
      ':\u200b:error::x',
      '\u001b[0m:\u202e:error::x',
      '#\u0000#[error]x',
      '##\u200b[error]x',
    ]) {
      expect(inert(harmless(text))).not.toMatch(/^\s*::|##\[/m);
    }
  });

  it('holds no control, bidi or command in any text', () => {
    const nasty = fc.array(
      fc.constantFrom(
        '\u001b',
        '[',
        ']',
        '0',
        'm',
        ':',
        '#',
        '\n',
        '\r',
        ' ',
        '\u202e',
        '\u200b',
        '\u009b',
        '\u0007',
        'a',
        '%',
      ),
    );
    fc.assert(
      fc.property(nasty, (parts) => {
        const shown = inert(harmless(parts.join('')));
        // oxlint-disable-next-line no-control-regex -- they must be gone
        expect(shown).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u200b]/);
        expect(shown).not.toMatch(/^[ \t]*::|##\[/m);
      }),
    );
  });

  it('is one line where one line is wanted, cut by characters', () => {
    expect(oneLine('a\n b\t c')).toBe('a b c');
    expect(oneLine('🚀🚀🚀🚀', 3)).toBe('🚀🚀…');
  });

  it('is clean in keys and depths of a value', () => {
    expect(cleaned({ 'a\u001b[1m': [{ b: '\u202ex' }], n: 1, z: null })).toEqual({
      a: [{ b: 'x' }],
      n: 1,
      z: null,
    });
  });

  it('says the same in JSON, without a byte that a terminal or runner takes for a command', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('##[', '\u202e', '\u009b', '\u{E0041}', '::', '\n', 'x', '\\', '"')),
        (parts) => {
          const json = inertJson(JSON.stringify({ text: parts.join('') }, null, 2));
          expect(JSON.parse(json)).toEqual({ text: parts.join('') });
          expect(json).not.toMatch(/##\[|[\u0080-\u009f\u202e]|^\s*::/m);
        },
      ),
    );
  });
});
