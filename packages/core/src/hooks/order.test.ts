import { expect, test } from 'vitest';
import type { Plugin } from '../model/plugin.ts';
import { isReleaseError } from '../model/problem.ts';
import { orderPlugins } from './order.ts';

const plugin = (name: string, after?: readonly string[], id?: string): Plugin => ({
  name,
  ...(after === undefined ? {} : { after }),
  ...(id === undefined ? {} : { id }),
});

function codesOf(run: () => unknown): readonly string[] {
  try {
    run();
  } catch (error) {
    if (isReleaseError(error)) return error.problems.map((problem) => `${problem.code}: ${problem.message}`);
    throw error;
  }
  return [];
}

test('keeps the order of the configuration where nothing else is asked', () => {
  const names = orderPlugins([plugin('zebra'), plugin('ape'), plugin('mole')]).map(({ name }) => name);
  expect(names).toEqual(['zebra', 'ape', 'mole']);
});

test('puts a plugin after the one it names, and after every instance of it', () => {
  const ordered = orderPlugins([
    plugin('report', ['image']),
    plugin('image', undefined, 'image-arm'),
    plugin('image', ['chart'], 'image-amd'),
    plugin('chart'),
  ]);
  expect(ordered.map(({ id, name }) => id ?? name)).toEqual(['image-arm', 'chart', 'image-amd', 'report']);
});

test('reports every unknown name and every duplicate at once, with the nearest name', () => {
  const codes = codesOf(() => orderPlugins([plugin('docker'), plugin('docker'), plugin('jsr', ['dcoker'])]));
  expect(codes).toHaveLength(2);
  expect(codes[0]).toMatch(/^PLUGIN_DUPLICATE/);
  expect(codes[1]).toMatch(/^PLUGIN_AFTER_UNKNOWN.*Did you mean "docker"\?/);
});

test('names the plugins of a circle', () => {
  const codes = codesOf(() =>
    orderPlugins([plugin('one', ['two']), plugin('two', ['three']), plugin('three', ['one'])]),
  );
  expect(codes).toEqual([
    'PLUGIN_AFTER_CYCLE: These plugins wait for each other: one after two after three after one.',
  ]);
});
