import type { HttpResponse, Reads } from '@launchway/core';
import { describe, expect, test } from 'vitest';
import { createConversation } from './conversation.ts';
import { findPackage, findTask, findVersion, tokenState } from './registry.ts';

const target = { registry: 'https://jsr.test/', scope: 'acme', name: 'tiny' };

/** A registry that answers by the end of the path, and 404 to the rest. */
function registryThatSays(answers: Readonly<Record<string, unknown>>): Reads {
  const get = async ({ url }: { url: string }): Promise<Partial<HttpResponse>> => {
    const found = Object.entries(answers).find(([end]) => url.endsWith(end));
    const text = () => JSON.stringify(found?.[1] ?? null);
    return { url, status: found === undefined ? 404 : 200, text, json: () => JSON.parse(text()) as unknown };
  };
  return { get } as unknown as Reads;
}

const unavailable = { problems: [{ code: 'JSR_UNAVAILABLE' }] };

describe('an answer of the registry that cannot be what was asked for is told', () => {
  test.each([null, 7, [], { yanked: 'no' }, { yanked: false, rekorLogId: {} }])(
    'version: %j',
    async (body) => {
      const reads = registryThatSays({ '/versions/1.2.3': body });
      await expect(findVersion(target, '1.2.3', reads)).rejects.toMatchObject(unavailable);
    },
  );

  test.each([{ versions: { '1.2.3': 7 } }, { versions: { '1.2.3': null } }, { versions: 'all' }])(
    'list of versions: %j',
    async (body) => {
      const reads = registryThatSays({ '/meta.json': body });
      await expect(findVersion(target, '1.2.3', reads)).rejects.toMatchObject(unavailable);
    },
  );

  test.each([
    { isArchived: false, githubRepository: {} },
    { isArchived: false, githubRepository: 'acme/x' },
  ])('package: %j', async (body) => {
    const reads = registryThatSays({ '/packages/tiny': body });
    await expect(findPackage(target, reads)).rejects.toMatchObject(unavailable);
  });

  test('owner of a token', async () => {
    await expect(
      tokenState(target, { env: 'JSR_TOKEN' }, registryThatSays({ '/api/user': null })),
    ).rejects.toMatchObject(unavailable);
  });
});

test.each(['none', 7, {}, []])('a task whose error is %j has none that could be told', async (error) => {
  const reads = registryThatSays({ '/publish_status/t-1': { status: 'failure', error } });
  expect(await findTask(target, 't-1', reads)).toEqual({ id: 't-1', status: 'failure', error: null });
  const conversation = createConversation();
  const body = Buffer.from(JSON.stringify({ id: 't-1', status: 'failure', error }));
  conversation.hear({ method: 'GET', path: '/api/publish_status/t-1', status: 200, body });
  expect(conversation.task?.error).toBeNull();
});
