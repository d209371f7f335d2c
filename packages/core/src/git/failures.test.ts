import { describe, expect, it } from 'vitest';
import {
  describePush,
  describeRejection,
  describeTrouble,
  isContention,
  parseRejections,
} from './failures.ts';
import { parseRemoteRefs } from './refs.ts';

const said = (...lines: string[]) => `${lines.join('\n')}\n`;

describe('trouble with a remote', () => {
  it.each(['has expired', 'is not yet valid'])('whose certificate %s may lie in the clock', (when) => {
    const trouble = describeTrouble(`SSL certificate problem: certificate ${when}`, 'origin');
    expect(trouble?.problem).toMatchObject({
      code: 'REMOTE_CERTIFICATE',
      fix: expect.stringMatching(/clock of this machine\.$/),
    });
  });

  it.each([
    [
      'PUSH_DENIED',
      false,
      'remote: Permission to o/r.git denied to github-actions[bot].',
      "fatal: unable to access 'https://h/o/r.git/': The requested URL returned error: 403",
    ],
    [
      'PUSH_DENIED',
      false,
      'git@host: Permission denied (publickey).',
      'fatal: Could not read from remote repository.',
    ],
    ['PUSH_DENIED', false, 'Host key verification failed.', 'fatal: Could not read from remote repository.'],
    [
      'PUSH_DENIED',
      false,
      'remote: HTTP Basic: Access denied',
      "fatal: Authentication failed for 'https://h/o/r.git/'",
    ],
    [
      'PUSH_DENIED',
      false,
      'remote: You are not allowed to upload code.',
      "fatal: unable to access 'https://h/': The requested URL returned error: 403",
    ],
    [
      'REMOTE_NOT_FOUND',
      false,
      'remote: Repository not found.',
      "fatal: repository 'https://h/o/r.git/' not found",
    ],
    [
      'REMOTE_NOT_FOUND',
      false,
      "fatal: '/nowhere' does not appear to be a git repository",
      'fatal: Could not read from remote repository.',
    ],
    [
      'REMOTE_CERTIFICATE',
      false,
      "fatal: unable to access 'https://h/': SSL certificate problem: self-signed certificate",
      '',
    ],
    [
      'REMOTE_REDIRECTS',
      false,
      "fatal: unable to access 'https://h/o/r/': The requested URL returned error: 301",
      '',
    ],
    ['REMOTE_UNREACHABLE', true, "fatal: unable to access 'https://h/': Could not resolve host: h", ''],
    [
      'REMOTE_UNREACHABLE',
      true,
      "fatal: unable to access 'https://h/': The requested URL returned error: 502",
      '',
    ],
    [
      'REMOTE_UNREACHABLE',
      true,
      'error: RPC failed; HTTP 429 curl 22 The requested URL returned error: 429',
      'send-pack: unexpected disconnect while reading sideband packet',
    ],
    [
      'REMOTE_UNREACHABLE',
      true,
      'ssh: connect to host h port 22: Connection timed out',
      'fatal: Could not read from remote repository.',
    ],
  ])('is %s (transient: %s) where git says "%s"', (code, transient, ...lines) => {
    expect(describeTrouble(said(...lines), 'origin')).toMatchObject({ problem: { code }, transient });
  });

  it.each([
    'fatal: write error: No space left on device',
    "fatal: fsync error on 'objects/pack/tmp_idx_a1': Input/output error",
    "error: cannot open '.git/objects/pack/tmp_pack_a1': Read-only file system",
  ])('is not what this machine could not do: %s', (words) => {
    expect(describeTrouble(said(words, 'fatal: index-pack failed'), 'origin')).toBeUndefined();
    const theirs = said(`remote: ${words}`, 'fatal: the remote end hung up unexpectedly');
    expect(describeTrouble(theirs, 'origin')?.problem.code).toBe('REMOTE_UNREACHABLE');
  });

  it('is none of these where git says something else', () => {
    expect(describeTrouble('fatal: bad object 123', 'origin')).toBeUndefined();
  });

  it.each([
    ['error: no DAV locking support on https://h/o.git/', 'fatal: git-http-push failed'],
    ['fatal: https://h/o.git/info/refs not valid: is this a git repository?'],
  ])('is that no git answers where git says "%s"', (...lines) => {
    const trouble = describeTrouble(said(...lines), 'origin');
    expect(trouble).toMatchObject({ problem: { code: 'REMOTE_NOT_FOUND' }, transient: false });
    expect(trouble?.problem.message).toMatch(/^Something else than git answers for the remote origin: /);
  });

  it.each([
    [
      'Failed to connect to h port 443 after 0 ms',
      'Check the address and the network of this machine (HTTPS',
    ],
    ['The requested URL returned error: 502', 'Run again when the network and the server are well'],
  ])('that may pass is waited for, or looked for here: %s', (words, fix) => {
    const stderr = said(`fatal: unable to access 'https://h/': ${words}`);
    expect(describeTrouble(stderr, 'origin')?.problem.fix).toContain(fix);
  });

  it('does not repeat what an address holds before its host', () => {
    const trouble = describeTrouble(
      "fatal: unable to access 'https://bot:s3cret@h/o.git/': Failed to connect to h",
      'origin',
    );
    expect(trouble?.problem.message).toContain("'https://h/o.git/'");
    expect(trouble?.unsent).toBe(true);
  });
});

