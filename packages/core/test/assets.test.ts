import { afterAll, expect, it } from 'vitest';
import { cleanUp, type PlanOrReport, reference } from './world.fixture.ts';

afterAll(cleanUp);

/** A plugin that announces the files of a release, before the one that offers them in the order of the flow. */
const config = `
const announcing = {
  name: 'forge',
  steps: [{ kind: 'forge:announce', phase: 'publish', probe: async () => ({ state: 'todo' }), run: async () => ({}) }],
  publish: ({ release }) => [
    { id: 'forge:announce', kind: 'forge:announce', title: 'announce', input: { assets: release.assets } },
  ],
};
const offering = {
  name: 'tool',
  steps: [{ kind: 'tool:pack', phase: 'stage', probe: async () => ({ state: 'todo' }), run: async () => ({}) }],
  assets: ({ release }) => {
    const field = (name) => ({ $output: 'tool:pack', field: name });
    const name = 'tool_' + release.versions.tool + '.tar.gz';
    return [{ name, mediaType: 'application/gzip', file: field('file'), sha256: field('sha256'), size: field('size') }];
  },
  publish: () => [{ id: 'tool:pack', kind: 'tool:pack', title: 'pack the tool', input: {} }],
};
const tracks = [{ name: 'tool', pins: [{ file: 'tool.json', format: 'json', pointer: ['version'] }], paths: ['**'] }];
export default { flows: { main: { plugins: [announcing, { ...offering, tracks }] } } };
`;

it('a plugin that comes first announces what a later one offers, and waits for the step that makes it', async () => {
  const clone = await reference();
  clone.write({ 'offer.config.mjs': config, 'tool.json': '{ "version": "4.1.9" }\n' });
  await clone.git('add', '--all');
  await clone.git('commit', '-qm', 'feat: a tool');
  const plan = await clone.json<PlanOrReport & { steps: readonly object[] }>([
    'plan',
    '--as=tool=4.2.0',
    '--config=offer.config.mjs',
  ]);
  expect(plan.problems).toEqual([]);
  expect(plan.steps.find((step) => 'id' in step && step.id === 'forge:announce')).toMatchObject({
    needs: ['tool:pack'],
    input: { assets: [{ name: 'tool_4.2.0.tar.gz', sha256: { $output: 'tool:pack', field: 'sha256' } }] },
  });
});
