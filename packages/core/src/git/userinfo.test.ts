import { expect, it } from 'vitest';
import { hideUserinfo, withoutCredentials } from './userinfo.ts';

it.each([
  ['https://user:pa@ss@host.example/a.git', 'https://host.example/a.git'],
  ['https://token@host.example/a.git', 'https://host.example/a.git'],
  ['ssh://git@host.example:22/a', 'ssh://git@host.example:22/a'],
  ['ssh://git:secret@host.example/a', 'ssh://git@host.example/a'],
  ['git@host.example:a/b@c.git', 'git@host.example:a/b@c.git'],
  ['https://host.example/a@b', 'https://host.example/a@b'],
])('the address %s has no credentials as %s', (url, clean) => {
  expect(withoutCredentials(url)).toBe(clean);
});

it.each([
  [
    "fatal: unable to access 'https://ci:pa@ss@host.example/a.git/'",
    "fatal: unable to access 'https://host.example/a.git/'",
  ],
  [
    'from https://t0ken@one.example to ssh://git@two.example/a',
    'from https://one.example to ssh://two.example/a',
  ],
  ['https://host.example/a@b, or ask ada@host.example', 'https://host.example/a@b, or ask ada@host.example'],
])('the text %s is told as %s', (text, told) => {
  expect(hideUserinfo(text)).toBe(told);
});
