import { createHash } from 'node:crypto';
import { track } from '@launchway/core';
import { describe, expect, test } from 'vitest';
import { offering } from '../../sandbox/test/offering.fixture.ts';
import type { Env } from '../../sandbox/test/outcome.fixture.ts';
import { accessToken, jobToken, worldOfTest } from './world.fixture.ts';

const names = ['tool_3.2.0_linux_arm64.tar.gz', 'tool_3.2.0_checksums.txt'];
const same = (name: string): string => `made of ${name}`;
const hex = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('files that plugins offer', () => {
  test('are a package of the version, there before the release that links them', async () => {
    const { release, server } = await worldOfTest({ more: [offering(names, same).plugin] });
    expect(await release()).toMatchObject({ outcome: 'released', codes: [] });
    expect(server.project.packages).toMatchObject([
      {
        type: 'generic',
        name: 'harbour',
        version: '3.2.0',
        files: names.map((name) => ({ name, sha256: hex(same(name)) })),
      },
    ]);
    expect(server.project.releases.get('tool/v3.2.0')?.links).toEqual(
      expect.arrayContaining(
        names.map((name) =>
          expect.objectContaining({
            name,
            url: `${server.api}/projects/42/packages/generic/harbour/3.2.0/${name}`,
            direct_asset_path: `/${name}`,
            link_type: 'package',
          }),
        ),
      ),
    );
    const writes = server.requests.filter(({ method }) => method !== 'GET').map(({ method }) => method);
    expect(writes).toEqual(['PUT', 'PUT', 'POST']);
  });

  test('are linked under their labels, in a package of another name', async () => {
    const { release, server } = await worldOfTest({
      more: [offering(['tool.zip'], same, { label: 'Tool for Windows', track: 'tool' }).plugin],
    });
    expect((await release({ assets: { package: 'downloads' } })).outcome).toBe('released');
    expect(server.project.packages[0]?.name).toBe('downloads');
    expect(server.project.releases.get('tool/v3.2.0')?.links).toMatchObject([
      { name: 'Tool for Windows', direct_asset_path: '/tool.zip' },
    ]);
  });

  test('of no track are offered by the release of every tag, each in the package of its version', async () => {
    const docs = track({
      name: 'docs',
      pins: ['docs.json'],
      paths: ['src/**'],
      tag: { name: 'docs/v{version}' },
    });
    const { release, server } = await worldOfTest({
      files: { 'docs.json': '{ "version": "1.0.0" }\n' },
      more: [docs, offering(names, same).plugin],
    });
    expect(await release()).toMatchObject({ outcome: 'released', codes: [] });
    const packages = server.project.packages.map(({ version, files }) => [version, files.length]);
    expect(packages.toSorted()).toEqual([
      ['1.1.0', 2],
      ['3.2.0', 2],
    ]);
    for (const tag of ['docs/v1.1.0', 'tool/v3.2.0'])
      expect(server.project.releases.get(tag)?.links).toHaveLength(2);
  });

  test.each([
    ['of another track', { track: 'other' }, {}],
    ['that are left to others', {}, { assets: false as const }],
  ])('%s are not uploaded', async (_, extra, options) => {
    const { release, server } = await worldOfTest({ more: [offering(names, same, extra).plugin] });
    expect((await release(options)).outcome).toBe('released');
    expect(server.project.packages).toEqual([]);
    expect(server.project.releases.get('tool/v3.2.0')?.links).toEqual([]);
  });

  test('that are all there are not made again, however they would come out', async () => {
    const made = offering(names, (name) => `${name} ${made.made()}`);
    const { release, server } = await worldOfTest({ more: [made.plugin] });
    server.fail({ what: 403, method: 'POST', path: /\/releases$/ });
    expect(await release()).toMatchObject({ outcome: 'incomplete' });
    expect(await release()).toMatchObject({ outcome: 'resumed' });
    expect(made.made()).toBe(names.length);
    expect(server.project.releases.get('tool/v3.2.0')?.links).toHaveLength(2);
    expect(await release()).toMatchObject({ outcome: 'complete' });
  });

  test('of which one is missing are made again, and the ones that are there must be the same', async () => {
    const made = offering(names, same);
    const { release, server } = await worldOfTest({ more: [made.plugin] });
    server.fail({ what: 403, method: 'PUT', path: /checksums/ });
    expect(await release()).toMatchObject({ outcome: 'incomplete' });
    expect(await release()).toMatchObject({ outcome: 'resumed' });
    expect(server.project.packages[0]?.files.map(({ name }) => name)).toEqual(names);
    expect(made.made()).toBe(2 * names.length);
  });

  test('that come out differently while one is missing take the place of those of the interrupted run', async () => {
    const made = offering(names, (name) => `${name} ${made.made()}`);
    const { release, server } = await worldOfTest({ more: [made.plugin] });
    server.fail({ what: 403, method: 'PUT', path: /checksums/ });
    await release();
    const left = server.project.packages[0]?.files[0]?.sha256;
    expect(await release()).toMatchObject({ outcome: 'resumed', codes: [] });
    const files = server.project.packages[0]?.files ?? [];
    expect(files.map(({ name }) => name)).toEqual(names);
    expect(files[0]?.sha256).not.toBe(left);
    expect(await release()).toMatchObject({ outcome: 'complete' });
  });

  test('that come out differently are refused once a release announces them', async () => {
    const made = offering(names, (name) => `${name} ${made.made()}`);
    const { release, server } = await worldOfTest({ more: [made.plugin] });
    await release();
    const [held] = server.project.packages;
    held?.files.pop();
    expect(await release()).toMatchObject({ outcome: 'incomplete', codes: ['GITLAB_FILE_DIFFERS'] });
    expect(held?.files.map(({ name }) => name)).toEqual([names[0]]);
  });

  test.each([403, 401, 404])(
    'that come out differently are refused where the token may not delete (%i), and nothing is uploaded beside them',
    async (status) => {
      const made = offering(names, (name) => `${name} ${made.made()}`);
      const { release, server } = await worldOfTest({ more: [made.plugin] });
      server.fail({ what: 403, method: 'PUT', path: /checksums/ });
      await release();
      server.fail({ what: status, method: 'DELETE', path: /package_files/ });
      const again = await release();
      expect(again).toMatchObject({ outcome: 'incomplete', codes: ['GITLAB_FILE_DIFFERS'] });
      expect(again.problems[0]?.fix).toContain('delete it on GitLab');
      expect(server.project.packages[0]?.files).toHaveLength(1);
      expect(server.project.releases.size).toBe(0);
    },
  );

  /** Another run uploads each file too, just before this one. */
  const besideAnother = async (content: (name: string) => string, env: Env = {}) => {
    const world = await worldOfTest({
      more: [offering(names, same).plugin],
      server: {
        tokens: { [jobToken]: { kind: 'job' }, [accessToken]: { kind: 'personal', level: 30 } },
        observe: ({ method }) => {
          const files = world.server.project.packages[0]?.files ?? [];
          const ours = method === 'PUT' ? files.pop() : undefined;
          if (ours === undefined) return;
          files.push({ ...ours, sha256: hex(content(ours.name)) }, { ...ours, id: ours.id + 10_000 });
        },
      },
    });
    const outcome = await world.release({}, env);
    return { world, outcome, held: world.server.project.packages[0]?.files ?? [] };
  };

  test('that another run uploads at the same moment are there once, and stay those that came first', async () => {
    const { world, outcome, held } = await besideAnother(same);
    expect(outcome).toMatchObject({ outcome: 'released', codes: [] });
    expect(held.map(({ name }) => name)).toEqual(names);
    expect(held.every(({ id }) => id < 10_000)).toBe(true);
    expect(world.server.project.releases.get('tool/v3.2.0')?.links).toHaveLength(2);
    expect(await world.release()).toMatchObject({ outcome: 'complete' });
  });

  test('that another run uploads at the same moment stay twice where the token may not delete, which is told', async () => {
    const { world, outcome, held } = await besideAnother(same, { GITLAB_TOKEN: accessToken });
    expect(outcome).toMatchObject({ outcome: 'released', codes: [] });
    expect(held).toHaveLength(4);
    expect(outcome.said).toContain(`Two runs have uploaded ${names[0]} at once`);
    expect(world.server.project.releases.get('tool/v3.2.0')?.links).toHaveLength(2);
  });

  test('that another run has uploaded with other content a moment before are left to it', async () => {
    const { outcome, held } = await besideAnother((name) => `other than ${name}`);
    expect(outcome).toMatchObject({ outcome: 'incomplete', codes: ['GITLAB_FILE_DIFFERS'] });
    expect(held.map(({ sha256 }) => sha256)).toEqual(names.map((name) => hex(`other than ${name}`)));
  });

  test('whose names are taken before the release is made are refused before the push', async () => {
    const { release, server, repository } = await worldOfTest({ more: [offering(names, same).plugin] });
    server.project.packages.push({
      id: 900,
      type: 'generic',
      name: 'harbour',
      version: '3.2.0',
      channel: '',
      files: [{ id: 901, name: names[1] ?? '', bytes: Buffer.from('x'), sha256: hex('x') }],
    });
    const before = await repository.snapshot();
    expect(await release()).toMatchObject({ outcome: 'refused', codes: ['GITLAB_FILE_DIFFERS'] });
    expect((await repository.snapshot()).remote).toEqual(before.remote);
  });

  test('are foretold by their names in a dry run', async () => {
    const { rehearse } = await worldOfTest({ more: [offering(names, same).plugin] });
    expect((await rehearse()).preview).toEqual(expect.arrayContaining(names.map((name) => `upload ${name}`)));
  });
});
