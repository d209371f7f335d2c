import { decoded } from '../../model/decoded.ts';
import type { HttpRequest } from '../../model/ports.ts';
import { failure } from '../problems.ts';
import { authorization, type Credentials } from '../secrets/credentials.ts';
import type { Mask } from '../secrets/mask.ts';
import type { RequestBody } from './body.ts';
import type { Leg } from './redirect.ts';

/** What a request is made of, for all its tries. */
export interface Sending {
  readonly leg: Leg;
  readonly body: RequestBody | undefined;
  /** The header that the credential went into. */
  readonly secretHeader: string | undefined;
  /** Whether it may be sent again when the server may have seen it. */
  readonly repeatable: boolean;
  readonly request: HttpRequest;
}

/**
 * Makes a request ready to be sent.
 * @throws HTTP_ADDRESS, CREDENTIAL_MISSING
 */
export function prepare(
  { credentials, mask }: { readonly credentials: Credentials; readonly mask: Mask },
  request: HttpRequest,
  method: string,
  repeatable: boolean,
  body?: RequestBody,
): Sending {
  const url = usableAddress(request.url, mask);
  const [name, value] = request.credential
    ? authorization(request.credential, credentials.require(request.credential))
    : [];
  const headers = checkedHeaders(url, {
    'user-agent': 'launchway',
    ...request.headers,
    ...(name !== undefined && value !== undefined && { [name]: value }),
  });
  for (const [header, content] of Object.entries(headers)) {
    if (/^(proxy-)?authorization$|-token$/.test(header)) mask.add(content.replace(/^(Basic|Bearer)\s+/i, ''));
  }
  const leg = { url, method, headers, hasBody: body !== undefined };
  return { leg, body, secretHeader: name, repeatable, request };
}

function usableAddress(address: string, mask: Mask): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '') return url;
  const fault =
    url?.password || url?.username ? 'holds a user name or a password' : 'is not an http or https address';
  if (url?.password) mask.add(decoded(url.password) ?? url.password);
  throw failure('HTTP_ADDRESS', {
    message: `The address ${url ? `of ${url.host || url.protocol}` : `"${mask.text(address)}"`} ${fault}.`,
    fix: 'Correct the address in the configuration. Credentials are given by environment variables, never inside an address.',
  });
}

/** Gives the headers with names in lower case, proven to be sendable; the error of `fetch` would tell their values. */
function checkedHeaders(url: URL, headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      try {
        return [name.toLowerCase(), new Headers({ [name]: value }).get(name) ?? ''];
      } catch {
        throw failure('HTTP_ADDRESS', {
          message: `The header ${JSON.stringify(name)} of the request to ${url.host} holds a character that HTTP does not allow there, such as a line break.`,
          fix: 'Check the value of the credential: it must be one line of plain characters.',
        });
      }
    }),
  );
}

/** The error of a request that would change something where one may only look. */
export function readOnly(method: string, address: string) {
  const host = URL.canParse(address) ? new URL(address).host : 'a server';
  return failure('HTTP_READ_ONLY', {
    message: `A ${method} request to ${host} was asked for where only GET and HEAD are allowed.`,
    fix: "This is a mistake of the plugin: it must send the request from a step's `run`.",
  });
}
