import { describe, expect, it } from 'vitest';
import { forgeOfRemote } from './forge.ts';

describe('the page of a remote', () => {
  it.each([
    ['https://github.com/owner/name.git', 'github', 'https://github.com/owner/name'],
    [
      'https://user:t0ken@gitlab.example:8443/group/sub/project.git/',
      'gitlab',
      'https://gitlab.example:8443/group/sub/project',
    ],
    [
      'http://git.example/forge/gitlab/group/project',
      'other',
      'http://git.example/forge/gitlab/group/project',
    ],
    ['git@github.com:owner/name.git', 'github', 'https://github.com/owner/name'],
    ['ssh://git@gitlab.example:2222/group/project.git', 'gitlab', 'https://gitlab.example/group/project'],
    ['ssh://git@ssh.github.com:443/owner/name', 'github', 'https://github.com/owner/name'],
    ['git+ssh://git@code.example/a/b.git', 'other', 'https://code.example/a/b'],
    ['deploy@code.example:a/b.git', 'other', 'https://code.example/a/b'],
    ['https://notgithub.example/a/b', 'other', 'https://notgithub.example/a/b'],
  ])('%s is that of %s: %s', (url, kind, page) => {
    expect(forgeOfRemote(url)).toEqual({ kind, url: page });
  });

  it.each([
    '/srv/git/name.git',
    '../name',
    'C:\\repos\\name',
    'file:///srv/name.git',
    'https://host.example/',
    '',
  ])('is unknown for %s', (url) => expect(forgeOfRemote(url)).toBeUndefined());
});
