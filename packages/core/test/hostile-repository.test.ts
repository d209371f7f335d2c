import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { all, type Clone, cleanUp, notes, reference, temporary } from './world.fixture.ts';

afterAll(cleanUp);

/** A program that writes down that it ran; it says nothing, so that git goes on. */
function traps(): { readonly file: (name: string) => string; sprung(): readonly string[] } {
  const folder = temporary();
  const log = join(folder, 'log');
  mkdirSync(join(folder, 'hooks'));
  const file = (name: string): string => {
    const path = join(folder, name);
    writeFileSync(path, `#!/bin/sh\necho ${name} >>${log}\ncase ${name} in *filter*) cat;; esac\n`);
    chmodSync(path, 0o755);
    return path;
  };
  const sprung = (): readonly string[] =>
    existsSync(log) ? [...new Set(readFileSync(log, 'utf8').trim().split('\n'))].sort() : [];
  return { file, sprung };
}

/** All hooks that git knows on the side of whoever works with a clone. */
const hooks =
  'applypatch-msg pre-commit prepare-commit-msg commit-msg post-commit pre-merge-commit pre-rebase post-checkout post-merge pre-push post-rewrite pre-auto-gc reference-transaction post-index-change sendemail-validate fsmonitor-watchman push-to-checkout pre-receive update post-receive'.split(
    ' ',
  );

async function trapped(clone: Clone) {
  const { file, sprung } = traps();
  for (const hook of hooks) file(`hooks/${hook}`);
  const settings: readonly (readonly [string, string])[] = [
    ['core.hooksPath', join(file('x'), '../hooks')],
    ['core.fsmonitor', file('fsmonitor')],
    ['core.pager', file('pager')],
    ['core.editor', file('editor')],
    ['sequence.editor', file('sequence-editor')],
    ['core.askPass', file('askpass')],
    ['diff.external', file('diff-external')],
    ['diff.trap.textconv', file('textconv')],
    ['diff.trap.command', file('diff-command')],
    ['merge.trap.driver', file('merge-driver')],
    ['gpg.program', file('gpg')],
    ['interactive.diffFilter', file('diff-filter')],
    ['uploadpack.packObjectsHook', file('pack-objects')],
    ['trailer.trap.command', file('trailer')],
    ...['status', 'log', 'push', 'fetch', 'rev-parse', 'cat-file', 'commit-tree', 'ls-remote'].map(
      (name): [string, string] => [`alias.${name}`, `!${file(`alias-${name}`)}`],
    ),
    ['log.showSignature', 'true'],
    ['submodule.recurse', 'true'],
    ['fetch.recurseSubmodules', 'true'],
    ['push.recurseSubmodules', 'on-demand'],
  ];
  for (const [key, value] of settings) await clone.git('config', key, value);
  return { sprung };
}

