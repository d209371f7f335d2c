import { type RegistryFaultKind, type RegistryStandIn, startRegistry } from '@launchway/sandbox';
import { expect, test } from 'vitest';
import { publish } from '../../test/release.fixture.ts';

type Kind = Exclude<RegistryFaultKind, object>;

const kinds: readonly Kind[] = ['refused', 'reset', 'truncated', 'slow', 'garbage', 401, 403, 404, 429, 500];
/** A fault stays for as many requests as are tried again, so that it is felt. */
const lasting = 4;

/** A registry that has 1.9.0 and 2.0.0, and the image of 1.9.1 without a tag. */
async function prepared(): Promise<{ registry: RegistryStandIn; from: string; before: number }> {
  const registry = await startRegistry({ slowness: 20, auth: 'bearer' });
  registry.push('acme/api', 'old', '1.9.0', '1.9', '1');
  registry.push('acme/api', 'new', '2.0.0', '2.0', '2', 'latest');
  const from = registry.push('acme/api', 'maintained');
  return { registry, from, before: registry.history.length };
}

const env = { REGISTRY_USER: 'ci', REGISTRY_PASSWORD: 's3cret-of-the-registry' };
const credential = { env: 'REGISTRY_PASSWORD', usernameEnv: 'REGISTRY_USER' };
const release = { version: '1.9.1', env };
const optionsOf = (registry: RegistryStandIn, from: string, repositories: readonly string[]) => ({
  image: repositories.map((repository) => `${registry.host}/${repository}`),
  from,
  credential,
});

/** Publishes once with a fault, and once without; gives what went wrong, if anything did. */
async function trial(what: Kind, at: number, repositories: readonly string[]): Promise<readonly string[]> {
  const { registry, from, before } = await prepared();
  try {
    const begin = registry.requests.length;
    registry.fail({ what, after: at, times: lasting });
    const first = await publish(optionsOf(registry, from, repositories), release);
    // Faults that were not reached would befall the second run.
    while (registry.requests.length < begin + at + lasting)
      await fetch(`http://${registry.host}/v2/`).catch(() => undefined);
    const second = await publish(optionsOf(registry, from, repositories), release);
    const tags = registry.tags('acme/api');
    const right = { ...tags, '1.9.1': from, '1.9': from, '1': from };
    const fresh = { '1.9.1': from, '1.9': from, '1': from, latest: from };
    const moves = registry.history.slice(before);
    const early = moves.findIndex(
      ({ repository, tag }, index) =>
        tag !== '1.9.1' &&
        !moves.slice(0, index).some((each) => each.tag === '1.9.1' && each.repository === repository),
    );
    return [
      ...(['resumed', 'complete'].includes(second.outcome) ? [] : [`ended as ${second.outcome}`]),
      ...(first.outcome === 'complete' ? ['the first run says it had nothing to do'] : []),
      ...(same(tags, right) ? [] : [`tags ${JSON.stringify(tags)}`]),
      ...(repositories.length < 2 || same(registry.tags('mirror/api'), fresh) ? [] : ['the mirror differs']),
      ...(tags['latest'] === tags['2.0.0'] ? [] : ['latest moved']),
      ...(moves.every(({ digest }) => digest === from) ? [] : ['a tag named another image']),
      ...(early < 0 ? [] : ['a floating tag came before the exact one']),
      ...([...first.said, ...second.said].some((line) => line.includes(env.REGISTRY_PASSWORD))
        ? ['a secret was said']
        : []),
    ].map((wrong) => `${what} at request ${at}: ${wrong}`);
  } finally {
    await registry.close();
  }
}

const same = (left: Readonly<Record<string, string>>, right: Readonly<Record<string, string>>): boolean =>
  JSON.stringify(sorted(left)) === JSON.stringify(sorted(right));
const sorted = (tags: Readonly<Record<string, string>>) =>
  Object.entries(tags).sort(([left], [right]) => (left < right ? -1 : 1));

const alone = ['acme/api'];
const mirrored = [...alone, 'mirror/api'];

test.each([...kinds.map((what) => [what, alone] as const), ['reset', mirrored] as const])(
  'a publish of which any request ends in %s is completed by the next run, and no tag is ever wrong: %j',
  async (what, repositories) => {
    const { registry, from } = await prepared();
    await publish(optionsOf(registry, from, repositories), release);
    const count = registry.requests.length;
    await registry.close();
    expect(count).toBeGreaterThan(20);
    const wrong: string[] = [];
    for (let at = 0; at < count; at += 8) {
      const some = Array.from({ length: Math.min(8, count - at) }, (_, index) =>
        trial(what, at + index, repositories),
      );
      wrong.push(...(await Promise.all(some)).flat());
    }
    expect(wrong).toEqual([]);
  },
);
