import { describe, expect, it } from 'vitest';
import { isReleaseError } from '../packages/core/src/model/problem.ts';
import { Coverage } from './coverage.fixture.ts';
import { Dice, mutated, swollen } from './mutations.fixture.ts';
import { type Parser, parsers } from './parsers.fixture.ts';

const all = process.env['LAUNCHWAY_ALL'] === '1';
/** Milliseconds; some parsers give up what takes too long, and thousands of such texts take their time. */
const timeout = all ? 3_600_000 : 240_000;

/** Errors that are part of what a parser promises, besides problems. */
const promised = new Set(['YamlError', 'ArchiveError', 'LineError']);

/** What is wrong with the way a parser took a text; nothing where it read or refused it. */
async function faultOf(parser: Parser, text: string): Promise<string | undefined> {
  try {
    await parser.parse(text);
    return undefined;
  } catch (error) {
    if (!isReleaseError(error)) {
      const name = error instanceof Error ? error.name : typeof error;
      return promised.has(name)
        ? undefined
        : String(error instanceof Error ? error.stack : error).slice(0, 700);
    }
    const poor = error.problems.find(
      ({ code, message, fix }) => !/^[A-Z][A-Z0-9_]+$/.test(code) || message.length < 10 || fix.length < 5,
    );
    return error.problems.length > 0 && poor === undefined ? undefined : JSON.stringify(poor ?? 'no problem');
  }
}

const quoted = (text: string): string =>
  JSON.stringify(text.length > 400 ? `${text.slice(0, 400)}... (${text.length})` : text);

/** Feeds a parser what led furthest into its code so far, changed a little. */
async function ledByCoverage(parser: Parser): Promise<void> {
  const coverage = new Coverage();
  await coverage.start();
  try {
    const dice = new Dice(1871);
    const corpus = [...parser.seeds];
    for (const seed of corpus) await faultOf(parser, seed);
    await coverage.grew();
    for (let run = 0; run < 2000; run += 1) {
      const text = mutated(dice.pick(corpus), corpus, dice);
      expect(await faultOf(parser, text), quoted(text)).toBeUndefined();
      if (await coverage.grew()) corpus.push(text);
    }
    expect(coverage.size).toBeGreaterThan(0);
  } finally {
    await coverage.stop();
  }
}

describe.each(parsers)('$name', { timeout }, (parser) => {
  it('is read or refused, whatever became of it', async () => {
    const dice = new Dice(4711);
    for (let run = 0; run < (all ? 20_000 : 100); run += 1) {
      const text = mutated(dice.pick(parser.seeds), parser.seeds, dice);
      const fault = await faultOf(parser, text);
      expect(fault, quoted(text)).toBeUndefined();
    }
  });

  it('takes no time worth mentioning, however long it is', async () => {
    for (const text of swollen(parser.seeds, all ? 20_000 : 1000)) {
      expect(await faultOf(parser, text), quoted(text)).toBeUndefined();
    }
  });
});

it.each(all ? parsers : [])(
  '$name is led into every corner of its code by what led furthest so far',
  { timeout },
  ledByCoverage,
);
