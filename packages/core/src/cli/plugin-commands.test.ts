import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Command } from '../model/plugin.ts';
import { findPluginCommand, writableFolders } from './plugin-commands.ts';

const command = (summary: string): Command => ({
  name: 'label',
  summary,
  options: { out: { summary: 'folder', value: 'DIR' } },
  args: ['from', 'dir?'],
  writes: ['out', 'dir'],
  run: async () => 0,
});

describe('a command that a plugin brings', () => {
  it('is found with its namesakes, one an instance of the plugin', async () => {
    const plugins = [
      { name: 'a', commands: [command('first')] },
      { name: 'b' },
      { name: 'a', commands: [command('second')] },
    ];
    const session = async () => ({ flow: { name: 'main', plugins } }) as never;
    const found = await findPluginCommand('label', { folder: '/', session });
    expect(found?.command.summary).toBe('first');
    expect(found?.namesakes.map(({ summary }) => summary)).toEqual(['first', 'second']);
  });

  it('is taken from its package, without opening the configuration, when it looks at nothing else', async () => {
    const session = async (): Promise<never> => Promise.reject(new Error('the configuration was opened'));
    const folder = fileURLToPath(new URL('.', import.meta.url));
    const found = await findPluginCommand('package', { folder, session });
    expect(found?.command).toMatchObject({ name: 'package', standalone: 'only' });
  });

  it.each([
    [{}, [], ['/home/ada', '/home/ada']],
    [{ out: 'dist' }, ['x', 'charts/a'], ['/home/ada/dist', '/home/ada/charts/a']],
    [{ out: '/srv/out' }, ['x'], ['/srv/out', '/home/ada']],
  ] as const)('may write below the folders that its user names: %j %j', (flags, args, folders) => {
    const terminal = { cwd: '/home/ada' } as Parameters<typeof writableFolders>[1]['terminal'];
    expect(writableFolders(command(''), { flags, args, terminal })).toEqual(
      folders.map((each) => resolve(each)),
    );
  });
});
