import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { changesOutside } from './observed.fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'launchway-observed-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function outside(...lines: readonly string[]): readonly string[] {
  const log = join(folder, 'strace');
  writeFileSync(log, `${lines.join('\n')}\n`);
  return changesOutside(log, '/own');
}

describe('the changes that a log of system calls shows outside of a folder', () => {
  it('are told from those in it by path, by open folder, and by where the process is', () => {
    expect(
      outside(
        '10 mkdir("/own/a", 0777) = 0',
        '10 mkdir("/else/a", 0777) = 0',
        '10 unlinkat(3</own/a>, "b", 0) = 0',
        '10 unlinkat(3</else/a>, "b", 0) = 0',
        '10 chdir("/own") = 0',
        '10 mkdir("c", 0777) = 0',
        '10 mkdir("../c", 0777) = 0',
        '10 mkdir("/else/d", 0777) = -1 EROFS (Read-only file system)',
      ),
    ).toEqual([
      '10 mkdir("/else/a", 0777) = 0',
      '10 unlinkat(3</else/a>, "b", 0) = 0',
      '10 mkdir("../c", 0777) = 0',
    ]);
  });

  it('know where a process is that moved there while another made a call', () => {
    expect(
      outside(
        '10 chdir("/else" <unfinished ...>',
        '11 mkdir("/own/a", 0777) = 0',
        '10 <... chdir resumed>) = 0',
        '10 clone(child_stack=NULL <unfinished ...>',
        '12 chdir("/own") = 0',
        '12 mkdir("b", 0777 <unfinished ...>',
        '10 <... clone resumed>, child_tidptr=0x7f) = 12',
        '12 <... mkdir resumed>) = 0',
        '12 clone(child_stack=NULL) = 13',
        '13 mkdir("c", 0777) = 0',
        '10 mkdir("d", 0777 <unfinished ...>',
        '13 +++ exited with 0 +++',
        '10 <... mkdir resumed>) = 0',
      ),
    ).toEqual(['10 mkdir("d", 0777) = 0']);
  });

  it('count a call that was never seen to end', () => {
    expect(outside('10 mkdir("/else/a", 0777 <unfinished ...>', '10 +++ killed by SIGKILL +++')).toEqual([
      '10 mkdir("/else/a", 0777',
    ]);
  });
});
