import { expect, test } from 'vitest';
import type { Effects, GitReads, GitWrites, Tree } from '../model/ports.ts';
import { assembleEffects, readsOf } from './assemble.ts';
import { type Effect, observe } from './observe.ts';
import { createTools } from './tools.ts';

const tree: Tree = { text: async () => undefined, bytes: async () => undefined, list: async () => [] };
const git: GitReads = {
  commit: async () => undefined,
  tree: () => tree,
  changedPaths: async () => [],
  config: async () => undefined,
  message: async () => '',
  date: async () => 0,
  isAncestor: async () => false,
};
const done: string[] = [];
const repository: GitWrites = {
  commit: async ({ message }) => `commit of ${message}`,
  blob: async (content) => `blob of ${content.length}`,
  tag: async ({ name }) => name,
  push: async () => void done.push('push'),
  writeFiles: async () => {},
  follow: async () => [],
};

function make(env: Record<string, string> = {}) {
  const lines: string[] = [];
  const root = process.cwd();
  const tools = createTools({ root, env, say: (line) => void lines.push(line) });
  const effects = assembleEffects(root, tools, {
    reads: { tree, git, env: (name) => env[name] },
    repository,
    checkout: async () => tools.files.scratch(),
  });
  return { effects, tools, lines };
}

test('what is said is masked', async () => {
  const { effects, lines } = make({ TOKEN: 'tok-1234567' });
  await effects.credential({ env: 'TOKEN' });
  effects.mask('another-secret');
  effects.say('tok-1234567 another-secret');
  expect(lines).toEqual(['*** ***']);
});

test('a checkout may be written to, and its files read', async () => {
  const { effects, tools } = make();
  const folder = await effects.checkout('c0ffee');
  await effects.write(`${folder}/a/b`, 'text');
  expect(await effects.folder(folder).text('a/b')).toBe('text');
  await tools.dispose();
});

test('reads hold no means to write', () => {
  const { effects } = make();
  const writing: (keyof Effects)[] = ['write', 'send', 'exec', 'checkout', 'repository'];
  expect(Object.keys(readsOf(effects)).sort()).toEqual(
    Object.keys(effects)
      .filter((name) => !(writing as string[]).includes(name))
      .sort(),
  );
});

test('every effect is numbered and told before and after, and reading is not', async () => {
  const told: string[] = [];
  const tell = (when: string) => (effect: Effect) =>
    void told.push(`${when} ${effect.number} ${effect.name} ${effect.subject}`);
  const { effects, tools } = make();
  const observed = observe(effects, { before: tell('before'), after: tell('after') });
  const folder = await observed.scratch();
  await observed.write(`${folder}/x`, '');
  await observed.repository.commit({ parent: 'p', files: [], message: 'chore: one\n\nbody' });
  await expect(observed.send({ method: 'POST', url: 'https://me:pw@host/p?token=1' })).rejects.toThrow(
    'user name or a password',
  );
  await tools.dispose();
  expect(told).toEqual([
    `before 1 write ${folder}/x`,
    `after 1 write ${folder}/x`,
    'before 2 repository.commit chore: one',
    'after 2 repository.commit chore: one',
    'before 3 send POST https://host/p',
    'after 3 send POST https://host/p',
  ]);
});

test('a fault before an effect keeps it from happening, and one after it hides its outcome', async () => {
  const crash = () => {
    throw new Error('crash');
  };
  const request = { remote: 'origin', updates: [] };
  await expect(observe(make().effects, { before: crash }).repository.push(request)).rejects.toThrow('crash');
  expect(done).toEqual([]);
  await expect(observe(make().effects, { after: crash }).repository.push(request)).rejects.toThrow('crash');
  expect(done).toEqual(['push']);
});
