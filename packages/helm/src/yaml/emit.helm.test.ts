import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { folderTree, helm, helm4, packingTime, temporary, withoutHelm, writeChart } from '../helm.fixture.ts';
import { packChart } from '../package/pack.ts';

const odd = fc.constantFrom(
  ...'a¦word¦yes¦no¦n¦On¦~¦null¦1¦0¦-1¦1.5¦1e3¦0x1f¦0b11¦0o7¦07¦08¦1_000¦.5¦.9_9¦.inf¦-.INF¦.nan¦1.¦+1¦0_1¦-0¦1e400'.split(
    '¦',
  ),
  ...'2024-01-02¦2024-1-2T3:4:5Z¦2024-13-01¦2024-02-30¦2024-01-02 03:04:05.5¦12:30:45¦1:2¦9223372036854775808'.split(
    '¦',
  ),
  ...`.¦...¦---¦<<¦=¦-¦- a¦? b¦: c¦a: b¦a:b¦#x¦a #b¦[x]¦{y}¦*al¦&an¦!t¦|¦>¦%p¦@at¦\`bt¦"dq"¦'sq'¦\\¦https://x.y/a?b=c&d=e`.split(
    '¦',
  ),
  ...'tab\there¦é¦中文¦🚀¦\u2028¦\u00a0¦\ufeff¦\u200b'.split('¦'),
);
const joint = fc.constantFrom(' ', ' ', ' ', '  ', '\n', '\n\n', ' \n', '\n ', '', ', ');
const text = fc.array(fc.tuple(odd, joint), { maxLength: 40 }).map((parts) => parts.flat().join(''));
const key = fc.oneof(
  odd,
  fc.tuple(odd, odd).map((parts) => parts.join('')),
  text.map((one) => one.slice(0, 200)),
);
/** Not half of an emoji, which no file can hold. */
const isWhole = (one: string): boolean => Buffer.from(one).toString('utf8') === one;

/** JSON, which is YAML, without the characters that are line ends to some readers. */
const asYaml = (value: unknown): string =>
  JSON.stringify(value).replaceAll(
    /[\u2028\u2029\u0085\ufeff\u00a0\u200b]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

describe.skipIf(withoutHelm)('Chart.yaml is written as helm writes it', () => {
  test('with any text, as a key, in a list and nested', async () => {
    const pairs = fc.sample(fc.tuple(key.filter(isWhole), text.filter(isWhole)), 600);
    const [first, second] = [pairs[0]?.[0] ?? '', pairs[1]?.[1] ?? ''];
    const imports = [
      ...pairs.map(([name, value]) => ({ [name]: value })),
      { n: 1, f: 1.5, g: 1e21, b: true, l: ['x', ['y', 'z'], { k: 'v', l: [first] }, [], {}] },
    ];
    const dependencies = [{ name: 'd', version: first, tags: ['a', second], 'import-values': imports }];
    const chart = {
      apiVersion: 'v2',
      name: 'c',
      version: '1.0.0',
      description: second,
      keywords: pairs.map(([, value]) => value),
      annotations: { [first]: second },
      dependencies,
    };
    const root = writeChart({
      'Chart.yaml': asYaml(chart),
      'charts/d/Chart.yaml': 'apiVersion: v2\nname: d\nversion: 1.0.0\n',
    });
    const out = temporary();
    expect(helm(helm4, ['package', root, '-d', out]).stderr).toBe('');
    const theirs = gunzipSync(readFileSync(join(out, readdirSync(out)[0] ?? ''))).toString('utf8', 512);
    const ours = (await packChart(folderTree(root), { mtime: packingTime })).chartYaml;
    expect(theirs.slice(0, ours.length)).toBe(ours);
  });
});
