import { type Effects, type HttpSend, isReleaseError, ReleaseError } from '@launchway/core';
import type { PublishInput } from '../plan.ts';
import { catalogProblems } from '../problems.ts';
import { type ChartServer, type Listed, lookUp, refused } from './listing.ts';

/**
 * Uploads a package, and reads the index back until it lists the version. An upload whose answer is lost is looked for
 * before it is given up, and the index is read once more before it begins: GitLab keeps both where one is sent twice.
 */
export async function upload(
  server: ChartServer,
  input: PublishInput,
  request: HttpSend,
  effects: Effects,
): Promise<Listed> {
  const before = await lookUp(server, input, effects);
  if (before.state === 'done') return before.output;
  const lost = await send(server, request, effects);
  const looked = lost === undefined ? looksForTaken(server, input, effects) : looksForLost(effects);
  for await (const _ of looked) {
    const seen = await lookUp(server, input, effects);
    if (seen.state === 'done') return seen.output;
    if (seen.state === 'conflict') throw new ReleaseError([seen.problem], 'failed');
  }
  throw lost ?? notListed(server, input);
}

/** Milliseconds before a look at the index: an upload without an answer has soon arrived, or has not. */
const shortPauses = [0, 250, 500, 1000, 2000];
/** Until about two minutes have passed. */
const longPauses = Array.from({ length: 23 }, () => 5000);
const looksBetweenWords = 6;

async function* looksForLost({ sleep }: Effects): AsyncGenerator<void> {
  for (const pause of shortPauses) {
    await sleep(pause);
    yield;
  }
}

/**
 * Looks for a package that was taken as long as the server may come to list it, and tells whoever watches.
 * @throws CATALOG_NOT_LISTED, to be tried again, where the server says twice that it does not have it
 */
async function* looksForTaken(
  server: ChartServer,
  input: PublishInput,
  effects: Effects,
): AsyncGenerator<void> {
  const { name, version } = input.recipe;
  yield* looksForLost(effects);
  let hadIt = true;
  for (const [at, pause] of longPauses.entries()) {
    const hasIt = await server.mayList(input, effects);
    if (!hadIt && !hasIt) throw notHeld(server, `${name} ${version}`);
    hadIt = hasIt;
    if (hasIt && at % looksBetweenWords === 0)
      effects.say(
        `${server.name} took ${name} ${version} and does not list it yet: looked for again for two minutes at most.`,
      );
    await effects.sleep(pause);
    yield;
  }
}

/** Gives the error of an upload that may have arrived all the same. */
async function send(
  { name }: ChartServer,
  request: HttpSend,
  effects: Effects,
): Promise<ReleaseError | undefined> {
  try {
    const response = await effects.send(request);
    if (response.status < 300 || response.status === 409) return undefined;
    const error = refused(name, 'take the package', response);
    if (response.status >= 500) return error;
    throw error;
  } catch (error) {
    if (isReleaseError(error) && error.transient) return error;
    throw error;
  }
}

/** To be tried again: a server that answered in the place of the right one need not do so twice. */
export function notHeld({ name, index }: ChartServer, what: string): ReleaseError {
  const problem = catalogProblems.error('CATALOG_NOT_LISTED', {
    message: `${name} said that it took ${what}, and does not have it.`,
    fix: `${lookThere} Where there is nothing of it, look for a proxy that answers in the place of the server.`,
    where: { url: index },
  });
  return new ReleaseError([problem], 'failed', undefined, true);
}

/** Not to be tried again by itself: a server that is only slow would hold the package twice. */
function notListed({ name, index }: ChartServer, { recipe }: PublishInput): ReleaseError {
  const problem = catalogProblems.error('CATALOG_NOT_LISTED', {
    message: `${name} took ${recipe.name} ${recipe.version}, and its index does not list it after two minutes.`,
    fix: `${lookThere} Run \`release\` again in a while; it does only what is missing.`,
    where: { url: index },
  });
  return new ReleaseError([problem], 'failed');
}

const lookThere =
  'Look at the packages of the server: GitLab takes every upload and checks it later, and one with the status "error" is never listed.';
