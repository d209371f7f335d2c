import { decoded } from '../../model/decoded.ts';
import type { Environment } from '../secrets/credentials.ts';

/** The proxies that the environment asks for. */
export interface ProxySettings {
  /** Addresses of the proxies for http and https; empty for none. */
  readonly http: string;
  readonly https: string;
  /** Hosts that are reached directly, in the form of `NO_PROXY`. */
  readonly except: string;
}

/**
 * Reads the proxy variables, lower case before upper case as curl does: `https_proxy`, `http_proxy`, `all_proxy` and
 * `no_proxy`. Nothing when no proxy is asked for.
 */
export function proxySettings(env: Environment): ProxySettings | undefined {
  const variable = (name: string) => (env[name] ?? env[name.toUpperCase()] ?? '').trim();
  const fallback = variable('all_proxy');
  const http = proxyAddress(variable('http_proxy') || fallback);
  const https = proxyAddress(variable('https_proxy') || fallback);
  if (http === '' && https === '') return undefined;
  return { http, https, except: variable('no_proxy') };
}

/** Completes `proxy:3128` to an address, and encodes a password that holds a bare `%`. */
function proxyAddress(value: string): string {
  if (value === '') return '';
  const address = /^[a-z][a-z\d+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  if (!URL.canParse(address)) return '';
  const url = new URL(address);
  url.username = encodedOnce(url.username);
  url.password = encodedOnce(url.password);
  return url.href;
}

function encodedOnce(part: string): string {
  const whole = part.replace(/%(?![\dA-Fa-f]{2})/g, '%25');
  return decoded(whole) === undefined ? encodeURIComponent(whole) : whole;
}

/** Gives the passwords of the proxies, to be masked. */
export function proxySecrets({ http, https }: ProxySettings): string[] {
  return [http, https]
    .filter((address) => address !== '')
    .map((address) => decoded(new URL(address).password) ?? '')
    .filter((password) => password !== '');
}
