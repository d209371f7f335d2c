import { describe, expect, test } from 'vitest';
import { githubAddress } from './address.ts';

describe('the API of a GitHub', () => {
  test.each([
    ['https://github.com', 'https://api.github.com', 'https://github.com'],
    ['https://api.github.com/', 'https://api.github.com', 'https://github.com'],
    ['https://acme.ghe.com', 'https://api.acme.ghe.com', 'https://acme.ghe.com'],
    ['https://git.example.org:8443', 'https://git.example.org:8443/api/v3', 'https://git.example.org:8443'],
    ['https://git.example.org/api/v3', 'https://git.example.org/api/v3', 'https://git.example.org'],
    ['http://127.0.0.1:4711/hub/', 'http://127.0.0.1:4711/hub/api/v3', 'http://127.0.0.1:4711/hub'],
  ])('%s is at %s', (url, api, web) => {
    expect(githubAddress(url)).toEqual({ api, web });
  });

  test.each(['github.com', 'ssh://git@github.com', 'https://me:pw@github.com', ''])(
    '"%s" has none',
    (url) => {
      expect(githubAddress(url)).toBeUndefined();
    },
  );
});
