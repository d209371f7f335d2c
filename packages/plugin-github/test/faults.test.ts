import type { GithubFault } from '@launchway/sandbox';
import { expect, test } from 'vitest';
import { offering } from '../../sandbox/test/offering.fixture.ts';
import { accessToken, jobToken, makeWorld } from './world.fixture.ts';

const options = {
  release: { files: ['dist/*'], name: 'Tool {version}' },
  dispatch: { workflow: 'image.yml', inputs: { version: '{version}' } },
  comments: { requests: true },
};

/** A world in which a release is made, where something goes wrong with one request. */
async function worldWith(fault?: GithubFault) {
  const world = await makeWorld({
    server: { workflows: { 'image.yml': ['workflow_dispatch'] } },
    plugins: [offering(['tool.tar.gz'], () => 'packed').plugin],
  });
  const head = await world.repository.git('rev-parse', 'HEAD');
  world.server.store.pulls.set(head, [{ number: 7, merged: true, body: '' }]);
  await world.build({ 'dist/tool-linux': 'l' });
  if (fault !== undefined) world.server.fail(fault);
  return world;
}

/** Each write loses its answer once, and meets one of these; all of them meet some write. */
const others = ['refused', 'truncated', 401, 403, 404, 422, 429, 500] as const;
const all = process.env['LAUNCHWAY_ALL'] === '1';

test('whatever goes wrong with a request, the next run ends in the undisturbed world', {
  timeout: 400_000,
}, async () => {
  const calm = await worldWith();
  expect((await calm.release(options)).outcome).toBe('released');
  const wanted = JSON.stringify(calm.server.snapshot());
  const { requests } = calm.server;
  await calm.close();
  const writes = requests.flatMap(({ method }, at) => (method === 'GET' ? [] : [at]));
  expect(writes).toHaveLength(6);

  let turn = 0;
  for (const after of writes) {
    const method = requests[after]?.method ?? '';
    const before = requests.slice(0, after).filter((each) => each.method === method).length;
    const several = all ? others : [others[turn++ % others.length] ?? 500];
    for (const what of ['reset', ...several] as const) {
      const world = await worldWith({ method, after: before, what });
      const first = await world.release(options);
      const second = await world.release(options);
      const told = `${method} ${before} ${what}: ${first.outcome}, ${second.outcome} ${second.codes.join()}`;
      expect(JSON.stringify(world.server.snapshot()), told).toBe(wanted);
      expect(['resumed', 'complete'], told).toContain(second.outcome);
      expect(`${first.said}${second.said}`.includes(jobToken), told).toBe(false);
      await world.close();
    }
  }
});

test.each(['reset', 'truncated', 'garbage', 401, 403, 404, 422, 429, 500] as const)(
  'whatever goes wrong with a look (%s), the next run ends in the undisturbed world',
  { timeout: 400_000 },
  async (what) => {
    const calm = await worldWith();
    await calm.release(options);
    const wanted = JSON.stringify(calm.server.snapshot());
    const looks = calm.server.requests.filter(({ method }) => method === 'GET').length;
    await calm.close();
    const at = all ? [...Array(looks).keys()] : [Math.floor(looks / 3), looks - 2];
    for (const after of at) {
      const world = await worldWith({ method: 'GET', after, what });
      const first = await world.release(options);
      const second = await world.release(options);
      const told = `GET ${after} ${what}: ${first.outcome}, ${second.outcome} ${second.codes.join()}`;
      expect(JSON.stringify(world.server.snapshot()), told).toBe(wanted);
      await world.close();
    }
  },
);

test('a token of a person is shown to nobody, whatever is asked', async () => {
  const world = await worldWith({ what: 422, path: /releases$/, method: 'POST' });
  const outcome = await world.release(options, { GITHUB_TOKEN: accessToken });
  expect(outcome.said).not.toContain(accessToken);
  await world.close();
});
