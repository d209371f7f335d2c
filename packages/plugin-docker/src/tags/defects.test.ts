import { describe, expect, test } from 'vitest';
import { eventContext } from './context.ts';
import { imageMetadata, type MetadataOptions } from './metadata.ts';

/** Computes metadata for a push to GitHub. */
function pushed(ref: string, tags: readonly string[], options: MetadataOptions = {}) {
  const env: Readonly<Record<string, string>> = {
    GITHUB_ACTIONS: 'true',
    GITHUB_EVENT_NAME: 'push',
    GITHUB_REF: ref,
    GITHUB_SHA: '860c1904a1ce19322e91ac35af1ab07466440c37',
  };
  const context = eventContext({ env: (name) => env[name], event: {}, now: 0 });
  const {
    tags: found,
    labels,
    problems,
  } = imageMetadata({ tags: tags.map((line) => ({ line })), ...options }, context);
  return { tags: found, labels, codes: problems.map(({ code }) => code) };
}

describe("docker/metadata-action's defects are not repeated", () => {
  test('nothing is escaped for HTML', () => {
    const { tags, labels } = pushed("refs/heads/it's/a=b&c", ['{{branch}}'], { labels: ['ref={{branch}}'] });
    expect([tags, labels['ref']]).toEqual([['it-s-a-b-c'], "it's/a=b&c"]);
  });

  test.each([
    ['refs/heads/.hidden', 'hidden', 'TAG_REPAIRED'],
    ['refs/heads/-dash', 'dash', 'TAG_REPAIRED'],
    [`refs/heads/${'x'.repeat(140)}`, 'x'.repeat(128), 'TAG_REPAIRED'],
    ['refs/heads/日本語', undefined, 'TAG_EMPTY'],
  ])('%s gives a legal tag or none', (ref, tag, code) => {
    const { tags, codes } = pushed(ref, ['type=ref,event=branch']);
    expect([tags[0], codes[0]]).toEqual([tag, code]);
  });

  test('latest is there once', () => {
    expect(
      pushed('refs/tags/v1.0.0', ['type=semver,pattern={{version}}', 'type=raw,value=latest']).tags,
    ).toEqual(['1.0.0', 'latest']);
  });

  test.each(['type=ref,event=tag', 'type=match,pattern=(.*)', 'type=raw,value=latest'])(
    '%s makes no prerelease latest',
    (line) => {
      expect(pushed('refs/tags/v1.0.0-rc.1', [line, 'type=sha']).tags).not.toContain('latest');
    },
  );

  test('latest=true makes a prerelease latest, because it says so', () => {
    expect(
      pushed('refs/tags/v1.0.0-rc.1', ['type=ref,event=tag'], { flavor: ['latest=true'] }).tags,
    ).toContain('latest');
  });

  test('match without a group takes what it matches', () => {
    expect(pushed('refs/tags/app-1.2.3', ['type=semver,pattern={{version}},match=\\d.*']).tags).toEqual([
      '1.2.3',
      'latest',
    ]);
  });

  test('match that finds nothing gives no tag', () => {
    expect(pushed('refs/tags/v1.2.3', ['type=semver,pattern={{version}},match=app-(.*)'])).toMatchObject({
      tags: [],
      codes: ['TAG_NO_MATCH', 'TAG_NONE'],
    });
  });

  test('expressions in a flavor for latest are evaluated', () => {
    const found = pushed('refs/tags/v1.2.3', ['type=semver,pattern={{version}}'], {
      flavor: ['suffix=-{{sha}},onlatest=true'],
    });
    expect(found.tags).toEqual(['1.2.3-860c190', 'latest-860c190']);
  });

  test('images that are all disabled get no tags', () => {
    expect(pushed('refs/heads/main', ['type=sha'], { images: ['org/app,enable=false'] }).tags).toEqual([]);
  });

  test('a date without a format is ISO 8601', () => {
    expect(pushed('refs/heads/main', ['{{date}}']).tags).toEqual(['1970-01-01T00-00-00Z']);
  });
});
