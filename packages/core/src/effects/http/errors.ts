import { isReleaseError, type ReleaseError } from '../../model/problem.ts';
import { failure } from '../problems.ts';

/** A request that got no answer. */
export interface Unanswered {
  readonly error: ReleaseError;
  /** True when the server cannot have seen the request. */
  readonly unseen: boolean;
}

/** Failures to connect: nothing was sent. */
const unconnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
]);

const slow = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'ETIMEDOUT']);
const distrusted =
  /^(CERT_|ERR_TLS_|ERR_SSL_|EPROTO|UND_ERR_PRX_TLS|DEPTH_ZERO_|SELF_SIGNED|UNABLE_TO_|HOSTNAME_|ERR_OSSL|CRL_|INVALID_CA)/;

const untimely = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']);

const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'the name is unknown',
  EAI_AGAIN: 'the name could not be looked up',
  EHOSTUNREACH: 'there is no way to it',
  ENETUNREACH: 'there is no way to its network',
  UND_ERR_CONNECT_TIMEOUT: 'it did not take the connection in time',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is signed by an authority that is not trusted here',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is signed by an authority that is not trusted here',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate is signed by an authority that is not trusted here',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is made out to another name',
  EPROTO: 'it does not speak TLS on this port',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS on this port',
};

/**
 * Says in plain words why a request got no answer: the error of `fetch` is a bare "fetch failed" whose cause holds a
 * code. Addresses are told without query and user.
 */
export function explainUnanswered(url: URL, error: unknown): Unanswered {
  if (isReleaseError(error)) return { error, unseen: false };
  const { code, message, address } = rootCause(error);
  const because = code === '' ? message : `${words[code] ?? message} (${code}${address})`;
  const where = { url: url.origin + url.pathname };
  const told = (name: Parameters<typeof failure>[0], found: string, fix: string, transient: boolean) =>
    failure(name, { message: found, fix, where }, { cause: error, transient });

  if (/HTTP Tunneling|Proxy Authentication/.test(message)) return byProxy(url, message, told);
  if (distrusted.test(code)) {
    const fix = untimely.has(code)
      ? 'Have the certificate renewed; where it is good, set the clock of this machine.'
      : 'Trust a private authority with NODE_EXTRA_CA_CERTS=/path/to/ca.pem, or check scheme and port.';
    return {
      error: told('HTTP_TLS', `No secure connection to ${url.host}: ${because}.`, fix, false),
      unseen: true,
    };
  }
  if (code.startsWith('HPE_')) {
    const found = `${url.host} answered in something that is not HTTP (${code}).`;
    return {
      error: told('HTTP_GARBLED', found, 'Check scheme and port of the address.', false),
      unseen: false,
    };
  }
  if (slow.has(code)) return { error: timedOut(url), unseen: false };
  if (unconnected.has(code) || code === '') {
    const fix = 'Check the address and the network of this machine (HTTPS_PROXY, NO_PROXY), then run again.';
    return {
      error: told('HTTP_UNREACHABLE', `${url.host} cannot be reached: ${because}.`, fix, code !== ''),
      unseen: code !== '',
    };
  }
  const found = `${url.host} broke off the connection before its answer was complete (${code}).`;
  return { error: told('HTTP_DROPPED', found, 'Run again.', true), unseen: false };
}

function byProxy(
  url: URL,
  message: string,
  told: (code: 'HTTP_PROXY', found: string, fix: string, transient: boolean) => ReleaseError,
): Unanswered {
  const status = /\((\d{3})\)/.exec(message)?.[1] ?? '';
  const found = `The proxy did not let the request to ${url.host} pass: it answered ${status}.`;
  const fix =
    status === '407'
      ? 'Write user and password into the proxy variable, special characters percent-encoded: http://user:password@proxy:3128'
      : `Add ${url.hostname} to NO_PROXY if it is reached directly, or have the proxy allow it.`;
  return { error: told('HTTP_PROXY', found, fix, status.startsWith('5')), unseen: true };
}

/** The error of a request that took longer than it may. */
export function timedOut(url: URL, timeout?: number): ReleaseError {
  const time = timeout === undefined ? 'in time' : `within ${timeout / 1000} seconds`;
  return failure(
    'HTTP_TIMEOUT',
    {
      message: `${url.host} did not answer ${time}.`,
      fix: 'Run again later, and check from the same machine whether the server answers at all.',
      where: { url: url.origin + url.pathname },
    },
    { transient: true },
  );
}

/** The innermost error that carries a code, with the address it was about: a proxy's, where there is one. */
function rootCause(error: unknown) {
  let found = { code: '', message: String(error), address: '' };
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { address, port }: Error & { address?: string; port?: number } = cause;
    const code = codeOf(cause);
    if (code === undefined && found.code !== '') continue;
    const place = address !== undefined && port !== undefined ? ` ${address}:${port}` : '';
    found = { code: code ?? '', message: cause.message, address: place };
  }
  return found;
}

/** The code of an error. Newer versions of Node name the parser's error and leave its code out. */
function codeOf(error: NodeJS.ErrnoException): string | undefined {
  return error.code ?? (error.name === 'HTTPParserError' ? 'HPE_INVALID' : undefined);
}
