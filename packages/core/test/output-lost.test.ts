import { existsSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { type Clone, cleanUp, type Ended, notes, reference, start } from './world.fixture.ts';

afterAll(cleanUp);

/** Releases in a clone, as a shell runs the command: `"$@"`. */
async function release(
  shell: string,
  args: readonly string[] = ['--yes'],
): Promise<{ readonly ended: Ended; readonly clone: Clone }> {
  const clone = await reference();
  notes(clone);
  await clone.change('fix(proxy): one', 'plugins/plugin-proxy/plugin.ts');
  await clone.push();
  const ended = await start(clone.path, args, {}, ['sh', '-c', shell, 'sh']).ended;
  return { ended, clone };
}

const released = expect.arrayContaining([expect.stringContaining('refs/tags/v0.2.27')]);

describe('a release whose output cannot be written', () => {
  it.skipIf(!existsSync('/dev/full')).each([[['--yes']], [['--yes', '--json']]])(
    'to a full disk goes on to its end with %j, and says that the answer is lost',
    async (args) => {
      const { ended, clone } = await release('exec "$@" > /dev/full', args);
      expect(await clone.published()).toEqual(released);
      expect(ended.stderr).toContain('Standard output could not be written: the disk is full (ENOSPC).');
      expect(ended.stderr).not.toContain('node:');
      expect(ended.code).toBe(1);
      expect(await clone.release(['--yes'])).toMatchObject({ code: 0 });
    },
  );

  it.skipIf(!existsSync('/dev/full'))(
    'of a command that changes nothing ends as one that was refused',
    async () => {
      const { ended } = await release('exec "$@" > /dev/full', ['plan']);
      expect(ended.stderr).toContain('Standard output could not be written');
      expect(ended.code).toBe(2);
    },
  );

  it.skipIf(!existsSync('/dev/full'))(
    'of a command that wrote a file says that it did something',
    async () => {
      const clone = await reference();
      const args = ['ci', '--github'];
      const ended = await start(clone.path, args, {}, ['sh', '-c', 'exec "$@" > /dev/full', 'sh']).ended;
      expect(await clone.git('status', '--porcelain')).toContain('.github/workflows/release.yml');
      expect(ended.stderr).toContain('Standard output could not be written');
      expect(ended.code).toBe(1);
    },
  );

  it.skipIf(!existsSync('/dev/full'))(
    'because standard error is full keeps its answer and its exit code',
    async () => {
      const { ended, clone } = await release('exec "$@" 2> /dev/full', ['--yes', '--json']);
      expect(await clone.published()).toEqual(released);
      expect(JSON.parse(ended.stdout)).toMatchObject({ outcome: 'released' });
      expect(ended.code).toBe(0);
    },
  );

  it('to a pipe that nobody reads any more goes on to its end', async () => {
    const { ended, clone } = await release('{ "$@"; echo "ended with $?" >&2; } | :');
    expect(await clone.published()).toEqual(released);
    expect(ended.stderr).toBe('ended with 0\n');
  });
});
