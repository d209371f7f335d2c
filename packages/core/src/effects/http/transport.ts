import type { Environment } from '../secrets/credentials.ts';
import { certificatesOfCi, trusted } from './certificates.ts';
import { proxyFor } from './proxy.ts';

export type Fetch = typeof fetch;

export interface TransportNeeds {
  /** Where the request goes; nothing when it stays on this machine, where no proxy belongs. */
  readonly url: URL | undefined;
  /** A PEM bundle to trust besides the usual roots. */
  readonly ca?: string | undefined;
  /** Milliseconds that a request may take. */
  readonly timeout: number;
}

/**
 * Gives the `fetch` that a request needs, always the same one for the same needs.
 * @throws HTTP_PROXY where a variable holds no address of a proxy
 */
export type Transport = (needs: TransportNeeds) => Promise<Fetch>;

/** Node's own `fetch` gives up after this long, whatever the request says. */
const patienceOfNode = 300_000;

/**
 * Chooses how requests travel: by Node's own `fetch`, or by undici where a proxy, a private authority or much time is
 * asked for, which takes 100 ms to load.
 */
export function createTransport(env: Environment): Transport {
  const made = new Map<string, Promise<Fetch>>();
  let ofCi: Promise<string | undefined> | undefined;
  return async ({ url, ca, timeout }) => {
    ofCi ??= certificatesOfCi(env);
    const bundles = [ca, await ofCi].filter((bundle) => bundle !== undefined);
    const proxy = url && proxyFor(env, url);
    if (proxy === undefined && bundles.length === 0 && timeout <= patienceOfNode) return fetch;
    const key = [proxy, ...bundles].join('\n');
    const known = made.get(key) ?? viaUndici(env, proxy, bundles);
    made.set(key, known);
    return known;
  };
}

async function viaUndici(
  env: Environment,
  proxy: string | undefined,
  bundles: readonly string[],
): Promise<Fetch> {
  const undici = await import('undici');
  const tls = bundles.length === 0 ? {} : { ca: await trusted(env, bundles) };
  const options = { connect: tls, headersTimeout: 0, bodyTimeout: 0 };
  const dispatcher =
    proxy === undefined
      ? new undici.Agent(options)
      : new undici.ProxyAgent({
          ...options,
          uri: proxy,
          requestTls: tls,
          ...(proxy.startsWith('https:') ? { proxyTls: tls } : {}), // a SOCKS proxy would be spoken to by TLS
          proxyTunnel: false,
        });
  const travel = undici.fetch as unknown as (url: unknown, init: object) => Promise<Response>;
  return (url, init) => travel(url, { ...init, dispatcher });
}
