import { describe, expect, it } from 'vitest';
import { readPin } from '../edits/pins.ts';
import { makeRepository } from '../effects/git/reading/repository.fixture.ts';
import { openRepository } from '../effects/git/reading/repository.ts';
import type { Track } from '../model/track.ts';
import { collectFacts } from './collect.ts';

const tool: Track = {
  name: 'tool',
  pins: [{ file: 'version.json', format: 'json', pointer: ['version'] }],
  paths: ['cmd/**'],
  tag: { name: 'v{version}' },
  initial: '0.3.0',
};

async function factsOf(track: Track, files: Readonly<Record<string, string>>) {
  const { path } = makeRepository([
    { files: { ...files, 'cmd/main.go': '1' }, tags: ['v1.3.0'] },
    { message: 'fix: a tagged one', files: { 'cmd/main.go': '2' }, tags: ['v1.4.2', 'nightly'] },
    { message: 'feat: not yet tagged', files: { 'cmd/main.go': '3' } },
  ]);
  const repository = await openRepository(path);
  try {
    const facts = await collectFacts({ repository, tracks: [track], env: () => undefined, readPin });
    const { current, baseline } = facts.tracks[track.name] ?? {};
    return { current, tag: baseline?.tag, unreleased: facts.commits.map(({ message }) => message.trim()) };
  } finally {
    repository.close();
  }
}

describe('a track with an initial version', () => {
  const goesOn = { current: '1.4.2', tag: 'v1.4.2', unreleased: ['feat: not yet tagged'] };

  it('goes on from its newest tag where no file holds a version', async () => {
    expect(await factsOf(tool, {})).toEqual(goesOn);
  });

  it.each(['0.0.0', '0.0.0-development', '0.0.0-semantically-released'])(
    'goes on from its newest tag where the file holds the placeholder %s',
    async (version) => {
      expect(await factsOf(tool, { 'version.json': `{ "version": "${version}" }\n` })).toEqual(goesOn);
    },
  );

  it('takes the version in the file where there is one', async () => {
    const facts = await factsOf(tool, { 'version.json': '{ "version": "1.3.0" }\n' });
    expect(facts).toMatchObject({ current: '1.3.0', tag: 'v1.3.0' });
  });

  it('begins at the beginning where there is no tag of its own', async () => {
    const facts = await factsOf({ ...tool, tag: { name: 'tool-v{version}' } }, {});
    expect(facts).toMatchObject({ current: '0.0.0', tag: undefined });
    expect(facts.unreleased).toHaveLength(3);
  });
});
