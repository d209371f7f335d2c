import { afterAll, expect, it } from 'vitest';
import { hasUnshare } from './observed.fixture.ts';
import { cleanUp, notes, reference, start, temporary } from './world.fixture.ts';

afterAll(cleanUp);

/**
 * The program that runs another in a clone whose folder `charts` is on a disk of its own, which is full, and then says how
 * the files differ from HEAD.
 */
const onFullDisk = (kept: string): readonly string[] => [
  'unshare',
  '--mount',
  'sh',
  '-c',
  `cp -a charts/. "$0" && mount -t tmpfs -o size=64k disk charts && cp -a "$0/." charts || exit 99
cat /dev/zero >charts/zeros 2>/dev/null
"$@"
code=$?
echo "differs: $(git status --porcelain --untracked-files=no | tr '\\n' ' ')$(ls -A charts)" >&2
exit $code`,
  kept,
];

it.skipIf(!hasUnshare)(
  'a clone that has no room for the files of the release keeps all of them as they were, and says so (skipped without unshare)',
  async () => {
    const clone = await reference();
    notes(clone);
    await clone.change('fix(proxy): one', 'plugins/plugin-proxy/plugin.ts', 'apps/runtime/src/server.js');
    await clone.git('push', '-q', 'origin', 'HEAD');
    const before = await clone.git('rev-parse', 'HEAD');
    const names = (await clone.git('ls-tree', '--name-only', 'HEAD:charts')).split('\n');
    const { code, stdout, stderr } = await start(clone.path, ['--yes'], {}, onFullDisk(temporary())).ended;
    expect(code, stderr).toBe(0);
    expect(stdout + stderr).toMatch(
      /main here stayed where it was: its files could not be written, the disk is full \(ENOSPC\)\. .*`git pull`/,
    );
    expect(/differs: ([^]*)$/.exec(stderr)?.[1]?.trim().split('\n')).toEqual([...names, 'zeros']);
    expect(await clone.git('rev-parse', 'HEAD')).toBe(before);
  },
);