describe('a repository with traps', () => {
  it.concurrent('in its configuration and its hooks runs none of them, looking or releasing', async () => {
    const clone = await reference();
    notes(clone);
    clone.write({ '.gitattributes': '* diff=trap merge=trap\n' });
    await clone.change('fix(proxy): one', 'plugins/plugin-proxy/plugin.ts');
    const { sprung } = await trapped(clone);
    clone.write({ 'README.md': clone.read('README.md') });
    for (const args of [
      ['plan', '--explain', '--diff'],
      ['check'],
      ['check', '--staged'],
      ['status'],
      ['doctor'],
      ['--dry-run'],
    ]) {
      await clone.release(args);
      expect(sprung(), args.join(' ')).toEqual([]);
    }
    const { code, stderr } = await clone.release(['--yes']);
    expect(code, stderr).toBe(0);
    expect(sprung()).toEqual([]);
  });

  it.concurrent('among its submodules and links leads nowhere', async () => {
    const outside = join(temporary(), 'outside');
    writeFileSync(outside, 'version: 9.9.9\n');
    const clone = await reference();
    notes(clone);
    const { file, sprung } = traps();
    clone.write({
      '.gitmodules': `[submodule "x"]\n\tpath = sub\n\turl = ext::sh -c ${file('submodule')}\n\tupdate = !${file('update')}\n[submodule "--upload-pack=touch"]\n\tpath = -x\n\turl = -u./${file('dash')}\n`,
    });
    await clone.git(
      'update-index',
      '--add',
      '--cacheinfo',
      `160000,${await clone.git('rev-parse', 'HEAD')},sub`,
    );
    symlinkSync(outside, join(clone.path, 'charts/escape.yaml'));
    symlinkSync('/', join(clone.path, 'plugins/root'));
    symlinkSync('.', join(clone.path, 'plugins/circle'));
    await clone.git('add', '.gitmodules', 'charts', 'plugins');
    await clone.git('commit', '-q', '-m', 'fix(proxy): links');
    for (const args of [
      ['plan', '--json'],
      ['check', '--json'],
      ['--dry-run', '--json'],
    ]) {
      const { stdout, stderr } = await clone.release(args);
      expect(stdout + stderr).not.toMatch(/9\.9\.9|UNEXPECTED|root:x:0/);
    }
    expect(sprung()).toEqual([]);
  });

  it.concurrent('whose version files are links is refused, and what they lead to stays as it was', async () => {
    const outside = join(temporary(), 'Chart.yaml');
    const clone = await reference();
    writeFileSync(outside, clone.read('charts/Chart.yaml'));
    notes(clone);
    await clone.change('fix(proxy): one', 'plugins/plugin-proxy/plugin.ts');
    await clone.git('rm', '-q', 'charts/Chart.yaml');
    symlinkSync(outside, join(clone.path, 'charts/Chart.yaml'));
    await clone.commit('fix(proxy): a link');
    const before = readFileSync(outside, 'utf8');
    const { code, stdout } = await clone.release(['--yes', '--json']);
    expect(code, stdout).toBe(2);
    expect(stdout).toContain('charts/Chart.yaml');
    expect(readFileSync(outside, 'utf8')).toBe(before);
    expect(readdirSync(clone.path)).toContain('charts');
  });

  it.concurrent('that puts other objects in the place of its own releases what its commits hold', async () => {
    const clone = await reference();
    notes(clone);
    await clone.change('fix(proxy): one', 'plugins/plugin-proxy/plugin.ts');
    const tree = await clone.git('rev-parse', 'HEAD^{tree}');
    const chart = await clone.git('rev-parse', 'HEAD:charts/Chart.yaml');
    clone.append('charts/Chart.yaml', '# slipped in\n');
    clone.write({ 'slipped-in': '' });
    await clone.git('add', '--all');
    await clone.git('replace', tree, await clone.git('write-tree'));
    await clone.git('replace', chart, await clone.git('hash-object', '-w', 'charts/Chart.yaml'));
    await clone.git('replace', 'HEAD', await clone.git('commit-tree', '-m', 'feat: more', tree));
    await clone.gitWith({ GIT_NO_REPLACE_OBJECTS: '1' }, 'reset', '-q', '--hard');
    const { code, stderr } = await clone.release(['--yes']);
    expect(code, stderr).toBe(0);
    expect(await clone.gitRemote('show', 'v0.2.27:charts/Chart.yaml')).not.toContain('slipped in');
    expect(await clone.gitRemote('ls-tree', '--name-only', 'v0.2.27')).not.toContain('slipped-in');
  });

  it.concurrent('whose remote is a command by another name does not run it', async () => {
    const clone = await reference();
    notes(clone);
    await clone.change('fix(proxy): one', 'plugins/plugin-proxy/plugin.ts');
    const { file, sprung } = traps();
    await clone.git('config', 'protocol.ext.allow', 'always');
    await clone.git('config', 'remote.origin.vcs', 'ext');
    await clone.git('config', 'remote.origin.url', file('remote'));
    const { code, stdout } = await clone.release(['--yes', '--json']);
    expect(code, stdout).toBe(2);
    expect(sprung()).toEqual([]);
  });

  it.concurrent('keeps its private branches and tags, whatever it is configured to push', async () => {
    const clone = await reference();
    notes(clone);
    await clone.change('fix(proxy): one', 'plugins/plugin-proxy/plugin.ts');
    await clone.git('tag', '-a', 'private-tag', '-m', 'mine');
    await clone.git('tag', 'v0.2.26-private');
    await clone.git('branch', 'private-branch');
    await clone.git('update-ref', 'refs/notes/private', 'HEAD');
    for (const [key, value] of [
      ['push.followTags', 'true'],
      ['push.default', 'matching'],
      ['remote.origin.push', '+refs/*:refs/*'],
      ['remote.origin.mirror', 'true'],
      ['push.gpgSign', 'if-asked'],
      ['remote.pushDefault', 'origin'],
    ] as const)
      await clone.git('config', key, value);
    const { code, stderr } = await clone.release(['--yes']);
    expect(code, stderr).toBe(0);
    expect((await clone.gitRemote('for-each-ref', '--format=%(refname)')).split('\n')).toEqual([
      'refs/heads/main',
      'refs/tags/v0.2.26',
      'refs/tags/v0.2.27',
    ]);
  });
});

it.concurrent.each(['heads', 'tags'])(
  'a ref HEAD among the %s is not taken for the commit that is checked out',
  async (kind) => {
    const clone = await reference();
    notes(clone);
    await clone.change('fix(proxy): one', 'plugins/plugin-proxy/plugin.ts');
    await clone.git('update-ref', `refs/${kind}/HEAD`, 'HEAD~1');
    const { code, stderr } = await clone.release(['--yes']);
    expect(code, stderr).toBe(0);
    expect(await clone.version('chart', 'refs/heads/main')).toBe('0.2.27');
  },
);

describe('a branch or tag named like an option', () => {
  it.concurrent.each(
    all ? ['-x', '--upload-pack=touch', '--output=trap', '-oProxyCommand=touch'] : ['--output=trap'],
  )('%s is refused or taken for a name, and runs nothing', async (name) => {
    const clone = await reference();
    notes(clone);
    await clone.change('fix(proxy): one', 'plugins/plugin-proxy/plugin.ts');
    for (const kind of ['heads', 'tags']) await clone.git('update-ref', `refs/${kind}/${name}`, 'HEAD');
    await clone.git('symbolic-ref', 'HEAD', `refs/heads/${name}`);
    for (const args of [
      ['plan'],
      ['--yes', '--flow', 'github'],
      ['publish', name],
      ['publish', '--', name],
      ['status'],
    ]) {
      const { stderr, stdout, code } = await clone.release(args);
      expect(stdout + stderr).not.toMatch(/UNEXPECTED|\n\s+at /);
      expect([0, 2], stderr).toContain(code);
    }
    expect(readdirSync(clone.path)).not.toContain('trap');
  });
});
