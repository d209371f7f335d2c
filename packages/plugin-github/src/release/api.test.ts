import type { Effects } from '@launchway/core';
import { openForge } from '@launchway/forge';
import { expect, test } from 'vitest';
import { findRelease, listAssets, tagCommit } from './api.ts';
import type { FoundRelease, ReleaseInput } from './release.ts';
import { makeDraft, uploadAll } from './write.ts';

/** A GitHub that answers everything with one thing, and what it was asked. */
function githubThatSays(body: unknown, api = 'https://api.github.test') {
  const seen: string[] = [];
  const answer = async ({ method = 'GET', url }: { method?: string; url: string }) => {
    seen.push(`${method} ${url}`);
    return { status: 200, header: () => undefined, text: () => '', json: () => body };
  };
  const port = { get: answer, send: answer, sleep: async () => undefined } as unknown as Effects;
  return { forge: openForge(port, { name: 'GitHub', api: `${api}/repos/acme/harbour` }), seen };
}

const draft = { id: 7, tag_name: 'v1.2.3', draft: true };
const file = { id: 3, name: 'a.txt', state: 'uploaded', size: 4 };
const asset = {
  name: 'a.txt',
  label: null,
  mediaType: 'text/plain',
  file: '/nowhere/a.txt',
  sha256: 'ab',
  size: 4,
};

test.each([
  ['a release without a number', { ...draft, id: undefined }, 'a release that has no id'],
  ['a release with a number of no thing', { ...draft, id: -1e300 }, 'a release that has no id'],
  ['a release without a tag', { ...draft, tag_name: null }, 'a release that has no tag_name'],
  ['nothing', null, 'a release that has no id'],
])('what GitHub says of a release is told where it is %s', async (_, body, found) => {
  const { forge } = githubThatSays(body);
  const message = `Could not read the release v1.2.3 on GitHub: it answered with ${found}.`;
  await expect(findRelease(forge, 'v1.2.3')).rejects.toMatchObject({
    problems: [{ code: 'FORGE_ANSWER_INVALID', message }],
  });
});

test('a draft that GitHub says it has made is not taken for a release that is out', async () => {
  const { forge, seen } = githubThatSays(undefined);
  const input = { tag: 'v1.2.3', name: 'x', notes: '', prerelease: false, commit: 'c0' } as ReleaseInput;
  await expect(makeDraft(input, forge)).rejects.toMatchObject({
    problems: [{ message: expect.stringMatching(/^Could not create the draft of v1\.2\.3 on GitHub: /) }],
  });
  expect(seen).toEqual(['POST https://api.github.test/repos/acme/harbour/releases']);
});

test.each(['id', 'name', 'state', 'size'])('a file of a release without its %s is told', async (member) => {
  const { forge } = githubThatSays([file, { ...file, [member]: undefined }]);
  await expect(listAssets(forge, 7)).rejects.toMatchObject({ problems: [{ code: 'FORGE_ANSWER_INVALID' }] });
  expect(await listAssets(githubThatSays([file]).forge, 7)).toHaveLength(1);
});

test.each([{}, { object: null }, { object: { type: 'tag', sha: '../../x' } }])(
  'a tag that leads to no commit is told, and not taken for missing: %j',
  async (body) => {
    await expect(tagCommit(githubThatSays(body).forge, 'v1.2.3')).rejects.toMatchObject({
      problems: [
        { message: 'Could not read the tag v1.2.3 on GitHub: it answered without the name of a commit.' },
      ],
    });
  },
);

test.each(['', 'file:///etc/passwd{?name,label}', 'http://[', 'http://uploads.github.test/x'])(
  'a release that names "%s" as the address for files gets none, and it is said',
  async (upload) => {
    const { forge, seen } = githubThatSays({});
    const release = { id: 7, tag: 'v1.2.3', upload } as FoundRelease;
    await expect(uploadAll(release, { broken: [], missing: [asset] }, forge)).rejects.toMatchObject({
      problems: [
        {
          code: 'FORGE_ANSWER_INVALID',
          message: `Could not upload a.txt to the release v1.2.3 on GitHub: its release names "${upload}" as the address for files (upload_url).`,
        },
      ],
    });
    expect(seen).toEqual([]);
  },
);

test('a GitHub of plain http may name an address of its kind', async () => {
  const { forge, seen } = githubThatSays({}, 'http://github.lab');
  const release = { id: 7, tag: 'v1.2.3', upload: 'http://uploads.lab/7{?name,label}' } as FoundRelease;
  await uploadAll(release, { broken: [], missing: [asset] }, forge);
  expect(seen).toEqual(['POST http://uploads.lab/7?name=a.txt']);
});
