import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type MadeCommit, makeRepository, run } from '../effects/git/reading/repository.fixture.ts';
import { atChart, chart, collect, first } from './collect.fixture.ts';

describe('the newest tag', () => {
  const tagged = (versions: string[]) =>
    versions.map((version): MadeCommit => ({ files: atChart(version), tags: [`v${version}`] }));

  it('is the highest by number, and its paths are compared with HEAD', async () => {
    const made = makeRepository([
      first,
      ...tagged(['0.9.0', '0.10.0']),
      { files: atChart('0.10.1') },
      { message: 'chart only', files: { 'charts/x': '1' } },
    ]);
    expect((await collect(made.path)).tracks['chart']).toMatchObject({
      newestTag: { name: 'v0.10.0' },
      tagPathsChanged: false,
    });
    run(made.path, ['commit', '-q', '--allow-empty', '-m', 'x']);
    writeFileSync(join(made.path, 'plugins/p.ts'), 'changed');
    run(made.path, ['commit', '-qam', 'plugin']);
    expect((await collect(made.path)).tracks['chart']?.tagPathsChanged).toBe(true);
  });

  it('passes over higher ones of other branches, however many', async () => {
    const others = ['1.0.0', '1.1.0', '1.2.0', '1.3.0', '1.4.0'].map(
      (version, index): MadeCommit => ({
        ...(index === 0 ? { parents: ['first'] } : {}),
        files: atChart(version),
        tags: [`v${version}`],
      }),
    );
    const made = makeRepository([
      { ...first, tags: ['v0.1.0'] },
      ...others,
      { parents: ['first'], files: atChart('0.1.1') },
    ]);
    expect((await collect(made.path)).tracks['chart']?.newestTag?.name).toBe('v0.1.0');
    const ahead = makeRepository([
      { ...first, tags: ['v0.1.0'] },
      ...others,
      { parents: ['first'], files: atChart('9.0.0') },
    ]);
    expect((await collect(ahead.path)).tracks['chart']?.newestTag?.name).toBe('v0.1.0');
  });

  it('is of the track by its template, and strict', async () => {
    const made = makeRepository([
      { ...first, tags: ['v0.1.0', 'chart-v5.0.0', 'v7', 'vnext', 'v1.2.3.4', 'v01.0.0'] },
    ]);
    expect((await collect(made.path)).tracks['chart']?.newestTag?.name).toBe('v0.1.0');
    const own = { ...chart, tag: { name: 'chart-v{version}' } };
    expect((await collect(made.path, [own])).tracks['chart']?.newestTag?.name).toBe('chart-v5.0.0');
  });

  it('may be light, or a tag of a tag', async () => {
    const made = makeRepository([{ ...first, light: ['v0.0.9'] }]);
    made.git('tag', '-a', '-m', 'one', 'inner');
    made.git('-c', 'advice.nestedTag=false', 'tag', '-a', '-m', 'two', 'v0.1.0', 'inner');
    const facts = await collect(made.path);
    expect(facts.tracks['chart']).toMatchObject({
      baseline: { how: 'tag', commit: made.sha('first') },
      newestTag: { commit: made.sha('first') },
    });
  });
});
