import type { HttpGet, HttpSend } from '@launchway/core';
import { type RegistryStandIn, startRegistry } from '@launchway/sandbox';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { testPort } from '../../../oci/test/port.ts';
import { publish } from '../../test/release.fixture.ts';

let registry: RegistryStandIn;
let ours: string;
beforeEach(async () => {
  registry = await startRegistry();
  registry.push('acme/api', 'old', '3.0.9', '3.0', '3', 'latest');
  ours = registry.push('acme/api', 'new');
});
afterEach(() => registry.close());

type When = 'before it is written' | 'after it is written' | 'after it is looked at';

/** Publishes 3.1.0 while somebody else gives a tag to another image, the first so many times. */
async function beside(tag: string, when: When, times: number) {
  const port = testPort();
  let left = times;
  const meddle = (now: When, { url, method }: HttpGet | HttpSend) => {
    const isIt =
      url.endsWith(`/manifests/${tag}`) && method === (now === 'after it is looked at' ? 'HEAD' : 'PUT');
    if (isIt && now === when && left-- > 0) registry.push('acme/api', `foreign ${left}`, tag);
  };
  const send = async (request: HttpSend) => {
    meddle('before it is written', request);
    const answer = await port.effects.send(request);
    meddle('after it is written', request);
    return answer;
  };
  const get = async (request: HttpGet) => {
    const answer = await port.effects.get(request);
    meddle('after it is looked at', request);
    return answer;
  };
  const ended = await publish(
    { image: `${registry.host}/acme/api`, from: ours },
    {
      version: '3.1.0',
      port: { ...port, reads: { ...port.reads, get }, effects: { ...port.effects, get, send } },
    },
  );
  const errors = ended.problems.filter(({ severity }) => severity === 'error');
  return { outcome: ended.outcome, codes: errors.map(({ code }) => code) };
}

test.each(['before it is written', 'after it is written', 'after it is looked at'] as const)(
  'a floating tag that somebody else moves %s ends at the highest version',
  async (when) => {
    expect(await beside('3', when, 2)).toMatchObject({ outcome: 'resumed', codes: [] });
    expect(registry.tags('acme/api')).toMatchObject({ '3.1.0': ours, '3.1': ours, 3: ours, latest: ours });
  },
);

test('a floating tag that somebody else keeps moving is given up and told, and the next run sets it right', async () => {
  const { codes, outcome } = await beside('latest', 'after it is written', 99);
  expect([outcome, codes]).toEqual(['incomplete', ['DOCKER_TAGS_UNSETTLED']]);
  expect(registry.tags('acme/api')).toMatchObject({ '3.1.0': ours, '3.1': ours, 3: ours });
  expect((await beside('latest', 'after it is written', 0)).outcome).toBe('resumed');
  expect(registry.tags('acme/api')['latest']).toBe(ours);
});

test('a floating tag that a registry shows late is waited for', async () => {
  const port = testPort();
  const late = await port.reads.get({
    url: `http://${registry.host}/v2/acme/api/manifests/latest`,
    method: 'HEAD',
  });
  let waited = 0;
  const get = async (request: HttpGet) => {
    const isLate = waited < 5000 && request.url.endsWith('/manifests/latest') && request.method === 'HEAD';
    return isLate ? late : port.effects.get(request);
  };
  const sleep = async (milliseconds: number) => void (waited += milliseconds);
  const { outcome } = await publish(
    { image: `${registry.host}/acme/api`, from: ours },
    { version: '3.1.0', port: { ...port, effects: { ...port.effects, get, sleep } } },
  );
  expect([outcome, registry.tags('acme/api')['latest']]).toEqual(['resumed', ours]);
});

test('an exact tag that somebody else gives to another image meanwhile is left there, and told', async () => {
  const { codes } = await beside('3.1.0', 'after it is looked at', 1);
  expect(codes).toEqual(['DOCKER_TAG_TAKEN']);
  expect(registry.tags('acme/api')['3.1.0']).not.toBe(ours);
});
