import { describe, expect, it } from 'vitest';
import { isReleaseError } from '../model/problem.ts';
import { globalFlags } from './flags.ts';
import { listFlag } from './given.ts';
import { overridesFrom } from './overrides.ts';
import { findCommand, parseArgs } from './parse.ts';
import type { CommandSpec } from './spec.ts';

const plan: CommandSpec = {
  name: 'plan',
  summary: '',
  args: ['file?'],
  options: {
    out: { summary: '', value: 'FILE' },
    diff: { summary: '' },
    only: { summary: '', value: 'NAME', repeat: true },
  },
};

const refusals = (action: () => unknown): readonly string[] => {
  try {
    action();
  } catch (error) {
    if (isReleaseError(error))
      return error.problems.map(({ code, message, fix }) => `${code}: ${message} ${fix}`);
    throw error;
  }
  return [];
};

describe('the arguments of a command', () => {
  it.each([
    [['--out', 'a'], { flags: { out: 'a' }, args: [] }],
    [['--out=a=b'], { flags: { out: 'a=b' }, args: [] }],
    [['--out', './-'], { flags: { out: './-' }, args: [] }],
    [['--only', '-'], { flags: { only: ['-'] }, args: [] }],
    [['x', '--diff'], { flags: { diff: true }, args: ['x'] }],
    [['--', '--diff'], { flags: {}, args: ['--diff'] }],
    [['--only', 'a', '--only=b,c'], { flags: { only: ['a', 'b,c'] }, args: [] }],
    [['-h'], { flags: { help: true }, args: [] }],
    [['--json', '--no-color'], { flags: { json: true, 'no-color': true }, args: [] }],
  ])('%j are understood', (argv, given) => {
    expect(parseArgs(argv, plan)).toEqual(given);
  });

  it.each([
    [['--otu', 'f'], 'Did you mean "--out"?'],
    [['-diff'], 'Did you mean "--diff"?'],
    [['--diffs'], 'Did you mean "--diff"?'],
    [['--__proto__'], 'no flag --__proto__'],
    [['--out'], '--out needs a value'],
    [['--out', '-'], '`-`, standard output, is none'],
    [['--out='], '--out needs a value'],
    [['--out', '--diff'], '--out needs a value'],
    [['--diff=yes'], '--diff takes no value'],
    [['--out', 'a', '--out', 'b'], '--out was given twice: a and b'],
    [['a', 'b'], '"b" is one argument too many'],
  ])('%j are refused: %s', (argv, says) => {
    expect(refusals(() => parseArgs(argv, plan)).join('\n')).toContain(says);
  });

  it('are refused with every mistake at once', () => {
    expect(refusals(() => parseArgs(['--otu=1', '--dif', 'a', 'b'], plan))).toHaveLength(3);
  });

  it('must be there when they are needed', () => {
    expect(refusals(() => parseArgs([], { ...plan, args: ['file'] })).join('')).toContain(
      'FILE is missing. Write `release plan FILE`.',
    );
  });

  it.each([
    [['plan', '--json'], 'plan', ['--json']],
    [['--cwd', 'plan', 'check'], 'check', ['--cwd', 'plan']],
    [['--cwd=x', 'check'], 'check', ['--cwd=x']],
    [['--json'], undefined, ['--json']],
    [['--', 'plan'], undefined, ['--', 'plan']],
  ])('%j name the command %s', (argv, name, rest) => {
    expect(findCommand(argv, globalFlags)).toEqual({ name, rest });
  });

  it('may list several values with commas', () => {
    expect(listFlag({ only: ['a', 'b, c,'] }, 'only')).toEqual(['a', 'b', 'c']);
  });
});

describe('overrides', () => {
  it('name tracks with a bump or a version', () => {
    expect(overridesFrom({ bump: ['chart=minor'], as: ['app=1.2.0,lib=2.0.0'] })).toEqual({
      bump: { chart: 'minor' },
      as: { app: '1.2.0', lib: '2.0.0' },
    });
    expect(overridesFrom({})).toBeUndefined();
  });

  it.each([
    [{ bump: ['chart=mnior'] }, 'Did you mean "minor"?'],
    [{ bump: ['chart'] }, '`--bump TRACK=major`'],
    [{ bump: ['=minor'] }, '`--bump TRACK=major`'],
    [{ as: ['chart='] }, '`--as TRACK=1.2.3`'],
    [{ bump: ['chart=minor'], as: ['chart=1.4.0'] }, 'More than one of `--bump` and `--as` is for chart.'],
    [{ bump: ['chart=minor', 'app=patch', 'chart=major'] }, 'Give chart one of them, once.'],
  ])('%j are refused: %s', (flags, says) => {
    expect(refusals(() => overridesFrom(flags)).join('')).toContain(says);
  });
});
