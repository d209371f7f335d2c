import { describe, expect, it } from 'vitest';
import {
  type MadeCommit,
  type MadeRepository,
  makeRepository,
} from '../effects/git/reading/repository.fixture.ts';
import type { Track } from '../model/track.ts';
import { app, atApp, atChart, chart, collect, first, subjects } from './collect.fixture.ts';

const baseline = async (made: MadeRepository, track = 'chart') =>
  (await collect(made.path)).tracks[track]?.baseline;

describe('the baseline', () => {
  it('is the tag of the current version', async () => {
    const made = makeRepository([
      first,
      { id: 'release', files: atChart('0.2.0') },
      { id: 'after', message: 'between', files: { 'plugins/p.ts': '1' }, tags: ['v0.2.0'] },
      { message: 'new', files: { 'plugins/p.ts': '2' } },
    ]);
    const facts = await collect(made.path);
    expect(facts.tracks['chart']).toMatchObject({
      current: '0.2.0',
      baseline: { how: 'tag', tag: 'v0.2.0', commit: made.sha('after') },
      newestTag: { name: 'v0.2.0', version: '0.2.0' },
      tagPathsChanged: true,
    });
    expect(subjects(facts, 'chart')).toEqual(['new']);
  });

  it('is the commit that set the version where it has no tag, whoever made it', async () => {
    const made = makeRepository([
      { ...first, tags: ['v0.1.0'] },
      { message: 'fix: old', files: { 'plugins/p.ts': '1' } },
      { id: 'hand', message: 'feat: bumped by hand', files: { ...atChart('0.2.0'), 'plugins/p.ts': '2' } },
      { message: 'fix: new', files: { 'plugins/p.ts': '3', 'charts/Chart.yaml': 'version: 0.2.0\n' } },
    ]);
    const facts = await collect(made.path);
    expect(facts.tracks['chart']?.baseline).toEqual({ how: 'pin', commit: made.sha('hand') });
    expect(facts.tracks['app']?.baseline).toEqual({ how: 'pin', commit: made.sha('first') });
    expect(subjects(facts, 'chart')).toEqual(['fix: new']);
    expect(facts.tracks['chart']?.newestTag?.version).toBe('0.1.0');
  });

  it('is a tag on the merge after the commit that set the version', async () => {
    const made = makeRepository([
      first,
      { id: 'bump', message: 'chore: bump', files: atChart('0.2.0') },
      { id: 'main', message: 'fix: meanwhile', parents: ['first'], files: { 'plugins/p.ts': '1' } },
      { id: 'merge', parents: ['main', 'bump'], files: atChart('0.2.0'), tags: ['v0.2.0'] },
      { message: 'fix: after', files: { 'plugins/p.ts': '2' } },
    ]);
    const facts = await collect(made.path);
    expect(facts.tracks['chart']?.baseline).toMatchObject({ how: 'tag', commit: made.sha('merge') });
    expect(subjects(facts, 'chart')).toEqual(['fix: after']);
  });

  it('is the commit on the branch, not its merge, where there is no tag', async () => {
    const made = makeRepository([
      first,
      { id: 'bump', files: atChart('0.2.0') },
      {
        id: 'main',
        message: 'fix: meanwhile',
        parents: ['first'],
        files: { 'plugins/p.ts': '1', ...atApp('1.0.1') },
      },
      { id: 'merge', parents: ['main', 'bump'], files: atChart('0.2.0') },
    ]);
    expect(await baseline(made)).toEqual({ how: 'pin', commit: made.sha('bump') });
    expect(subjects(await collect(made.path), 'chart')).toContain('fix: meanwhile');
  });

  it('is not a tag that was moved to where the version is another', async () => {
    const made = makeRepository([
      { ...first, tags: ['v0.2.0'] },
      { id: 'release', files: { ...atChart('0.2.0'), 'plugins/p.ts': '1' } },
      { message: 'fix: new', files: { 'plugins/p.ts': '2' } },
    ]);
    expect(await baseline(made)).toEqual({ how: 'pin', commit: made.sha('release') });
    expect(subjects(await collect(made.path), 'chart')).toEqual(['fix: new']);
  });

  it('is not a tag of another branch', async () => {
    const made = makeRepository([
      { ...first, tags: ['v0.1.0'] },
      { id: 'other', files: atChart('0.2.0'), tags: ['v0.2.0'] },
      { id: 'own', parents: ['first'], files: atChart('0.2.0') },
      { message: 'fix: own', files: { 'plugins/p.ts': '1' } },
    ]);
    expect(await baseline(made)).toEqual({ how: 'pin', commit: made.sha('own') });
  });

  it('goes back to the newest commit that set the version when it was set twice', async () => {
    const made = makeRepository([
      first,
      { files: atChart('0.2.0') },
      { files: atChart('0.1.0') },
      { id: 'again', files: atChart('0.2.0') },
    ]);
    expect(await baseline(made)).toEqual({ how: 'pin', commit: made.sha('again') });
  });

  it('is found where clocks were wrong more than once on the way', async () => {
    const at = (days: number) => 1_700_000_000 + days * 86_400;
    const made = makeRepository([
      { ...first, date: at(10) },
      { id: 'release', date: at(20), files: { ...atChart('0.2.0'), ...atApp('1.1.0') } },
      { id: 'wrong', date: at(1), files: atApp('1.2.0') },
      { id: 'right', date: at(30), files: atApp('1.3.0') },
      { id: 'wrong again', date: at(0), files: atApp('1.4.0') },
      { id: 'other', date: at(40), parents: ['right'], files: atApp('1.5.0') },
      { id: 'side', date: at(41), parents: ['release'], files: { 'plugins/p.ts': '1' } },
      { id: 'merge', date: at(42), parents: ['wrong again', 'other', 'side'], files: atApp('1.6.0') },
    ]);
    expect(await baseline(made)).toEqual({ how: 'pin', commit: made.sha('release') });
  });

  it('is found within a moment behind many merges that join two changes of its file', async () => {
    const holding = (ours: number, theirs: number) => ({
      'apps/runtime/package.json': `{"version":"1.1.0","ours":${ours},"theirs":${theirs}}`,
    });
    const merges = Array.from({ length: 40 }, (_, place): MadeCommit[] => [
      { id: `ours ${place}`, files: holding(place + 1, place) },
      { parents: [place === 0 ? 'release' : `merge ${place - 1}`], files: holding(place, place + 1) },
      {
        id: `merge ${place}`,
        parents: [`ours ${place}`, `#${3 * place + 3}`],
        files: holding(place + 1, place + 1),
      },
    ]);
    const made = makeRepository([first, { id: 'release', files: holding(0, 0) }, ...merges.flat()]);
    const facts = await collect(made.path, [app]);
    expect(facts.tracks['app']?.baseline).toEqual({ how: 'pin', commit: made.sha('release') });
  });

  it('survives a time when the file did not parse', async () => {
    const made = makeRepository([
      first,
      { files: { 'charts/Chart.yaml': 'version: [\n' } },
      { id: 'mended', files: atChart('0.1.0') },
    ]);
    expect(await baseline(made)).toEqual({ how: 'pin', commit: made.sha('mended') });
  });

  it.each([
    ['0.1.0', 'v0.1.0', 'v{version}'],
    ['v0.1.0', '0.1.0', undefined],
  ])('is not the commit that wrote %s as %s', async (before, after, form) => {
    const made = makeRepository([
      { id: 'set', files: atChart(before) },
      { message: 'fix: one', files: { 'plugins/p.ts': '1' } },
      { message: 'chore: as they write it', files: atChart(after) },
    ]);
    const pins = chart.pins.map((pin) => ({ ...pin, ...(form !== undefined && { form }) }));
    const facts = await collect(made.path, [{ ...chart, pins }]);
    expect(facts.tracks['chart']?.baseline).toEqual({ how: 'pin', commit: made.sha('set') });
    expect(subjects(facts, 'chart')).toContain('fix: one');
  });

  it('is a tag at a commit that wrote the same version in another way', async () => {
    const made = makeRepository([
      { id: 'tagged', files: atChart('v0.1.0'), tags: ['v0.1.0'] },
      { message: 'fix: one', files: { 'plugins/p.ts': '1' } },
      { message: 'chore: as helm wants it', files: atChart('0.1.0') },
    ]);
    expect((await collect(made.path, [chart])).tracks['chart']?.baseline).toMatchObject({ how: 'tag' });
  });

  it('is the beginning for a track that was never released', async () => {
    const made = makeRepository([first, { message: 'feat: lib', files: { 'lib/a.ts': '1' } }]);
    const lib: Track = {
      name: 'lib',
      pins: [{ file: 'lib/jsr.json', format: 'json', pointer: ['version'] }],
      paths: ['lib/**'],
      initial: '0.1.0',
    };
    const facts = await collect(made.path, [lib]);
    expect(facts.tracks['lib']).toMatchObject({ current: '0.0.0', baseline: { how: 'beginning' } });
    expect(subjects(facts, 'lib')).toEqual(['feat: lib']);
  });

  it('is the beginning in the past of a track that held no version yet, or none that can be read', async () => {
    const made = makeRepository([
      { files: atChart('one') },
      { id: 'before', files: { 'charts/values.yaml': 'a: 1' } },
      first,
    ]);
    const facts = await collect(made.path, [chart, app], {}, made.sha('before'), 'parent');
    expect(facts.tracks).toMatchObject({
      chart: { current: '0.0.0', baseline: { how: 'beginning' } },
      app: { current: '0.0.0', baseline: { how: 'beginning' } },
    });
  });

  it('is that of another commit when the facts of that one are asked for', async () => {
    const made = makeRepository([
      first,
      { id: 'fix', message: 'fix: x', files: { 'plugins/p.ts': '1' } },
      { files: atChart('0.1.1'), tags: ['v0.1.1'] },
    ]);
    const facts = await collect(made.path, [chart], {}, made.sha('fix'));
    expect(facts).toMatchObject({
      head: made.sha('fix'),
      tracks: { chart: { current: '0.1.0', baseline: { commit: made.sha('first') } } },
    });
    expect(subjects(facts, 'chart')).toEqual(['fix: x']);
  });
});
