import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { hasUnshare } from './observed.fixture.ts';
import { cleanUp, notes, reference, start, temporary } from './world.fixture.ts';

afterAll(cleanUp);

async function changed() {
  const clone = await reference();
  notes(clone);
  await clone.change('fix(proxy): one', 'plugins/plugin-proxy/plugin.ts', 'apps/runtime/src/server.js');
  await clone.git('push', '-q', 'origin', 'HEAD');
  return clone;
}

const nameless = ['unshare', '--user', '--map-user=54321', '--map-group=54321', 'env', '--unset=HOME'];

it.skipIf(!hasUnshare)(
  'a user of a container who has neither a name nor a home releases (skipped without unshare)',
  async () => {
    const clone = await changed();
    const { code, stdout, stderr } = await start(clone.path, ['--yes'], { CI: 'true' }, nameless).ended;
    expect(code, stdout + stderr).toBe(0);
    expect(await clone.gitRemote('tag', '--list', 'v0.2.27')).toBe('v0.2.27');
  },
);

it('a clone that does not find the objects it borrows says so once, and not that files are missing', async () => {
  const lender = await changed();
  const job = join(temporary(), 'job');
  await lender.git('clone', '-q', '--shared', '.', job);
  renameSync(join(lender.path, '.git/objects'), join(lender.path, '.git/elsewhere'));
  const { code, stdout, stderr } = await start(job, ['plan']).ended;
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr.match(/^(?:error|warning) \w+/gm)).toEqual(['error OBJECT_MISSING']);
  expect(stderr).toContain('.git/objects/info/alternates');
});

it('a repository whose path holds a line break is refused with that', async () => {
  const clone = await changed();
  const job = join(temporary(), 'two\nlines');
  await clone.git('clone', '-q', '.', job);
  const { code, stderr } = await start(job, ['plan']).ended;
  expect(code).toBe(2);
  expect(stderr).toMatch(/^error PATH_LINE_BREAK\n/);
  expect(stderr.replaceAll(/\s+/g, '')).toContain('two\\nlines');
});
