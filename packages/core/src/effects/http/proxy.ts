import { decoded } from '../../model/decoded.ts';
import { failure } from '../problems.ts';
import type { Environment } from '../secrets/credentials.ts';
import { isExcepted } from './no-proxy.ts';

/**
 * Gives the address of the proxy that a request goes through, or nothing where it goes directly. The variables are read as curl
 * and so git read them, lower case before upper case: `https_proxy` or `http_proxy` by the scheme of the request,
 * `all_proxy` where that is empty, and `no_proxy`.
 * @throws HTTP_PROXY where the variable holds no address of a proxy
 */
export function proxyFor(env: Environment, url: URL): string | undefined {
  const scheme = url.protocol === 'https:' ? 'https_proxy' : 'http_proxy';
  const asked = variable(env, scheme) ?? variable(env, 'all_proxy');
  if (asked === undefined || isExcepted(url, variable(env, 'no_proxy')?.value ?? '')) return undefined;
  return proxyAddress(asked);
}

/** Gives the passwords of the proxies, to be masked: as they are written, and as they are meant. */
export function proxySecrets(env: Environment): string[] {
  return ['http_proxy', 'https_proxy', 'all_proxy'].flatMap((name) => {
    const password = /^(?:[^/]*:\/\/)?[^:/@]*:(.+)@/.exec(variable(env, name)?.value ?? '')?.[1];
    return password === undefined ? [] : [password, decoded(encodedOnce(password)) ?? password];
  });
}

interface Variable {
  readonly name: string;
  readonly value: string;
}

function variable(env: Environment, lower: string): Variable | undefined {
  const name = env[lower] === undefined ? lower.toUpperCase() : lower;
  const value = (env[name] ?? '').trim();
  return value === '' ? undefined : { name, value };
}

/** The schemes of proxies by those that undici knows; it lets a SOCKS proxy look names up, as `socks5h` asks. */
const schemes = new Map([
  ['http:', 'http:'],
  ['https:', 'https:'],
  ['socks:', 'socks5:'],
  ['socks5:', 'socks5:'],
  ['socks5h:', 'socks5:'],
]);

/** Completes `proxy:3128` to an address, and encodes a password that holds a bare `%`. */
function proxyAddress({ name, value }: Variable): string {
  const whole = /^[a-z][a-z\d+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  const url = URL.canParse(whole) ? new URL(whole) : undefined;
  const scheme = schemes.get(url?.protocol ?? '');
  if (url === undefined || scheme === undefined || url.hostname === '') throw unusable(name, url?.protocol);
  const userinfo = [url.username, url.password].map(encodedOnce).join(':');
  return `${scheme}//${userinfo === ':' ? '' : `${userinfo}@`}${url.host}/`;
}

/** The value is not repeated: it may hold a password. */
function unusable(name: string, scheme: string | undefined) {
  const found =
    scheme === undefined ? 'holds no address' : `names a proxy that speaks ${scheme.slice(0, -1)}`;
  return failure('HTTP_PROXY', {
    message: `The variable ${name} ${found}, so no request can go through that proxy.`,
    fix: 'Write it as http://proxy:3128, or http://user:password@proxy:3128 with special characters percent-encoded (# is %23, / is %2F); socks5:// is known too.',
  });
}

function encodedOnce(part: string): string {
  const whole = part.replace(/%(?![\dA-Fa-f]{2})/g, '%25');
  return decoded(whole) === undefined ? encodeURIComponent(whole) : whole;
}
