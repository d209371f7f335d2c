import {
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { checkoutCommit } from './checkout.ts';
import { Clone } from './clone.fixture.ts';

let clone = new Clone();
const folder = mkdtempSync(join(tmpdir(), 'launchway-checkout-'));
afterEach(() => {
  clone.remove();
  rmSync(folder, { recursive: true, force: true });
});

const filesBelow = (path: string) =>
  readdirSync(path, { recursive: true, encoding: 'utf8' }).map((name) => [
    name,
    statSync(join(path, name)).mtimeMs,
  ]);

describe('a throw-away checkout', () => {
  it('holds the files of the commit, and changes nothing under .git', async () => {
    clone = Clone.begin();
    const inner = Clone.begin();
    symlinkSync('run.sh', join(clone.path, 'link'));
    clone.write('.gitattributes', '*.bin filter=lfs\n*.txt text\n');
    clone.write('large.bin', 'version https://git-lfs.github.com/spec/v1\n');
    clone.write('lines.txt', 'one\ntwo\n');
    clone.git('submodule', '--quiet', 'add', inner.path, 'inner');
    inner.remove();
    clone.git('add', '.');
    const commit = clone.commit('feat: all kinds');
    clone.git('config', 'filter.lfs.smudge', 'false');
    clone.git('config', 'filter.lfs.required', 'true');
    clone.git('config', 'core.autocrlf', 'true');
    clone.write('.git/everywhere', '*.txt eol=crlf\n*.yaml ident eol=crlf\n');
    clone.git('config', 'core.attributesFile', join(clone.path, '.git/everywhere'));
    clone.write('run.sh', 'edited\n');
    const before = [filesBelow(join(clone.path, '.git')), clone.read('.git/index')];
    const hooked = clone.place({ GIT_INDEX_FILE: join(clone.path, '.git/index') });
    expect(await checkoutCommit(hooked, commit, folder)).toEqual(['large.bin']);
    expect([filesBelow(join(clone.path, '.git')), clone.read('.git/index')]).toEqual(before);
    expect(new Set(readdirSync(folder, { recursive: true, encoding: 'utf8' }))).toEqual(
      new Set([
        '.gitattributes',
        '.gitmodules',
        'charts',
        'charts/Chart.yaml',
        'inner',
        'large.bin',
        'lines.txt',
        'link',
        'run.sh',
      ]),
    );
    expect(readFileSync(join(folder, 'run.sh'), 'utf8')).toBe('#!/bin/sh\n');
    expect(readFileSync(join(folder, 'lines.txt'), 'utf8')).toBe('one\ntwo\n');
    expect(readFileSync(join(folder, 'charts/Chart.yaml'), 'utf8')).toBe('name: demo\nversion: 1.2.3\n');
    expect(readFileSync(join(folder, 'large.bin'), 'utf8')).toContain('git-lfs');
    expect(lstatSync(join(folder, 'run.sh')).mode & 0o111).toBe(0o111);
    expect(lstatSync(join(folder, 'charts/Chart.yaml')).mode & 0o111).toBe(0);
    expect(readlinkSync(join(folder, 'link'))).toBe('run.sh');
  });

  it('is whole in a sparse checkout', async () => {
    clone = Clone.begin();
    clone.git('sparse-checkout', 'set', '--cone', 'docs');
    await checkoutCommit(clone.place(), clone.head(), folder);
    expect(readFileSync(join(folder, 'charts/Chart.yaml'), 'utf8')).toContain('1.2.3');
  });
});
