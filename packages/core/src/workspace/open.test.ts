import { createTestRepository, quietGit } from '@launchway/sandbox';
import { expect, onTestFinished, test } from 'vitest';
import { openWorkspace } from './open.ts';

/** What is said while two checkouts are made of a commit with these files. */
async function saidOf(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const repository = await createTestRepository(files);
  onTestFinished(() => repository.remove());
  const said: string[] = [];
  const env = { PATH: process.env['PATH'] ?? '', HOME: repository.path, ...quietGit };
  const workspace = await openWorkspace({ cwd: repository.path, env, say: (line) => void said.push(line) });
  onTestFinished(() => workspace.close());
  const head = workspace.repository.head ?? '';
  await workspace.effects.checkout(head);
  await workspace.effects.checkout(head);
  return said;
}

test('that a checkout holds pointers in place of files of Git LFS is said once', async () => {
  const files = { 'a.bin': 'pointer', 'fonts/b.bin': 'pointer', 'c.txt': 'text' };
  expect(await saidOf(files)).toEqual([]);
  expect(await saidOf({ ...files, '.gitattributes': '*.bin filter=lfs diff=lfs merge=lfs -text\n' })).toEqual(
    [
      'a.bin and 1 more are kept by Git LFS: what is built in a checkout of the release commit gets pointers.',
    ],
  );
});
