import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { schemaVersion, type Plan } from '../../model/plan.ts';
import type { Report } from '../../model/report.ts';
import { configuration } from './shape.ts';

const schema = (name: string) => {
  const text = readFileSync(new URL(`../../../schema/${name}.json`, import.meta.url), 'utf8');
  return new Ajv2020({ allErrors: true, strict: true, strictTypes: false, strictRequired: false }).compile(
    JSON.parse(text),
  );
};

const sha = 'a'.repeat(40);
const digest = `sha256:${'b'.repeat(64)}`;
const problem = {
  code: 'DIRTY_PIN',
  severity: 'error',
  message: 'm',
  fix: 'f',
  where: { file: 'a', line: 2 },
  plugin: 'git',
} as const;

const plan: Plan = {
  schema: schemaVersion,
  digest,
  flow: 'github',
  head: sha,
  branch: null,
  outcome: 'release',
  release: null,
  tracks: {
    chart: {
      current: '0.2.26',
      next: '0.2.27',
      bump: 'patch',
      baseline: sha,
      because: [
        {
          commit: sha,
          type: 'fix',
          scope: null,
          subject: 's',
          breaking: false,
          paths: ['a'],
          bump: 'patch',
          rule: 'fix -> patch',
        },
        {
          commit: null,
          type: null,
          scope: null,
          subject: 'asked for by option',
          breaking: false,
          paths: [],
          bump: null,
          rule: '--as chart=0.2.27',
        },
      ],
      ignored: [],
    },
  },
  tags: ['v0.2.27'],
  edits: [{ path: 'a', why: ['chart 0.2.27'], before: null, after: digest, diff: '', content: '' }],
  notes: { chart: '## 0.2.27' },
  commit: { message: 'chore(release): bump chart to v0.2.27' },
  steps: [
    {
      id: 'git:commit',
      kind: 'git:commit',
      plugin: 'git',
      phase: 'commit',
      title: 't',
      input: {},
      needs: [],
    },
  ],
  problems: [problem],
};

const report: Report = {
  schema: schemaVersion,
  plan: digest,
  flow: 'github',
  outcome: 'incomplete',
  commit: sha,
  versions: { chart: '0.2.27' },
  tags: ['v0.2.27'],
  steps: [
    {
      id: 'x:y',
      title: 't',
      plugin: 'x',
      phase: 'publish',
      state: 'failed',
      problem,
      preview: ['p'],
      output: { a: 1 },
    },
  ],
  problems: [problem],
};

describe('the JSON Schemas', () => {
  it('take a plan and a report as the code makes them', () => {
    expect(schema('plan')(plan)).toBe(true);
    expect(schema('report')(report)).toBe(true);
    expect(schema('report')({ ...report, plan: '', flow: '', outcome: 'refused', commit: null })).toBe(true);
  });

  it.each(Object.keys(plan))('refuse a plan without %s', (key) => {
    expect(schema('plan')(Object.fromEntries(Object.entries(plan).filter(([name]) => name !== key)))).toBe(
      false,
    );
  });

  it.each([
    [
      {
        flows: {
          github: { when: { branch: ['main', 'next'], ci: 'gitlab' }, plugins: ['track', ['a', { b: 1 }]] },
        },
      },
      true,
    ],
    [{ $schema: 's', flows: { g: { zeroMajor: 'semver', plugins: [] } } }, true],
    [
      {
        flows: {
          g: { ci: { release: 'hand', split: 'prod', runner: ['a'], paths: { a: ['b'] } }, plugins: [] },
        },
      },
      true,
    ],
    [{ flows: { g: { ci: { release: 'never' }, plugins: [] } } }, false],
    [{ flows: { g: { ci: { install: ['npm ci'] }, plugins: [] } } }, false],
    [{ flows: {} }, false],
    [{ flows: { 'my flow': { plugins: [] } } }, false],
    [{ flows: { g: {} } }, false],
    [{ flows: { g: { wen: {}, plugins: [] } } }, false],
    [{ flows: { g: { when: { branch: [] }, plugins: [] } } }, false],
    [{ flows: { g: { when: { ci: 'githup' }, plugins: [] } } }, false],
    [{ flows: { g: { plugins: [['a', {}, {}]] } } }, false],
    [{ flows: { g: { plugins: [['a', 'b']] } } }, false],
    [{ flows: { g: { plugins: [7] } } }, false],
    [{ flow: {} }, false],
  ])('and the command agree about the configuration %j', (value, right) => {
    expect(schema('config')(value)).toBe(right);
    expect(configuration(value, []).length === 0).toBe(right);
  });
});
