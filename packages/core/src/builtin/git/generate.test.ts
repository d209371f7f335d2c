import { describe, expect, it } from 'vitest';
import { release as change } from '../../effects/git/writing/clone.fixture.ts';
import type { Step } from '../../model/step.ts';
import { apply, kindOf, stepsOf, world } from './steps.fixture.ts';

describe('what is generated for the release commit', () => {
  const script = `
    const fs = require('node:fs');
    fs.mkdirSync('made/deep', { recursive: true });
    fs.writeFileSync('made/deep/a.txt', process.env.WORD + fs.readFileSync('charts/Chart.yaml'));
    fs.writeFileSync('made/a.log', 'noise');
    fs.writeFileSync('charts/Chart.yaml', 'outside of the folder');
    fs.rmSync('made/old.txt');`;
  const generations = [
    { run: [[process.execPath, '-e', script]], folder: 'made', env: { WORD: 'of ' } },
    { run: [['sh', '-c', 'cat made/deep/a.txt > docs.txt']], folder: 'docs' },
  ];

  it('is in it, without what git ignores, what lies elsewhere, or a trace in the working tree', async () => {
    const here = await world();
    here.clone.write('.gitignore', '*.log\n');
    here.clone.write('made/old.txt', 'old\n');
    here.clone.git('add', '.');
    here.clone.commit('feat: made');
    const before = here.clone.state();
    const steps = stepsOf(here, { generations });
    const effects = await here.effects();
    const [generate, commit] = steps;
    expect(steps.map(({ id }) => id)).toEqual(['git:generate', 'git:commit', 'git:push']);
    expect(await kindOf(steps[1] as Step).probe(commit?.input ?? {}, effects)).toMatchObject({
      preview: [expect.any(String), '  charts/Chart.yaml', '  what is generated'],
    });
    const outputs = await apply(steps.slice(0, 2), effects);
    expect(here.clone.state()).toBe(before);
    expect(generate?.title).toContain('for the release commit');
    const made = outputs['git:commit']?.['commit'] as string;
    expect(here.clone.git('show', '--format=', '--name-status', made).split('\n')).toEqual([
      'M\tcharts/Chart.yaml',
      'A\tmade/deep/a.txt',
      'D\tmade/old.txt',
    ]);
    expect(here.clone.git('show', `${made}:made/deep/a.txt`)).toBe(`of ${change.files[0]?.content.trim()}`);
  });

  it('may replace what an edit writes, and is told as nothing where nothing changes', async () => {
    const here = await world();
    const write = (text: string) => [
      [
        process.execPath,
        '-e',
        `require('node:fs').writeFileSync('charts/Chart.yaml', ${JSON.stringify(text)})`,
      ],
    ];
    const steps = stepsOf(here, { generations: [{ run: write('name: other\n'), folder: 'charts' }] });
    const made = await apply(steps.slice(0, 2), await here.effects());
    const commit = made['git:commit']?.['commit'] as string;
    expect(here.clone.git('show', `${commit}:charts/Chart.yaml`)).toBe('name: other');
    const same = stepsOf(here, {
      generations: [{ run: write(change.files[0]?.content ?? ''), folder: 'charts' }],
    });
    const outputs = await apply(same.slice(0, 1), await here.effects());
    expect(outputs['git:generate']).toEqual({ files: [] });
  });
  it('is refused where Git LFS keeps it, which would commit a pointer', async () => {
    const here = await world();
    here.clone.write('.gitattributes', '*.png filter=lfs diff=lfs merge=lfs -text\n');
    const draw = `require('node:fs').writeFileSync('ä.txt', ''), require('node:fs').writeFileSync('ä b.png', 'PNG')`;
    const [generate] = stepsOf(here, {
      generations: [{ run: [[process.execPath, '-e', draw]], folder: '' }],
    });
    const failed = apply([generate as Step], await here.effects());
    await expect(failed).rejects.toThrow('ä b.png is generated for the release commit, and kept by Git LFS');
  });
});
