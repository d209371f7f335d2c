import { dirname } from 'node:path';
import { type GithubStandIn, type GitServer, startGitServer } from '@launchway/sandbox';
import { afterEach, describe, expect, test } from 'vitest';
import { accessToken, jobToken, makeWorld, type World, type WorldOptions } from './world.fixture.ts';

let world: World;
let host: GitServer | undefined;

afterEach(async () => {
  await host?.close();
  host = undefined;
  await world.close();
});

const image = 'image.yml';
const onTags = {
  [`.github/workflows/${image}`]: "on: { push: { tags: ['**'] }, workflow_dispatch: {} }\njobs: {}\n",
};
const appToken = 'ghs_4fJx9Qw2Lk7Zp1OfAnApp';
const dispatch = { workflow: image, inputs: { version: '{version}' } };

async function start(options: WorldOptions = {}): Promise<World> {
  world = await makeWorld({
    files: onTags,
    ...options,
    server: { workflows: { [image]: ['push', 'workflow_dispatch'] }, ...options.server },
  });
  return world;
}

/** Serves the remote over http, and tells GitHub of each push: by the user that git gave, as GitHub tells tokens. */
async function overHttp({ repository, server }: World): Promise<void> {
  const accounts = [
    { username: 'x-access-token', password: jobToken },
    { username: 'x-access-token', password: appToken },
    { username: 'ada', password: accessToken },
  ];
  const own = await startGitServer({ root: dirname(repository.remote), credentials: accounts });
  host = own;
  await repository.git('remote', 'set-url', 'origin', `${own.url}/remote.git`);
  forge = server;
}

let forge: GithubStandIn | undefined;

/** What GitHub hears of the pushes that came. */
async function hear(): Promise<void> {
  for (const { push, user } of host?.requests ?? []) {
    const tags = (push?.commands ?? []).flatMap(({ ref }) => /^refs\/tags\/(.+)$/.exec(ref)?.[1] ?? []);
    if (tags.length > 0) await forge?.push({ byWorkflow: user === 'x-access-token', tags });
  }
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
    await overHttp(made);
    const foretold = await made.rehearse({ dispatch }, byPerson);
    expect(foretold.codes).toEqual([]);
    expect(foretold.preview).toContain('the tag tool/v3.2.0 starts image.yml');
    expect(await made.release({ dispatch }, byPerson)).toMatchObject({ outcome: 'released' });
    await hear();
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
      await overHttp(made);
      const outcome = await made.release({ dispatch }, byWorkflow);
      await hear();
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
    await overHttp(made);
    const encoded = Buffer.from(`x-access-token:${jobToken}`).toString('base64');
    await made.repository.git('config', `http.${host?.url}/.extraHeader`, `AUTHORIZATION: basic ${encoded}`);
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
