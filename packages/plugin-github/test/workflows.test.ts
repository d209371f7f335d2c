import { dirname } from 'node:path';
import { startGitServer } from '@launchway/sandbox';
import { describe, expect, test } from 'vitest';
import { closedWithTest } from '../../sandbox/test/closing.fixture.ts';
import { accessToken, jobToken, type World, type WorldOptions, worldOfTest } from './world.fixture.ts';

const image = 'image.yml';
const onTags = {
  [`.github/workflows/${image}`]: "on: { push: { tags: ['**'] }, workflow_dispatch: {} }\njobs: {}\n",
};
const appToken = 'ghs_4fJx9Qw2Lk7Zp1OfAnApp';
const dispatch = { workflow: image, inputs: { version: '{version}' } };

const start = (options: WorldOptions = {}): Promise<World> =>
  worldOfTest({
    files: onTags,
    ...options,
    server: { workflows: { [image]: ['push', 'workflow_dispatch'] }, ...options.server },
  });

/** The remote, served over http. */
interface Host {
  readonly url: string;
  /** Tells GitHub of each push that came: by the user that git gave, as GitHub tells tokens. */
  tellPushes(): Promise<void>;
}

async function overHttp({ repository, server }: World): Promise<Host> {
  const credentials = [
    { username: 'x-access-token', password: jobToken },
    { username: 'x-access-token', password: appToken },
    { username: 'ada', password: accessToken },
  ];
  const host = await closedWithTest(startGitServer({ root: dirname(repository.remote), credentials }));
  await repository.git('remote', 'set-url', 'origin', `${host.url}/remote.git`);
  const tellPushes = async (): Promise<void> => {
    for (const { push, user } of host.requests) {
      const tags = (push?.commands ?? []).flatMap(({ ref }) => /^refs\/tags\/(.+)$/.exec(ref)?.[1] ?? []);
      if (tags.length > 0) await server.push({ byWorkflow: user === 'x-access-token', tags });
    }
  };
  return { url: host.url, tellPushes };
}

const byPerson = { LAUNCHWAY_GIT_TOKEN: accessToken, LAUNCHWAY_GIT_TOKEN_USERNAME: 'ada' };
const byWorkflow = { LAUNCHWAY_GIT_TOKEN: jobToken };

describe('the workflow of a tag', () => {
  test("is foretold not to start where the workflow's own token pushes", async () => {
    const made = await start();
    await overHttp(made);
    const outcome = await made.rehearse({}, byWorkflow);
    expect(outcome.codes).toEqual(['GITHUB_NO_WORKFLOW']);
    expect(outcome.problems[0]?.message).toContain('image.yml would run for the tag tool/v3.2.0');
    expect(outcome.problems[0]?.fix).toContain("dispatch: { workflow: 'image.yml' }");
  });

  test('is foretold to start by the push of another token, and started by it alone', async () => {
    const made = await start();
    const { tellPushes } = await overHttp(made);
    const foretold = await made.rehearse({ dispatch }, byPerson);
    expect(foretold.codes).toEqual([]);
    expect(foretold.preview).toContain('the tag tool/v3.2.0 starts image.yml');
    expect(await made.release({ dispatch }, byPerson)).toMatchObject({ outcome: 'released' });
    await tellPushes();
    expect(made.server.store.runs).toMatchObject([{ event: 'push', branch: 'tool/v3.2.0' }]);
    expect(await made.release({ dispatch }, byPerson)).toMatchObject({ outcome: 'complete' });
    expect(made.server.store.runs).toHaveLength(1);
  });

  test("is foretold to start by the push of an App's token that is set for it", async () => {
    const made = await start();
    await overHttp(made);
    expect(await made.rehearse({}, { LAUNCHWAY_GIT_TOKEN: appToken })).toMatchObject({
      outcome: 'planned',
      codes: [],
      preview: expect.arrayContaining(['the tag tool/v3.2.0 starts image.yml']),
    });
  });

  test.each([204, 200])(
    "is started once where the workflow's own token pushes (answer %i)",
    async (status) => {
      const made = await start({ server: { tellsRun: status === 200 } });
      const { tellPushes } = await overHttp(made);
      const outcome = await made.release({ dispatch }, byWorkflow);
      await tellPushes();
      expect(outcome.codes).toEqual([]);
      expect(made.server.store.runs).toMatchObject([
        { event: 'workflow_dispatch', branch: 'tool/v3.2.0', inputs: { version: '3.2.0' } },
      ]);
      expect(await made.release({ dispatch }, byWorkflow)).toMatchObject({ outcome: 'complete' });
      expect(made.server.store.runs).toHaveLength(1);
    },
  );

  test("is not foretold by the token that a checkout has left in git's configuration", async () => {
    const made = await start();
    const { url } = await overHttp(made);
    const encoded = Buffer.from(`x-access-token:${jobToken}`).toString('base64');
    await made.repository.git('config', `http.${url}/.extraHeader`, `AUTHORIZATION: basic ${encoded}`);
    const outcome = await made.rehearse({}, { GITHUB_TOKEN: accessToken });
    expect(outcome.codes).toEqual(['GITHUB_NO_WORKFLOW']);
    expect(outcome.said).not.toContain(encoded);
  });

  test('that is not known, or hears no dispatch, is told before', async () => {
    const made = await start({ files: { '.github/workflows/deaf.yml': 'on: pull_request\njobs: {}\n' } });
    const both = [{ workflow: 'deaf.yml' }, { workflow: 'no.yml' }];
    const outcome = await made.release({ dispatch: both });
    expect(outcome).toMatchObject({
      outcome: 'refused',
      codes: ['GITHUB_WORKFLOW_UNKNOWN', 'GITHUB_WORKFLOW_UNKNOWN'],
    });
    expect(outcome.problems.map(({ where }) => where?.file)).toEqual([
      '.github/workflows/deaf.yml',
      '.github/workflows/no.yml',
    ]);
  });

  test("cannot be changed by a push with the workflow's own token", async () => {
    const made = await start();
    await overHttp(made);
    await made.repository.commit({
      message: 'ci: more',
      files: { '.github/workflows/more.yml': 'on: pull_request\njobs: {}\n' },
    });
    expect((await made.rehearse({ dispatch }, byWorkflow)).codes).toEqual(['GITHUB_WORKFLOW_CHANGE']);
    expect((await made.rehearse({ dispatch }, byPerson)).codes).toEqual([]);
  });
});
