import { describe, expect, it } from 'vitest';
import { makeRepository, run, scratch } from '../effects/git/reading/repository.fixture.ts';
import { app, atApp, atChart, chart, codes, collect, first, subjects } from './collect.fixture.ts';

describe('a shallow clone', () => {
  const made = makeRepository([
    first,
    { id: 'release', files: { ...atChart('0.2.0'), ...atApp('1.1.0') }, tags: ['v0.2.0'] },
    { message: 'fix: a', files: { 'plugins/p.ts': '1' } },
    { message: 'fix: b', files: { 'plugins/p.ts': '2' } },
  ]);
  const clone = (depth: number, ...flags: string[]) => {
    const path = scratch();
    run(path, ['clone', '-q', `--depth=${depth}`, ...flags, `file://${made.path}`, '.']);
    return path;
  };

  it('that hides the last release is refused with the lines to add', async () => {
    const error = await collect(clone(2)).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      problems: [{ code: 'SHALLOW_CLONE', message: expect.stringContaining('chart 0.2.0, app 1.1.0') }],
    });
    const fix = (error as { problems: { fix: string }[] }).problems[0]?.fix;
    expect(fix).toMatch(/^ *fetch-depth: 0$/m);
    expect(fix).toMatch(/^ *GIT_DEPTH: 0$/m);
  });

  it('is refused when the release is its edge: what set the version cannot be told', async () => {
    await expect(collect(clone(3, '--no-tags'), [app]).catch(codes)).resolves.toEqual(['SHALLOW_CLONE']);
  });

  it('is refused when there are no tags to compare with', async () => {
    await expect(collect(clone(4, '--no-tags')).catch(codes)).resolves.toEqual(['SHALLOW_CLONE']);
  });

  it('of a depth that reaches the first commit works', async () => {
    const whole = makeRepository([
      first,
      { id: 'fix', message: 'fix: a', files: { 'apps/runtime/a.ts': '1' } },
    ]);
    const path = scratch();
    run(path, ['clone', '-q', '--depth=2', '--no-tags', `file://${whole.path}`, '.']);
    const facts = await collect(path, [app]);
    expect(facts.tracks['app']?.baseline).toMatchObject({ how: 'pin' });
    expect(subjects(facts, 'app')).toEqual(['fix: a']);
  });

  it('that holds all that is needed works', async () => {
    const facts = await collect(clone(3), [chart]);
    expect(facts.tracks['chart']?.baseline).toMatchObject({ how: 'tag', commit: made.sha('release') });
    expect(subjects(facts, 'chart')).toEqual(['fix: b', 'fix: a']);
  });
});
