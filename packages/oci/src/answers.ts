import type { HttpResponse } from '@launchway/core';
import { isReleaseError, ReleaseError } from '@launchway/core';
import type { Search } from './credentials.ts';
import { ociProblems } from './problems.ts';

export type RegistryCode = keyof typeof ociProblems.entries;

/** What a message says about an exchange: with whom, to what end, and by whose credentials. */
export interface Context {
  readonly site: string;
  /** An infinitive that follows "Could not", such as `read the tag 1.2.3 of org/app`. */
  readonly doing: string;
  readonly repository?: string;
  /** The search for credentials, once one was needed. */
  readonly search?: Search;
}

/** One entry of the body that registries send with an error. */
export interface RegistryError {
  readonly code: string;
  readonly message: string;
}

/** Reads the errors of a body (distribution specification, "Error Codes"); none when it is of another form. */
export function registryErrors(response: HttpResponse): readonly RegistryError[] {
  const body = jsonOf(response);
  if (typeof body !== 'object' || body === null || !('errors' in body) || !Array.isArray(body.errors))
    return [];
  return body.errors.map((entry: { readonly code?: unknown; readonly message?: unknown } | null) => ({
    code: typeof entry?.code === 'string' ? entry.code : '',
    message: typeof entry?.message === 'string' ? entry.message : '',
  }));
}

/**
 * The body as JSON, or nothing when it is not.
 * @param context in which it is told that there is too much to read; without it that is nothing too
 * @throws REGISTRY_ANSWER_INVALID
 */
export function jsonOf(response: HttpResponse, context?: Context): unknown {
  try {
    return response.json();
  } catch (error) {
    if (context !== undefined && isTooLarge(error)) throw unanswered(error, context);
    return undefined;
  }
}

const isTooLarge = (error: unknown): boolean =>
  isReleaseError(error) && error.problems[0]?.code === 'HTTP_TOO_LARGE';

/** The error for a response that ends what was being done. */
export function refused(response: HttpResponse, context: Context): ReleaseError {
  const code = codeFor(response);
  const said = wording(response);
  const isBlocked = code === 'REGISTRY_DENIED' && said === aPage;
  const more = isBlocked ? { fix: unblock(context) } : {};
  return failure(code, context, `it answered ${response.status} ${said}`.trim(), more);
}

/** A registry forbids in JSON; a proxy or a firewall on the way does so by a page for people. */
const unblock = (context: Context): string =>
  `A registry answers by no web page: have the proxy or firewall on the way let ${context.site} through, or name it in NO_PROXY. If the page is its own: ${fixes.REGISTRY_DENIED(context)}`;

/** The same for a response of another host, where the registry led to: the credentials were shown to nobody there. */
export function refusedElsewhere(response: HttpResponse, context: Context): ReleaseError {
  const code = codeFor(response);
  const { host } = new URL(response.url);
  const what = `it led to ${host}, which is shown no credentials and answered ${response.status} ${wording(response)}`;
  if (code !== 'REGISTRY_UNAUTHORIZED' && code !== 'REGISTRY_DENIED')
    return failure(code, context, what.trim());
  const fix = `Run again: such an address is good for a short time. If it stays so, whoever runs ${context.site} must look at its storage, and at the clocks of both.`;
  return failure('REGISTRY_REFUSED', context, what.trim(), { fix });
}

/** The error for a request that the core's port had no answer to; an interruption is passed on as it is. */
export function unanswered(error: unknown, context: Context): unknown {
  const [problem] = isReleaseError(error) ? error.problems : [];
  if (!isReleaseError(error) || problem === undefined || !problem.code.startsWith('HTTP_')) return error;
  const code = isTooLarge(error) ? 'REGISTRY_ANSWER_INVALID' : 'REGISTRY_UNREACHABLE';
  return failure(code, context, problem.message, { cause: error, fix: problem.fix });
}

/**
 * The error for one code: `Could not <doing> on <site>: <what>`, with whose credentials, and what to do.
 *
 * @param more the error behind it, and its own advice where it has one
 */
export function failure(
  code: RegistryCode,
  context: Context,
  what: string,
  more: { readonly cause?: ReleaseError; readonly fix?: string } = {},
): ReleaseError {
  const by =
    code === 'REGISTRY_UNAUTHORIZED' || code === 'REGISTRY_DENIED' ? ` ${credentialsUsed(context)}` : '';
  const problem = ociProblems.error(code, {
    message: `Could not ${context.doing} on ${context.site}: ${what.replace(/\.$/, '')}.${by}`,
    fix: more.fix ?? fixes[code](context),
    where: { url: `${context.site}${context.repository === undefined ? '' : `/${context.repository}`}` },
  });
  return new ReleaseError([problem], 'failed', more.cause, more.cause?.transient ?? passing.has(code));
}

