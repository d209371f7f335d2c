import type { Facts, Reads, ReleaseContext } from '@launchway/core';
import { expect, test } from 'vitest';
import type { PublishInput } from '../plan.ts';
import { gitlabStep } from './gitlab.ts';
import { type GitlabInput, targetInput } from './input.ts';

const page = 'https://code.example.org:8443/infra/tools/pulse';

/** The address that is asked whether the chart is there. */
async function asked(
  to: { readonly api?: string; readonly project?: string },
  forge: Facts['forge'],
  env: Readonly<Record<string, string>> = {},
): Promise<string | undefined> {
  const context = { facts: { forge } } as unknown as ReleaseContext;
  const { input } = await targetInput({ gitlab: 'stable', ...to }, context);
  const urls: string[] = [];
  const reads = {
    env: (name: string) => env[name],
    credential: async () => undefined,
    get: async ({ url }: { readonly url: string }) => {
      urls.push(url);
      return { status: 404 };
    },
  };
  const recipe = { name: 'pulse', version: '0.9.5' } as PublishInput['recipe'];
  const step = { recipe, digest: 'ab', provenance: null, target: input as GitlabInput };
  await gitlabStep.probe(step, reads as unknown as Reads);
  return urls[0]?.replace('/packages/helm/stable/index.yaml', '');
}

test('a chart goes to the project of the remote where neither options nor a pipeline name one', async () => {
  const forge = { kind: 'gitlab', url: page } as const;
  const own = 'https://code.example.org:8443/api/v4/projects/infra%2Ftools%2Fpulse';
  expect(await asked({}, forge)).toBe(own);
  expect(await asked({ project: '7' }, forge)).toBe('https://code.example.org:8443/api/v4/projects/7');
  const api = 'https://code.example.org:8443/infra/api/v4/';
  expect(await asked({ api }, forge)).toBe(
    'https://code.example.org:8443/infra/api/v4/projects/tools%2Fpulse',
  );
  const ci = { CI_API_V4_URL: 'https://ci.example/api/v4', CI_PROJECT_ID: '42' };
  expect(await asked({}, forge, ci)).toBe('https://ci.example/api/v4/projects/42');
});

test.each([undefined, { kind: 'github', url: 'https://github.com/acme/pulse' }] as const)(
  'no server is asked where the project is not known: %j',
  async (forge) => {
    await expect(asked({}, forge)).rejects.toThrow(
      'It is not known to which project of GitLab the chart goes',
    );
  },
);
