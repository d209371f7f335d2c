import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { annotations, group, outputsFile, summary } from './github.ts';
import { dotenv, section } from './gitlab.ts';
import { outputsOf } from './outputs.ts';
import { report } from './view.fixture.ts';

describe('in GitHub Actions', () => {
  it('annotations carry file, line and escaped text on one line', () => {
    const where = { file: 'a,b:c.yaml', line: 3 };
    expect(
      annotations([{ code: 'X', severity: 'error', message: '100%\n::error::forged\r', fix: 'f', where }]),
    ).toEqual(['::error file=a%2Cb%3Ac.yaml,line=3,title=X::100%25%0A::error::forged%0AFix: f']);
  });

  it('no more annotations of a kind are made than are shown', () => {
    const many = Array.from(
      { length: 25 },
      (_, at) => ({ code: `C${at}`, severity: 'warning', message: 'm', fix: 'f' }) as const,
    );
    expect(annotations(many)).toHaveLength(10);
  });

  it('a group cannot be forged by its title', () => {
    expect(group('a\n::endgroup::')).toBe('::group::a%0A::endgroup::');
  });

  it('outputs are read back as they were, whatever is in them', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z]+$/), fc.string()), (outputs) => {
        const file = outputsFile(outputs);
        const read: Record<string, string> = {};
        for (const [, name, , value] of file.matchAll(/^([a-z]+)<<(launchway-\S+)\n([\s\S]*?)\n\2\n/gm))
          read[name ?? ''] = value ?? '';
        expect(read).toEqual({ ...outputs });
      }),
    );
  });

  it('a delimiter that occurs in the value is not taken', () => {
    const names = ['one', 'one', 'two'];
    expect(outputsFile({ a: 'launchway-one' }, () => names.shift() ?? '')).toBe(
      'a<<launchway-two\nlaunchway-one\nlaunchway-two\n',
    );
  });

  it('a summary has no markup of third parties and stays below the limit', () => {
    const evil = '| ![x](https://evil) <img src=x> `code` @team #1\n## heading';
    const text = summary({ ...report, problems: [{ code: 'X', severity: 'error', message: evil, fix: '' }] });
    expect(text).not.toMatch(/(?<!\\)(?:!\[|<img)|^## heading/m);
    const long = {
      ...report,
      problems: Array.from(
        { length: 3000 },
        () => ({ code: 'X', severity: 'error', message: 'ü'.repeat(900), fix: '' }) as const,
      ),
    };
    expect(Buffer.byteLength(summary(long))).toBeLessThanOrEqual(1024 * 1024);
    expect(summary(long)).toContain('The rest was cut');
  });
});

describe('the page of a release', () => {
  const output = { tag: 'v0.2.27', url: 'https://github.com/example/harbour/releases/tag/v0.2.27' };
  const step = {
    id: 'github:release:v0.2.27',
    title: 'publish',
    plugin: 'github',
    phase: 'publish',
    state: 'done',
  } as const;
  const other = { ...step, id: 'x', output: { tag: 'v9.9.9', url: 'https://elsewhere' } };
  const told = { ...report, steps: [other, { ...step, output }] };

  it('is an output of its own, and in the summary', () => {
    expect(outputsOf(told)['release-url']).toBe(output.url);
    expect(outputsOf(report)['release-url']).toBe('');
    expect(summary(told)).toContain(`- v0.2.27: <${output.url}>`);
  });

  it('cannot leave its brackets', () => {
    const evil = { ...step, output: { tag: 'v0.2.27', url: 'https://x> ![](y)' } };
    expect(summary({ ...report, steps: [evil] })).toContain('<https://x%3E%20![](y)>');
  });
});

describe('in GitLab', () => {
  it('a dotenv report has one line a variable and legal names', () => {
    expect(
      dotenv({ 'version-chart': '0.2.27', 'docker-push-0.2.27-digest': 'sha256:abc', notes: 'a\nB=forged' }),
    ).toBe(
      'LAUNCHWAY_VERSION_CHART=0.2.27\nLAUNCHWAY_DOCKER_PUSH_0_2_27_DIGEST=sha256:abc\nLAUNCHWAY_NOTES=a B=forged\n',
    );
  });

  it('a dotenv report stays below the size that GitLab takes', () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`v${at}`, 'x'.repeat(50)]));
    expect(Buffer.byteLength(dotenv(many))).toBeLessThanOrEqual(5120);
  });

  it('a section begins and ends as GitLab wants it', () => {
    expect(section('Changes of files', 'Changes\nof files', 1_700_000_000_999)).toEqual({
      begin: '\u001b[0Ksection_start:1700000000:launchway_changes_of_files\r\u001b[0KChanges of files',
      end: '\u001b[0Ksection_end:1700000000:launchway_changes_of_files\r\u001b[0K',
    });
  });
});

describe('outputs for other jobs', () => {
  it('name outcome, commit, tags, versions and what the steps gave', () => {
    expect(outputsOf(report)).toMatchObject({
      outcome: 'incomplete',
      released: 'false',
      tag: 'v0.2.27',
      'version-chart': '0.2.27',
      versions: '{"chart":"0.2.27"}',
      'docker-push-0-2-27-digest': 'sha256:abc',
    });
  });

  it('name no file in a folder that is gone after the run', () => {
    const output = { file: '/tmp/launchway-1/harbour.tgz', path: 'charts/harbour', size: 7 };
    const step = {
      id: 'package',
      title: 'pack',
      plugin: 'p',
      phase: 'stage',
      state: 'done',
      output,
    } as const;
    const named = Object.entries(outputsOf({ ...report, steps: [step] }));
    expect(named.filter(([name]) => name.startsWith('package-'))).toEqual([
      ['package-path', 'charts/harbour'],
      ['package-size', '7'],
    ]);
  });
});
