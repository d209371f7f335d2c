import { defined, type HttpResponse, type ReleaseError } from '@launchway/core';
import { type Context, misread } from './answers.ts';
import type { Asked, ForgeOptions, ForgeReader } from './forge.ts';

/** What every request has: its address, its headers, and whose word it is sent with. */
export function partsOf(
  { api, credential, headers, ca }: ForgeOptions,
  path: string,
  address = `${api}${path}`,
) {
  return {
    url: address,
    headers: { accept: 'application/json', ...headers },
    ...defined({ credential, ca }),
  };
}

/** What messages tell of a request. */
export function contextOf({ name, api, token }: ForgeOptions, { doing, path }: Asked): Context {
  return {
    forge: name,
    doing,
    url: `${api}${path.replace(/\?.*$/, '')}`,
    ...defined({ token }),
  };
}

/** Whether a status is one of 2xx. */
export const isSuccess = ({ status }: HttpResponse): boolean => status >= 200 && status < 300;

/**
 * Makes the error FORGE_ANSWER_INVALID for an answer that does not hold what is needed.
 * @param found what it holds: `it answered with a release that has no number`
 */
export const misanswered = (
  { options }: Pick<ForgeReader, 'options'>,
  asked: Asked,
  found: string,
): ReleaseError => misread(contextOf(options, asked), found);
