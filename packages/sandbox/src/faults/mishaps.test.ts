import { expect, test } from 'vitest';
import { mishapsAt } from './mishaps.ts';

const faultsAt = (kind: 'request' | 'operation', name: string, isProcess: boolean) =>
  mishapsAt([{ kind, name, time: 1 }], isProcess).map(({ fault }) => fault);

test('a request that only looks breaks off in one way, and one that changes something in each', () => {
  const looking = faultsAt('request', 'POST /charts.git/git-upload-pack', false);
  expect(looking).toContain('reset');
  expect(looking).not.toContain('unheard');
  expect(faultsAt('request', 'HEAD /v2/app/manifests/2.7.1', true)).toEqual(['killed before']);
  expect(faultsAt('request', 'POST /charts.git/git-receive-pack', false)).toEqual(
    expect.arrayContaining(['reset', 'half-sent', 'unheard', 'held', 'done-held']),
  );
});

test('a file that is written finds no space, and one that is removed needs none', () => {
  expect(faultsAt('operation', 'writeFile menu.json', true)).toContain('no space');
  expect(faultsAt('operation', 'rm launchway-*', true)).toEqual(['killed before', 'killed after']);
});
