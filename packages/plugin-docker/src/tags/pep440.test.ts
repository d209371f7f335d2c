import { describe, expect, test } from 'vitest';
import { isFinal, parsePep440 } from './pep440.ts';

describe('a Python version', () => {
  test.each([
    ['v1.1.1', '1.1.1', true],
    ['1.2.3beta2', '1.2.3b2', false],
    ['1.2.3.RC', '1.2.3rc0', false],
    ['1.0-preview_03', '1.0rc3', false],
    ['1.2post1', '1.2.post1', false],
    ['1.0-1', '1.0.post1', false],
    ['1.0.rev2', '1.0.post2', false],
    ['1.0dev4', '1.0.dev4', false],
    ['1.0a1.post2.dev3', '1.0a1.post2.dev3', false],
    ['2!01.02', '2!1.2', true],
    ['1.0+Ubuntu_07', '1.0+ubuntu-7', true],
  ])('%s is %s', (text, version, final) => {
    const found = parsePep440(text);
    expect([found?.version, found && isFinal(found)]).toEqual([version, final]);
  });

  test.each(['sometag', '1.0-', '1..0', 'v', '1.0 ', '1.0+', '1.0-rc-beta'])('%s is none', (text) => {
    expect(parsePep440(text)).toBeUndefined();
  });
});
