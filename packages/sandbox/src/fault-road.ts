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
  const proxies: FaultProxy[] = [];
  let known = new Map<string, FaultProxy>();
  let told: FaultProxyOptions = calm;
  const proxyTo = async (host: string): Promise<FaultProxy> => {
    const index = known.size;
    const proxy =
      known.get(host) ??
      proxies[index] ??
      (await startFaultProxy({
        befalls: (request) => told.befalls(request),
        struck: (fault) => told.struck?.(fault),
      }));
    if (known.has(host)) return proxy;
    proxies[index] = proxy;
    known.set(host, proxy);
    proxy.lead(host);
    return proxy;
  };
  const through = async (text: string): Promise<string> => {
    const hosts = new Set([...text.matchAll(/127\.0\.0\.1:\d+/g)].map(([host]) => host));
    let passed = text;
    for (const host of hosts) passed = passed.replaceAll(host, (await proxyTo(host)).host);
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
      await Promise.all(proxies.map((proxy) => proxy.mend()));
    },
    close: async () => void (await Promise.all(proxies.map((proxy) => proxy.close()))),
  };
}

const calm: FaultProxyOptions = { befalls: () => undefined };