describe('a refused push', () => {
  const output = said(
    'To https://h/o.git',
    '!\tabc:refs/tags/v1\t[remote rejected] (atomic transaction failed)',
    '!\tabc:refs/heads/main\t[remote rejected] (pre-receive hook declined)',
    'Done',
  );

  it('is read from the report', () => {
    expect(parseRejections(output)).toEqual([
      { ref: 'refs/tags/v1', reason: 'atomic transaction failed' },
      { ref: 'refs/heads/main', reason: 'pre-receive hook declined' },
    ]);
  });

  it('is told by its cause and in the words of the server', () => {
    const stderr = said(
      'remote: ',
      'remote: ===========',
      'remote: Author is not a member of the team.    ',
      'remote: ',
    );
    expect(describeRejection(parseRejections(output), stderr, 'origin')).toMatchObject({
      code: 'PUSH_REJECTED_BY_HOOK',
      message:
        'The remote origin refused main (pre-receive hook declined). It says: Author is not a member of the team.',
    });
  });

  it.each(['atomic push failure', 'atomic push failed', 'atomic transaction failed'])(
    'of which one ref alone was refused is told by that one, and not by "%s"',
    (consequence) => {
      const rejections = [
        { ref: 'refs/heads/main', reason: consequence },
        { ref: 'refs/tags/v2.7.1', reason: 'hook declined' },
      ];
      expect(describeRejection(rejections, '', 'origin').message).toBe(
        'The remote origin refused v2.7.1 (hook declined).',
      );
    },
  );

  it.each([
    ['fatal: Authentication failed for https://h/o.git', output, 'PUSH_DENIED'],
    ['error: failed to push some refs', output, 'PUSH_REJECTED_BY_HOOK'],
    ['error: failed to push some refs', 'To https://h/o.git\nDone\n', undefined],
  ])('with %j is told by the trouble with the remote, else by the ref', (stderr, stdout, code) => {
    expect(describePush({ stdout, stderr: said(stderr) }, 'origin')?.problem.code).toBe(code);
  });

  it('is a matter of who was first where a lock is held', () => {
    const atomic = [{ ref: 'refs/heads/main', reason: 'atomic transaction failed' }];
    expect(
      isContention(atomic, "remote: error: cannot lock ref 'refs/heads/main': is at 1 but expected 2"),
    ).toBe(true);
    expect(isContention(atomic, 'remote: GitLab: no.')).toBe(false);
  });
});

describe('the refs of a remote', () => {
  it('lead to commits through annotated tags', () => {
    const listed = 'a\trefs/heads/main\nb\trefs/tags/v1\nc\trefs/tags/v1^{}\nd\trefs/tags/light\n';
    expect(Object.fromEntries(parseRemoteRefs(listed))).toEqual({
      'refs/heads/main': { object: 'a', commit: 'a' },
      'refs/tags/v1': { object: 'b', commit: 'c' },
      'refs/tags/light': { object: 'd', commit: 'd' },
    });
  });
});
