import { describe, expect, test } from 'vitest';
import { gitlab, gitlabImage } from './index.ts';
import type { GitlabOptions } from './options.ts';

describe('options', () => {
  test.each([
    [{}, []],
    [{ url: 'https://git.example.org:8443/gitlab', project: 7, token: 'MY_TOKEN', ca: 'ca.pem' }, []],
    [{ pakages: [] }, ['CONFIG_UNKNOWN_KEY']],
    [{ url: 'https://user:pw@git.example.org' }, ['CONFIG_INVALID']],
    [{ project: 'a b' }, ['CONFIG_INVALID']],
    [{ packages: [{ name: 'a/b', files: ['x'] }] }, ['CONFIG_INVALID']],
    [{ packages: [{ name: 'a', files: [] }] }, ['CONFIG_INVALID']],
    [{ release: { releasedAt: 'tomorrow' } }, ['CONFIG_INVALID']],
    [{ release: { links: [{ name: 'a', url: 'https://x', path: 'no-slash' }] } }, ['CONFIG_INVALID']],
    [
      {
        release: {
          links: [
            { name: 'a', url: 'https://x' },
            { name: 'a', url: 'https://x' },
          ],
        },
      },
      ['GITLAB_NAME_TWICE', 'GITLAB_NAME_TWICE'],
    ],
    [
      {
        packages: [
          { name: 'a', files: ['x'] },
          { name: 'a', files: ['y'] },
        ],
      },
      ['GITLAB_NAME_TWICE'],
    ],
    [{ release: true }, ['CONFIG_INVALID']],
  ])('%j has the problems %j', (options, codes) => {
    expect((gitlab(options as GitlabOptions).problems ?? []).map(({ code }) => code)).toEqual(codes);
  });
});

describe('the image of GitLab', () => {
  test('is called as the variables say', () => {
    expect(gitlabImage()).toEqual({
      image: '$CI_REGISTRY_IMAGE',
      tags: [
        'shortSha',
        'refSlug',
        'commitTag',
        'latest',
        'type=raw,value=latest,enable={{is_default_branch}}',
      ],
      when: 'commit',
      credential: {
        env: 'CI_REGISTRY_PASSWORD',
        usernameEnv: 'CI_REGISTRY_USER',
        username: 'gitlab-ci-token',
      },
    });
  });

  test('may lie below, get `latest` always or never, and speak plain HTTP', () => {
    const image = gitlabImage({ path: '/api', latest: 'always', insecure: true });
    expect(image).toMatchObject({ image: '$CI_REGISTRY_IMAGE/api', insecure: true });
    expect(gitlabImage({ insecure: 'registry.lab:5050' }).insecure).toEqual(['registry.lab:5050']);
    expect(image.tags.at(-1)).toBe('type=raw,value=latest');
    expect(gitlabImage({ latest: 'never' }).tags).toEqual(['shortSha', 'refSlug', 'commitTag']);
  });
});
