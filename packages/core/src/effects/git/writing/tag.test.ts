import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { Clone, release } from './clone.fixture.ts';
import { createGitWrites } from './writes.ts';

let clone = new Clone();
afterEach(() => clone.remove());

const hasSshKeygen = spawnSync('ssh-keygen', ['-?']).error === undefined;

describe('a tag', () => {
  it.each(['sha1', 'sha256'])('is an annotated object that no ref names (%s)', async (format) => {
    clone = Clone.begin(format);
    const before = clone.state();
    const tag = await createGitWrites(clone.place()).tag({
      name: 'v1.3.0',
      target: clone.head(),
      message: 'Release v1.3.0',
    });
    expect(clone.git('cat-file', 'tag', tag)).toMatch(
      new RegExp(
        `^object ${clone.head()}\ntype commit\ntag v1.3.0\ntagger Ada <ada@example.com> \\d+ [+-]\\d{4}\n\nRelease v1.3.0$`,
      ),
    );
    expect(clone.state()).toBe(before);
  });

  it('of a name that git does not allow is refused', async () => {
    clone = Clone.begin();
    const tag = createGitWrites(clone.place()).tag({ name: 'v1..3', target: clone.head(), message: 'x' });
    await expect(tag).rejects.toMatchObject({ problems: [{ code: 'TAG_NAME_REFUSED' }] });
  });

  it.skipIf(!hasSshKeygen)(
    'is signed by the key of ssh, and the commit too (skipped without ssh-keygen)',
    async () => {
      clone = Clone.begin();
      const key = join(clone.path, '.git/key');
      execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'ada', '-f', key]);
      const settings = {
        'gpg.format': 'ssh',
        'user.signingKey': `${key}.pub`,
        'tag.gpgSign': 'true',
        'commit.gpgSign': 'true',
      };
      for (const [name, value] of Object.entries(settings)) clone.git('config', name, value);
      const writes = createGitWrites(clone.place());
      const before = clone.state();
      const commit = await writes.commit({ parent: clone.head(), ...release });
      const tag = await writes.tag({ name: 'v1.3.0', target: commit, message: 'Release v1.3.0' });
      expect(clone.git('cat-file', 'tag', tag)).toContain('-----BEGIN SSH SIGNATURE-----');
      expect(clone.git('cat-file', 'commit', commit)).toContain('-----BEGIN SSH SIGNATURE-----');
      expect(clone.state()).toBe(before);
      clone.write('.git/signers', `ada@example.com ${clone.read('.git/key.pub')}`);
      clone.git('-c', `gpg.ssh.allowedSignersFile=${join(clone.path, '.git/signers')}`, 'verify-tag', tag);
    },
  );

  it('that cannot be signed is refused', async () => {
    clone = Clone.begin();
    clone.git('config', 'tag.gpgSign', 'true');
    clone.git('config', 'gpg.program', '/nowhere/gpg');
    const tag = createGitWrites(clone.place()).tag({ name: 'v1', target: clone.head(), message: 'x' });
    await expect(tag).rejects.toMatchObject({ problems: [{ code: 'SIGNING_FAILED' }] });
  });
});
