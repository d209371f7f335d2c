import { describe, expect, test } from 'vitest';
import { renderTemplate, type Scope } from './template.ts';

const scope: Scope = {
  values: {
    version: '1.2.3',
    major: 1,
    patch: 0,
    build: ['linux', 7],
    branch: "feat/a=b&it's<x>",
    flag: 'false',
    none: [],
  },
  helpers: { date: ([format], named) => `${String(format)}@${String(named.get('tz') ?? 'UTC')}` },
};

describe('a template', () => {
  test.each([
    ['v{{version}}-{{ major }}', 'v1.2.3-1'],
    ['{{{version}}}{{&major}}', '1.2.31'],
    ['{{branch}}', "feat/a=b&it's<x>"],
    ['{{unknown}}|{{unknown.deep}}', '|'],
    ['{{patch}}', '0'],
    ['{{build}} {{build.[1]}} {{build.length}} {{this.major}}', 'linux,7 7 2 1'],
    ['a {{~version~}} b', 'a1.2.3b'],
    ['{{! a comment }}x{{!-- {{not}} read --}}', 'x'],
    ['\\{{version}}', '{{version}}'],
    ["{{date 'YYYY' tz='Asia/Tokyo'}}", 'YYYY@Asia/Tokyo'],
    ['{{date "it\\"s"}}', 'it"s@UTC'],
    ['{{#if major}}yes{{else}}no{{/if}}', 'yes'],
    ['{{#if patch}}yes{{else}}no{{/if}}{{#unless none}}!{{/unless}}', 'no!'],
    ['{{#if flag}}{{#if none}}a{{else}}b{{/if}}{{/if}}', 'b'],
    ['no braces {here}', 'no braces {here}'],
  ])('%s gives %s', (template, text) => {
    expect(renderTemplate(template, scope)).toBe(text);
  });

  test.each([
    '{{version',
    '{{}}',
    '{{#each build}}{{/each}}',
    '{{#if major}}x',
    '{{/if}}',
    '{{else}}',
    '{{call 1}}',
  ])('%s is refused', (template) => {
    expect(() => renderTemplate(template, scope)).toThrow(/template/i);
  });

  test('nothing that a value inherits can be named', () => {
    expect(renderTemplate('{{constructor}}{{__proto__}}{{version.constructor}}', scope)).toBe('');
  });
});
