import { type RegistryOptions, type RegistryStandIn, startRegistry } from '@launchway/sandbox';
import { afterEach, describe, expect, test } from 'vitest';
import { preview, publish, sha } from '../../test/release.fixture.ts';

let running: RegistryStandIn[] = [];
const start = async (options?: RegistryOptions): Promise<RegistryStandIn> => {
  const started = await startRegistry(options);
  running.push(started);
  return started;
};
afterEach(async () => {
  await Promise.all(running.map((each) => each.close()));
  running = [];
});

const released = async (registry: RegistryStandIn, versions: readonly string[]): Promise<void> => {
  for (const version of versions) {
    const from = registry.push('acme/api', `layer of ${version}`);
    const { outcome } = await publish({ image: `${registry.host}/acme/api`, from }, { version });
    expect([version, outcome]).toEqual([version, 'resumed']);
  }
};

/** Tags with the version whose layer they lead to. */
const holders = (registry: RegistryStandIn, versions: readonly string[]): Record<string, string> => {
  const tags = registry.tags('acme/api');
  const versionOf = Object.fromEntries(versions.map((version) => [tags[version], version]));
  return Object.fromEntries(Object.entries(tags).map(([tag, digest]) => [tag, versionOf[digest] ?? digest]));
};

describe('an image that is promoted', () => {
  test('gets its tags for one GET and four HEAD and PUT, and not a blob moves', async () => {
    const registry = await start();
    const from = registry.push('acme/api', 'a layer');
    await publish({ image: `${registry.host}/acme/api`, from }, { version: '2.5.0' });
    const traffic = registry.requests.map(({ method, target }) => `${method} ${target.replace(/.*\//, '')}`);
    const puts = traffic.filter((each) => each.startsWith('PUT'));
    expect(puts).toEqual(['PUT 2.5.0', 'PUT 2.5', 'PUT 2', 'PUT latest']);
    expect(traffic.filter((each) => /^(?:POST|PATCH)/.test(each))).toEqual([]);
    expect(
      registry.requests.filter(({ target }) => target.includes('/blobs/')).map(({ method }) => method),
    ).toEqual(['GET']);
  });

  test('a second time changes nothing', async () => {
    const registry = await start();
    await released(registry, ['2.5.0']);
    const before = registry.history.length;
    const from = registry.tags('acme/api')['2.5.0'] ?? '';
    const again = await publish({ image: `${registry.host}/acme/api`, from }, { version: '2.5.0' });
    expect(again.outcome).toBe('complete');
    expect(registry.history.slice(before)).toEqual([]);
  });

  test.each([
    [
      ['1.9.0', '2.0.0', '1.9.1'],
      { '1.9': '1.9.1', '1': '1.9.1', '2.0': '2.0.0', '2': '2.0.0', latest: '2.0.0' },
    ],
    [
      ['1.0.0', '1.1.0-rc.1', '1.1.0-rc.2'],
      { '1.0': '1.0.0', '1': '1.0.0', latest: '1.0.0', rc: '1.1.0-rc.2' },
    ],
    [['1.0.0-beta.1', '1.0.0-rc.1'], { beta: '1.0.0-beta.1', rc: '1.0.0-rc.1' }],
    [['0.3.0', '0.4.0'], { '0.3': '0.3.0', '0.4': '0.4.0', latest: '0.4.0' }],
    [['1.2.0', '1.3.0', '1.2.0'], { '1.2': '1.2.0', '1.3': '1.3.0', '1': '1.3.0', latest: '1.3.0' }],
  ])('in the order %j leaves the floating tags at %j', async (versions, floating) => {
    const registry = await start();
    const [again] = versions.filter((version, at) => versions.indexOf(version) < at);
    await released(registry, [...new Set(versions)]);
    if (again !== undefined) {
      const from = registry.tags('acme/api')[again] ?? '';
      await publish({ image: `${registry.host}/acme/api`, from }, { version: again });
    }
    const exact = Object.fromEntries([...new Set(versions)].map((version) => [version, version]));
    expect(holders(registry, versions)).toEqual({ ...exact, ...floating });
  });

  test.each([
    [
      ['{version}-alpine', '{major}-alpine', 'latest'],
      [],
      { '1-alpine': '1.9.1', '2-alpine': '2.0.0', latest: '2.0.0' },
    ],
    [['v{version}', 'v{major}'], [], { v1: '1.9.1', v2: '2.0.0' }],
    [
      ['{version}', '{major}', 'latest'],
      ['suffix=-slim'],
      { '1-slim': '1.9.1', '2-slim': '2.0.0', latest: '2.0.0' },
    ],
  ])('by the rules %j and the flavor %j competes with its own kind', async (tags, flavor, floating) => {
    const registry = await start();
    registry.push('acme/api', 'another kind', '1.0.0', '3.0.0-beta.1', '1.9');
    const images: Record<string, string> = {};
    for (const version of ['1.9.0', '2.0.0', '1.9.1']) {
      const from = registry.push('acme/api', `layer of ${version}`);
      images[from] = version;
      const { outcome } = await publish(
        { image: `${registry.host}/acme/api`, from, tags, flavor },
        { version },
      );
      expect(outcome).toBe('resumed');
    }
    const all = registry.tags('acme/api');
    const found = Object.keys(floating).map((tag) => [tag, images[all[tag] ?? '']]);
    expect(Object.fromEntries(found)).toEqual(floating);
  });

  test('is taken from the tag of the commit before the release, and says so', async () => {
    const registry = await start();
    registry.push('acme/api', 'a layer', 'sha-bbbbbbb');
    const options = { image: `${registry.host}/acme/api`, from: 'sha-{sha}' };
    const { outcome, problems } = await publish(options, { version: '1.0.0', head: sha('b') });
    expect(outcome).toBe('resumed');
    expect(problems).toMatchObject([{ code: 'DOCKER_FROM_UNPROVEN', severity: 'warning' }]);
    const other = await publish(options, { version: '1.0.1', head: sha('d') });
    expect(other.outcome).toBe('refused');
    expect(other.problems[0]?.message).toMatch(
      /There is no .*\/acme\/api:sha-c{7} or sha-d{7} for the commit c{12} or d{12}/,
    );
    const first = await publish(options, { version: '1.0.2', head: sha('c') });
    expect(first.problems[0]?.message).toMatch(/api:sha-c{7} for the commit c{12}\.$/);
  });

  test('under an exact tag that names another image is refused, unless that is allowed', async () => {
    const registry = await start();
    const theirs = registry.push('acme/api', 'theirs', '1.0.0');
    const from = registry.push('acme/api', 'ours');
    const options = { image: `${registry.host}/acme/api`, from };
    const { outcome, problems } = await publish(options, { version: '1.0.0' });
    expect([outcome, problems[0]?.code]).toEqual(['refused', 'DOCKER_TAG_TAKEN']);
    expect(registry.tags('acme/api')).toEqual({ '1.0.0': theirs });
    expect((await publish({ ...options, overwrite: true }, { version: '1.0.0' })).outcome).toBe('resumed');
    expect(registry.tags('acme/api')).toMatchObject({ '1.0.0': from, latest: from });
  });

  test('is taken along to other repositories and registries under the same digest', async () => {
    const [home, mirror] = [await start(), await start({ auth: 'basic' })];
    const from = home.push('acme/api', 'a layer');
    const image = [`${home.host}/acme/api`, `${home.host}/public/api`, `${mirror.host}/api`];
    const env = { MIRROR_USER: 'ci', MIRROR_PASSWORD: 's3cret-of-the-registry' };
    const credential = { [mirror.host]: { env: 'MIRROR_PASSWORD', usernameEnv: 'MIRROR_USER' } };
    const { outcome } = await publish({ image, from, credential }, { version: '3.1.4', env });
    expect(outcome).toBe('resumed');
    for (const [registry, repository] of [
      [home, 'public/api'],
      [mirror, 'api'],
    ] as const)
      expect(registry.tags(repository)).toEqual({ '3.1.4': from, '3.1': from, '3': from, latest: from });
    const mounts = home.requests.filter(({ target }) => target.includes('mount='));
    expect(mounts).toHaveLength(2);
    expect(home.requests.some(({ headers }) => headers['authorization'] !== undefined)).toBe(false);
  });
});

