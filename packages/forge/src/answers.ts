import { type HttpResponse, isReleaseError, ReleaseError } from '@launchway/core';
import { type ForgeCode, forgeProblems } from './problems.ts';

/** What a message says about an exchange: with whom, to what end, and by whose token. */
export interface Context {
  /** `GitLab at git.example.org`. */
  readonly forge: string;
  /** An infinitive that follows "Could not", such as `read the release v1.2.3`. */
  readonly doing: string;
  /** `the job token of $CI_JOB_TOKEN`; absent where none was sent. */
  readonly token?: string;
  readonly url: string;
}

/** The body as JSON, or nothing when it is none. */
export function jsonOf(response: HttpResponse): unknown {
  try {
    return response.json();
  } catch {
    return undefined;
  }
}

/**
 * Gives in one line what a forge says is wrong. Forges write it as a text, a list or an object of lists, under `message`,
 * `error` or `errors`; proxies in between answer with pages.
 */
export function errorText(response: HttpResponse): string {
  const body = jsonOf(response);
  const said = body === undefined ? plainText(response.text()) : spell(relevant(body));
  const line = said.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  return line.length > 300 ? `${line.slice(0, 300)}...` : line;
}

function relevant(body: unknown): unknown {
  if (!isRecord(body)) return body;
  const { message, error, errors, error_description: description, scope } = body;
  const parts = [
    message ?? error,
    description,
    errors,
    scope === undefined ? undefined : `scope: ${spell(scope)}`,
  ];
  const told = parts.filter((part) => part !== undefined && part !== null);
  return told.length > 0 ? told : body;
}

/** Spells a value as people read it: lists with commas, keys before what is wrong with them. */
function spell(value: unknown): string {
  if (Array.isArray(value)) return value.map(spell).filter(Boolean).join(', ');
  if (typeof value === 'string') return value;
  if (!isRecord(value)) return value === null || value === undefined ? '' : JSON.stringify(value);
  if (typeof value['message'] === 'string') return value['message'];
  return Object.entries(value)
    .map(([key, inner]) => (key === 'base' ? spell(inner) : `${key} ${spell(inner)}`.trim()))
    .join('; ');
}

const plainText = (text: string): string => {
  if (!/<(?:!doctype|html|body|h\d|title)/i.test(text)) return text;
  const title = /<(?:title|h1)[^>]*>([^<]*)</i.exec(text)?.[1];
  return title === undefined ? '(a web page)' : `(a web page: ${title.trim()})`;
};

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The error for an answer that ends what was being done. */
export function refused(response: HttpResponse, context: Context): ReleaseError {
  const said = errorText(response);
  const code = codeFor(response, said);
  const fix = code === 'FORGE_DENIED' ? missingPermissions(response) : undefined;
  const until = code === 'FORGE_RATE_LIMITED' ? limitedUntil(response) : '';
  return failure(
    code,
    context,
    `it answered ${response.status}${said === '' ? '' : ` (${said})`}${until}`,
    fix,
  );
}

/**
 * What GitHub would have the token be allowed, as a workflow spells it. The header lists alternatives, each a list:
 * `contents=write; contents=write,workflows=write`.
 * @see https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api
 */
function missingPermissions(response: HttpResponse): string | undefined {
  const [first = ''] = (response.header('x-accepted-github-permissions') ?? '').split(';');
  const wanted = [...first.matchAll(/([a-z_]+)=(read|write|admin)/g)].map(
    ([, name = '', level = '']) => `${name.replaceAll('_', '-')}: ${level}`,
  );
  if (wanted.length === 0) return undefined;
  return `Give the job \`permissions: { ${wanted.join(', ')} }\` in the workflow, besides what it needs already: what is not listed there is taken away. A token somebody has made needs the same in its settings.`;
}

function limitedUntil(response: HttpResponse): string {
  const time = new Date(Number(response.header('x-ratelimit-reset') ?? Number.NaN) * 1000);
  if (response.header('x-ratelimit-remaining') !== '0' || Number.isNaN(time.getTime())) return '';
  return `, and takes requests again at ${time.toISOString()}`;
}

/** The error for an answer that cannot be read. */
export function unreadable(response: HttpResponse, context: Context): ReleaseError {
  const type = response.header('content-type') ?? 'text of no stated type';
  const what = tooMuchIn(response) ?? `it answered ${response.status} with ${type} in another form`;
  return misread(context, what);
}

function tooMuchIn(response: HttpResponse): string | undefined {
  try {
    response.json();
  } catch (error) {
    const [problem] = isReleaseError(error) ? error.problems : [];
    if (problem?.code === 'HTTP_TOO_LARGE') return problem.message.replace(/\.$/, '');
  }
  return undefined;
}

/**
 * The error for an answer that does not hold what is needed.
 * @param found what it holds: `it answered with a release that has no number`
 */
export const misread = (context: Context, found: string): ReleaseError =>
  failure('FORGE_ANSWER_INVALID', context, found);

function failure(
  code: ForgeCode,
  { forge, doing, token, url }: Context,
  what: string,
  fix: string = remedyOf(code, token),
): ReleaseError {
  const isAboutRights = ['FORGE_TOKEN_REFUSED', 'FORGE_DENIED', 'FORGE_NOT_FOUND'].includes(code);
  const asked = token === undefined ? ' No token was sent.' : ` It was asked with ${token}.`;
  const by = isAboutRights ? asked : '';
  const problem = forgeProblems.error(code, {
    message: `Could not ${doing} on ${forge}: ${what}.${by}`,
    fix,
    where: { url },
  });
  return new ReleaseError([problem], 'failed', undefined, passing.has(code));
}

/** Another token of the same kind would be refused as well, where it is the kind that is not taken. */
const remedyOf = (code: ForgeCode, token: string | undefined): string =>
  code === 'FORGE_TOKEN_REFUSED' && token?.startsWith('the deploy token') === true
    ? 'Deploy tokens read and write packages and images alone. Set a project access token with the scope `api` instead, or run in a pipeline, which has a job token.'
    : forgeProblems.entries[code].remedy;

/** Codes of the moment, which may not come again. */
const passing = new Set<ForgeCode>(['FORGE_RATE_LIMITED', 'FORGE_FAILED']);

function codeFor({ status, header }: HttpResponse, said: string): ForgeCode {
  const isUsedUp = header('x-ratelimit-remaining') === '0' || /rate limit/i.test(said);
  if (status === 429 || (status === 403 && isUsedUp)) return 'FORGE_RATE_LIMITED';
  if (status === 401) return 'FORGE_TOKEN_REFUSED';
  if (status === 403) return 'FORGE_DENIED';
  if (status === 404 || status === 410) return 'FORGE_NOT_FOUND';
  if (status === 409) return 'FORGE_CONFLICT';
  if (status >= 500 || status === 408) return 'FORGE_FAILED';
  return status >= 400 ? 'FORGE_REFUSED' : 'FORGE_ANSWER_INVALID';
}
