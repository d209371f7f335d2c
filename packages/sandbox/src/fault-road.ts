import { type FaultProxy, type FaultProxyOptions, startFaultProxy } from './fault-proxy.ts';
import type { Targets } from './stage.ts';

/** The ways to all servers of a world. They keep their addresses while worlds come and go. */
export interface Road {
  /** Gives targets whose addresses lead through proxies, one for each server of this machine that they name. */
  to(targets: Targets): Promise<Targets>;
  /** Lets a run begin, of whose requests these are told. */
  begin(told: FaultProxyOptions): void;
  /** Ends what went wrong with the run. */
  mend(): Promise<void>;
  close(): Promise<void>;
}

export function createRoad(): Road {
  const proxies: Promise<FaultProxy>[] = [];
  const own = new Set<string>();
  let known = new Map<string, Promise<FaultProxy>>();
  let told: FaultProxyOptions = calm;
  const openProxy = async (): Promise<FaultProxy> => {
    const proxy = await startFaultProxy({
      befalls: (request) => told.befalls(request),
      struck: (fault) => told.struck?.(fault),
      rewrite: (text) => through(text),
    });
    own.add(proxy.host);
    return proxy;
  };
  /** The first server that is named gets the first proxy, and so on, in every world. */
  const proxyTo = (host: string): Promise<FaultProxy> => {
    const found = known.get(host);
    if (found !== undefined) return found;
    const proxy = proxies[known.size] ?? openProxy();
    proxies[known.size] = proxy;
    known.set(host, proxy);
    return proxy;
  };
  const through = async (text: string): Promise<string> => {
    const hosts = new Set([...text.matchAll(/127\.0\.0\.1:\d+/g)].map(([host]) => host));
    let passed = text;
    for (const host of hosts) {
      if (own.has(host)) continue;
      const proxy = await proxyTo(host);
      proxy.lead(host);
      passed = passed.replaceAll(host, proxy.host);
    }
    return passed;
  };
  const allThrough = async (
    texts: Readonly<Record<string, string>> = {},
  ): Promise<Record<string, string>> => {
    const passed: Record<string, string> = {};
    for (const [name, text] of Object.entries(texts)) passed[name] = await through(text);
    return passed;
  };
  return {
    to: async (targets) => {
      known = new Map();
      const remote = targets.remote === undefined ? {} : { remote: await through(targets.remote) };
      const addresses = await allThrough(targets.addresses);
      return { ...targets, ...remote, addresses, env: await allThrough(targets.env) };
    },
    begin: (options) => void (told = options),
    mend: async () => {
      told = calm;
      await Promise.all((await Promise.all(proxies)).map((proxy) => proxy.mend()));
    },
    close: async () => void (await Promise.all((await Promise.all(proxies)).map((proxy) => proxy.close()))),
  };
}

const calm: FaultProxyOptions = { befalls: () => undefined };