describe('when the tags cannot be listed', () => {
  const unreadable = { what: 403, path: /tags\/list$/, times: 1000 } as const;

  test('the exact tag is given, the others are held back, and the run is incomplete', async () => {
    const registry = await start({ faults: [unreadable] });
    const from = registry.push('acme/api', 'a layer');
    const options = { image: `${registry.host}/acme/api`, from };
    const { outcome, problems } = await publish(options, { version: '1.0.0' });
    expect(outcome).toBe('incomplete');
    expect(registry.tags('acme/api')).toEqual({ '1.0.0': from });
    expect(problems.at(-1)).toMatchObject({ code: 'DOCKER_TAGS_HELD_BACK', severity: 'warning' });
    expect(problems.at(-1)?.message).toContain('1.0, 1, latest of');
  });

  test('the dry run says which tags would be held back, and why', async () => {
    const registry = await start({ faults: [unreadable] });
    const from = registry.push('acme/api', 'a layer');
    const { steps } = await preview({ image: `${registry.host}/acme/api`, from }, { version: '1.0.0' });
    expect(steps.at(-1)?.preview?.[2]).toMatch(/^latest {2}held back: the registry's tags could not be read/);
  });
});

describe('the dry run', () => {
  test('prints a table of the tags', async () => {
    const registry = await start();
    await released(registry, ['1.2.0', '1.3.0', '2.0.0']);
    const requests = registry.requests.length;
    const from = registry.push('acme/api', 'a layer of its own');
    const { steps } = await preview({ image: `${registry.host}/acme/api`, from }, { version: '1.3.1' });
    expect(steps.flatMap(({ preview: lines = [] }) => lines).slice(1)).toEqual([
      '1.3.1  created',
      '1.3     moved from 1.3.0',
      '1       moved from 1.3.0',
      'latest  held back: 2.0.0 is higher than 1.3.1',
    ]);
    expect(
      registry.requests.slice(requests).filter(({ method }) => !['GET', 'HEAD'].includes(method)),
    ).toEqual([]);
  });
});
