import type { Reads } from '@launchway/core';
import { openForge } from '@launchway/forge';
import { expect, test } from 'vitest';
import { remoteFiles } from './packages/api.ts';
import { findRelease } from './release/api.ts';

/** A GitLab that answers by path. */
function gitlabThatSays(answers: Readonly<Record<string, unknown>>) {
  const api = 'https://git.example.org/api/v4/projects/7';
  const get = async ({ url }: { url: string }) => {
    const body = answers[url.slice(api.length).replace(/\?.*$/, '')];
    return { status: 200, header: () => undefined, text: () => '', json: () => body };
  };
  return openForge({ get } as unknown as Reads, { name: 'GitLab', api });
}

const harbour = { name: 'harbour', version: '1.2.3' };
const invalid = { problems: [{ code: 'FORGE_ANSWER_INVALID' }] };

test.each([
  [null],
  [{ tag_name: 'v9.9.9' }],
  [{ tag_name: 'v1.2.3', assets: { links: [{ id: '4', name: 'a', url: 'https://x' }] } }],
])('what is not the release that was asked for is told: %j', async (body) => {
  await expect(findRelease(gitlabThatSays({ '/releases/v1.2.3': body }), 'v1.2.3')).rejects.toMatchObject(
    invalid,
  );
});

test('a package or a file without an id is told, and not taken for missing', async () => {
  const [held, file] = [
    { ...harbour, id: 5 },
    { id: 6, file_name: 'a.txt', file_sha256: 'ab' },
  ];
  const files = '/packages/5/package_files';
  const told = (packages: unknown, inside: unknown) =>
    remoteFiles(harbour, gitlabThatSays({ '/packages': packages, [files]: inside }));
  expect(await told([held], [file])).toMatchObject([{ name: 'a.txt', address: `${files}/6` }]);
  await expect(told([{ ...held, id: null }], [file])).rejects.toMatchObject(invalid);
  await expect(told([held], [{ ...file, id: '6' }])).rejects.toMatchObject(invalid);
});