/** Codes of the moment, which may not come again. */
const passing = new Set<RegistryCode>(['REGISTRY_RATE_LIMITED', 'REGISTRY_FAILED']);

function codeFor(response: HttpResponse): RegistryCode {
  const { status } = response;
  const said = wording(response);
  const codes = registryErrors(response).map((error) => error.code);
  if (isRateLimit(response)) return 'REGISTRY_RATE_LIMITED';
  if (status >= 400 && status < 500 && /immutable|cannot be overwritten/i.test(said))
    return 'REGISTRY_TAG_IMMUTABLE';
  if (status === 401) return 'REGISTRY_UNAUTHORIZED';
  if (status === 403 || codes.includes('DENIED')) return 'REGISTRY_DENIED';
  if (codes.includes('NAME_UNKNOWN')) return 'REGISTRY_NAME_UNKNOWN';
  if (codes.includes('MANIFEST_UNKNOWN') || codes.includes('BLOB_UNKNOWN'))
    return 'REGISTRY_MANIFEST_UNKNOWN';
  if (codes.includes('DIGEST_INVALID')) return 'REGISTRY_DIGEST_MISMATCH';
  if (status >= 500) return 'REGISTRY_FAILED';
  return status >= 400 ? 'REGISTRY_REFUSED' : 'REGISTRY_ANSWER_INVALID';
}

/** True for 429, and for the 403 that GitHub answers when it means 429. */
const isRateLimit = (response: HttpResponse): boolean =>
  response.status === 429 || (response.status === 403 && /rate limit/i.test(response.text()));

/** What the server said, in one line. */
function wording(response: HttpResponse): string {
  const errors = registryErrors(response).map(({ code, message }) =>
    [code, message].filter(Boolean).join(': '),
  );
  const text = errors.length > 0 ? errors.join('; ') : plainText(response.text());
  return text.length > 300 ? `${text.slice(0, 300)}...` : text;
}

const aPage = '(a web page)';

const plainText = (text: string): string =>
  /<(?:!doctype|html|body)/i.test(text) ? aPage : text.replace(/[\s\p{Cc}]+/gu, ' ').trim();

function credentialsUsed({ search }: Context): string {
  if (search === undefined) return 'No credentials were asked for.';
  if (search.source !== undefined) return `The credentials are those of ${search.source}.`;
  return `No credentials were found; looked at ${search.tried.join(', ')}.`;
}

const fixes: Record<RegistryCode, (context: Context) => string> = {
  REFERENCE_INVALID: () => 'Correct the reference.',
  REGISTRY_UNREACHABLE: ({ site }) =>
    `Check that ${site} is right and up, and the proxy variables; a private certificate needs \`ca\`, plain HTTP \`insecure: true\`. Then run again.`,
  REGISTRY_UNAUTHORIZED: ({ site, search }) =>
    search?.source === undefined
      ? `Log in with \`docker login ${site}\`, or give the job its forge's registry variables.`
      : `Renew the credentials of ${search.source}, or remove them so that the next place is used.`,
  REGISTRY_DENIED: ({ repository }) =>
    `Give that account write access to ${repository ?? 'the repository'} (on GitHub: \`permissions: packages: write\`), or use other credentials.`,
  REGISTRY_NAME_UNKNOWN: ({ repository }) =>
    `Check the path ${repository ?? ''}, or create the repository first.`,
  REGISTRY_MANIFEST_UNKNOWN: () =>
    'Check the tag or digest, and that the job that builds the image has pushed it.',
  REGISTRY_RATE_LIMITED: () => 'Wait a little and run again; what is published already is left alone.',
  REGISTRY_DIGEST_MISMATCH: () =>
    "Run again; if it stays, look at the proxies in between and the registry's storage.",
  REGISTRY_TAG_IMMUTABLE: () =>
    'Release a new version, or exclude tags that must move from the immutability rule.',
  REGISTRY_CHALLENGE_REFUSED: ({ site }) =>
    `Check that ${site} is the right address and how its token service is set up.`,
  REGISTRY_ANSWER_INVALID: ({ site }) =>
    `Check that ${site} is an OCI registry and what a proxy in between answers.`,
  REGISTRY_REFUSED: () => 'Follow what the registry says, then run again.',
  REGISTRY_FAILED: () => 'Run again when the registry has recovered.',
};
