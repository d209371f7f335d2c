import { expect, test } from 'vitest';
import { TreeReader } from './tree-object.ts';

const oid = 'ab'.repeat(20);
const entry = (mode: string, name: string) => `${mode} ${name}\0${'\u0001'.repeat(20)}`;
const reading = (content: string) =>
  new TreeReader({
    read: async () => ({ type: 'tree', oid, bytes: Buffer.from(content, 'latin1') }),
    close: () => undefined,
  }).entries('HEAD^{tree}');

test('a tree object gives its entries with their modes', async () => {
  const entries = await reading(entry('100755', 'run.sh') + entry('40000', 'src'));
  expect([...entries.values()]).toEqual([
    { name: 'run.sh', mode: '100755', oid: '01'.repeat(20) },
    { name: 'src', mode: '40000', oid: '01'.repeat(20) },
  ]);
});

test.each([
  ['is cut off in a mode', '100644'],
  ['is cut off in a name', `${entry('100644', 'a')}100644 b`],
  ['is cut off in an object', entry('100644', 'a').slice(0, -1)],
  ['leads to the folder above', entry('40000', '..')],
  ['leads elsewhere by a slash', entry('100644', 'a/../../b')],
  ['has a repository in it', entry('40000', '.GIT')],
  ['has a file without a name', entry('100644', '')],
])('a tree object that %s is refused', async (_what, content) => {
  await expect(reading(content)).rejects.toMatchObject({
    problems: [{ code: 'OBJECT_BROKEN', message: expect.stringContaining(oid) }],
  });
});

test.each([oid, `${oid}^{tree}`])(
  'a tree that is named by its object, and is not there, is missing (%s)',
  async (name) => {
    const none = new TreeReader({ read: async () => undefined, close: () => undefined });
    await expect(none.entries(name)).rejects.toMatchObject({
      problems: [
        { code: 'OBJECT_MISSING', message: expect.stringContaining(`The object ${oid} is missing`) },
      ],
    });
    expect((await none.entries('HEAD^{tree}')).size).toBe(0);
  },
);
