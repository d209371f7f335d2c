import { describe, expect, it } from 'vitest';
import type { Track } from '../../model/track.ts';
import { commitMessage, defaultMessage, tagMessage } from './message.ts';

const pin = (file: string) => ({ file, format: 'json' as const, pointer: ['version'] });
const tracks: readonly Track[] = [
  { name: 'chart', pins: [pin('charts/Chart.yaml'), pin('package.json')], paths: [] },
  { name: 'app', pins: [pin('apps/runtime/package.json'), pin('charts/Chart.yaml')], paths: [] },
  { name: 'shared', pins: [pin('packages/shared/jsr.json')], paths: [] },
];
const versions = { chart: '0.2.27', app: '1.1.1', shared: '0.4.0' };

function message(names: readonly (keyof typeof versions)[], template = defaultMessage): string {
  const changes = names.map((track) => ({ track, current: '0.0.1', next: versions[track], bump: null }));
  return commitMessage(template, {
    changes,
    versions,
    tags: [{ track: 'chart', name: 'v0.2.27', message: '' }],
    tracks,
  });
}

describe('the message of the release commit', () => {
  it.each([
    [['chart'], 'chore(release): bump chart to v0.2.27'],
    [['chart', 'app'], 'chore(release): bump to v0.2.27 (app v1.1.1)'],
    [['app', 'chart'], 'chore(release): bump to v0.2.27 (app v1.1.1)'],
    [['shared'], 'chore(release): bump shared to v0.4.0'],
    [['chart', 'shared'], 'chore(release): bump chart to v0.2.27, shared to v0.4.0'],
    [['chart', 'app', 'shared'], 'chore(release): bump chart to v0.2.27 (app v1.1.1), shared to v0.4.0'],
  ] as const)('for %j is "%s"', (names, expected) => {
    expect(message(names)).toBe(expected);
  });

  it('names the track that ships another, where no file of it holds the version of the other', () => {
    const changes = [
      { track: 'cli', current: '1.2.9', next: '1.3.0', bump: null },
      { track: 'core', current: '2.0.7', next: '2.1.0', bump: null },
    ];
    const packages: readonly Track[] = [
      { name: 'cli', pins: [pin('cli/package.json')], paths: [], follows: ['core'] },
      { name: 'core', pins: [pin('core/package.json')], paths: [] },
    ];
    const versions = { cli: '1.3.0', core: '2.1.0' };
    const context = { changes, versions, tags: [], tracks: packages };
    expect(commitMessage(defaultMessage, context)).toBe('chore(release): bump cli to v1.3.0 (core v2.1.0)');
    const held = packages.map((track) => ({ ...track, pins: [pin('Chart.yaml')] }));
    expect(commitMessage(defaultMessage, { ...context, tracks: held })).toBe(
      'chore(release): bump to v1.3.0 (core v2.1.0)',
    );
  });

  it('follows a template', () => {
    expect(message(['shared', 'chart'], 'release {tags}: {version} {version:app} {other}')).toBe(
      'release v0.2.27: 0.4.0 1.1.1 {other}',
    );
  });

  it('of a tag follows one too', () => {
    const tag = { track: 'chart', name: 'v0.2.27', message: '' };
    expect(tagMessage('{track} {version} ({tag})', tag, '0.2.27')).toBe('chart 0.2.27 (v0.2.27)');
  });
});
