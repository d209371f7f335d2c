import {
  describeTrouble,
  type Effects,
  hideUserinfo,
  isContention,
  parseRejections,
  ReleaseError,
} from '@launchway/core';
import { catalogProblems } from '../problems.ts';
import { type Publication, missingIn } from './changes.ts';
import { type Clone, cloneCatalog, commitName, fetchTip, send, tip } from './clone.ts';
import { commitChanges, identityOf, published } from './commit.ts';
import { catalogTree } from './tree.ts';
import { pushRefusal, wasOvertaken } from './trouble.ts';

/** Attempts in all. Each attempt that is lost means that another writer published. */
const mostAttempts = 120;
/** Pushes whose connection broke, of which it is not known whether they arrived. */
const mostBroken = 3;
/** Milliseconds. */
const longestPause = 8000;

/**
 * Publishes a version to a catalogue that others write to at the same time. An attempt that loses against another writer
 * is made anew from what that one published: fetched, applied and checked again, never merged.
 * @returns the commit that holds it
 * @throws ReleaseError as {@link missingIn} and `cloneCatalog` do, CATALOG_BUSY
 */
export async function publishToGit(publication: Publication, effects: Effects): Promise<string> {
  const { input, made } = publication;
  const clone = await cloneCatalog(input, effects);
  const { name, version } = made.packed.chart.metadata;
  const message = input.message.replaceAll('{name}', name).replaceAll('{version}', version);
  const identity = await identityOf(input.author, effects);
  const pushes = { broken: 0 };
  for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
    if (attempt > 1) {
      await effects.sleep(pauseBefore(attempt));
      await fetchTip(clone, effects);
    }
    const changes = await missingIn(await catalogTree(clone, effects), publication);
    if (changes.size === 0) return commitName(clone, effects, tip);
    await commitChanges(clone, changes, { message, identity }, effects);
    if (await push(clone, pushes, effects)) return commitName(clone, effects, published);
  }
  throw busy(clone);
}

/** Somewhere in a time that grows, so that many writers do not meet again and again. */
function pauseBefore(attempt: number): number {
  return Math.round(Math.random() * Math.min(longestPause, 300 * 1.6 ** (attempt - 1)));
}

/**
 * Pushes what was made; false when another writer was faster, or when it is not known whether it arrived, which the next look
 * at the catalogue tells.
 */
async function push(clone: Clone, pushes: { broken: number }, effects: Effects): Promise<boolean> {
  const flags = ['--porcelain', '--no-verify', '--no-thin', '--no-follow-tags', '--no-signed'];
  const args = ['push', ...flags, 'origin', `${published}:${clone.ref}`];
  const answer = await send(clone, args, effects);
  if (answer.exitCode === 0) return true;
  const rejections = parseRejections(answer.stdout);
  if (wasOvertaken(answer) || isContention(rejections, answer.stderr)) return false;
  const trouble = describeTrouble(answer.stderr, hideUserinfo(clone.url), clone.source);
  const isBroken = rejections.length === 0 && trouble?.transient === true && !trouble.unsent;
  if (isBroken) pushes.broken += 1;
  if (isBroken && pushes.broken < mostBroken) return false;
  throw pushRefusal(clone, answer);
}

function busy({ url }: Clone): ReleaseError {
  const problem = catalogProblems.error('CATALOG_BUSY', {
    message: `Other writers were faster at the catalogue ${hideUserinfo(url)}, ${mostAttempts} times in a row.`,
    fix: 'Run `release` again; it does only what is missing.',
  });
  return new ReleaseError([problem], 'failed', undefined, true);
}
