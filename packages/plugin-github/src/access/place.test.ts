import type { Facts, ForgeFacts } from '@launchway/core';
import { describe, expect, test } from 'vitest';
import type { GithubOptions } from '../options.ts';
import { placeOf, releasePage } from './place.ts';

type Env = Readonly<Record<string, string>>;

const actions = {
  GITHUB_ACTIONS: 'true',
  GITHUB_API_URL: 'https://git.example.org/api/v3',
  GITHUB_SERVER_URL: 'https://git.example.org',
  GITHUB_REPOSITORY: 'acme/harbour',
};
const remote = { kind: 'github', url: 'https://github.com/ada/boat' } as const;

const find = (options: GithubOptions, env: Env, forge?: ForgeFacts) =>
  placeOf(options, {
    facts: (forge === undefined ? {} : { forge }) as Facts,
    reads: { env: (name: string) => env[name] } as never,
  });

describe('the repository', () => {
  test.each<[string, GithubOptions, Env, ForgeFacts | undefined, readonly [api: string, repository: string]]>(
    [
      ['the workflow', {}, actions, remote, ['https://git.example.org/api/v3', 'acme/harbour']],
      ['the git remote', {}, {}, remote, ['https://api.github.com', 'ada/boat']],
      [
        'options',
        { url: 'https://x.ghe.com', repository: 'a/b' },
        actions,
        remote,
        ['https://api.x.ghe.com', 'a/b'],
      ],
      [
        'an option and the workflow',
        { repository: 'a/b' },
        actions,
        remote,
        ['https://git.example.org/api/v3', 'a/b'],
      ],
    ],
  )('is known from %s', (_name, options, env, forge, [api, repository]) => {
    expect(find(options, env, forge)).toMatchObject({ api, repository });
  });

  test('of another GitHub is not that of the workflow', () => {
    expect(find({ url: 'https://github.com' }, actions)).toBeUndefined();
    expect(find({ url: 'https://github.com' }, actions, remote)?.repository).toBe('ada/boat');
  });

  test('is that of the remote where its GitHub is named, whatever it is called', () => {
    const forge = { kind: 'other', url: 'https://code.example.org/acme/harbour' } as const;
    const url = 'https://code.example.org';
    expect(find({ url }, {}, forge)).toMatchObject({ api: `${url}/api/v3`, repository: 'acme/harbour' });
    expect(find({}, {}, forge)).toBeUndefined();
  });

  test('is not known where nothing tells it', () => {
    expect(find({}, {}, { kind: 'gitlab', url: 'https://gitlab.com/a/b' })).toBeUndefined();
    expect(find({}, {})).toBeUndefined();
  });

  test('has a page for each release', () => {
    const place = find({}, actions);
    if (place === undefined) throw new Error('It is not known.');
    expect(releasePage(place, 'tool/v1.2.3+a')).toBe(
      'https://git.example.org/acme/harbour/releases/tag/tool/v1.2.3%2Ba',
    );
  });
});
