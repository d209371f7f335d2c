import { expect, test } from 'vitest';
import { accessToken, makeWorld } from './world.fixture.ts';

const options = {
  packages: [{ name: 'tool', files: ['dist/*'] }],
  pipeline: true,
  comments: { requests: true },
  release: { links: [{ name: 'Manual', url: 'https://example.org/{version}' }] },
};

/** A world in which a release is made, where something goes wrong with one request. */
async function worldWith(fault?: {
  readonly method: string;
  readonly after: number;
  readonly what: 'reset' | 'refused' | 'garbage' | number;
}) {
  const world = await makeWorld();
  world.server.project.requests.set(await world.repository.git('rev-parse', 'HEAD'), [
    { iid: 7, closes: [] },
  ]);
  await world.build({ 'dist/tool-linux': 'l', 'dist/tool-macos': 'm' });
  if (fault !== undefined) world.server.fail(fault);
  return world;
}

/** Each write loses its answer once, and meets one of these. */
const others = ['refused', 502, 429, 401] as const;

const env = { GITLAB_TOKEN: accessToken };

test('whatever goes wrong with a request, the next run ends in the undisturbed world', {
  timeout: 280_000,
}, async () => {
  const calm = await worldWith();
  expect((await calm.release(options, env)).outcome).toBe('released');
  const wanted = JSON.stringify(calm.server.snapshot());
  const writes = calm.server.requests.filter(({ method }) => method !== 'GET').map(({ method }) => method);
  await calm.close();
  expect(writes).toEqual(expect.arrayContaining(['PUT', 'PUT', 'POST', 'POST', 'POST']));

  let turn = 0;
  for (const method of ['PUT', 'POST']) {
    const count = writes.filter((each) => each === method).length;
    for (let after = 0; after < count; after++) {
      for (const what of ['reset', others[turn++ % others.length] ?? 502] as const) {
        const world = await worldWith({ method, after, what });
        const first = await world.release(options, env);
        const second = await world.release(options, env);
        const told = `${method} ${after} ${what}: ${first.outcome}, ${second.outcome} ${second.codes.join()}`;
        expect(JSON.stringify(world.server.snapshot()), told).toBe(wanted);
        expect(`${first.said}${second.said}`.includes(accessToken), told).toBe(false);
        await world.close();
      }
    }
  }
});

test('a sign-in page in place of the API changes nothing', async () => {
  const world = await worldWith({ method: 'GET', after: 0, what: 'garbage' });
  const before = await world.repository.snapshot();
  const outcome = await world.release({}, env);
  const isHeld = outcome.outcome === 'refused' || outcome.outcome === 'failed';
  if (isHeld) expect((await world.repository.snapshot()).remote).toEqual(before.remote);
  else expect(outcome.outcome).toBe('released');
  await world.close();
});
