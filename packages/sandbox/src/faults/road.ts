import type { Targets } from '../stage.ts';
import { type FaultProxy, type FaultProxyOptions, startFaultProxy } from './proxy.ts';

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

export const createRoad = (): Road => new ProxiedRoad();

const calm: FaultProxyOptions = { befalls: () => undefined };

class ProxiedRoad implements Road {
  readonly #proxies: Promise<FaultProxy>[] = [];
  /** Hosts of the proxies, which no other proxy is to lead to. */
  readonly #own = new Set<string>();
  /** The proxies by the servers of this world that they lead to. */
  #known = new Map<string, Promise<FaultProxy>>();
  #told = calm;

  async to(targets: Targets): Promise<Targets> {
    this.#known = new Map();
    const remote = targets.remote === undefined ? {} : { remote: await this.#through(targets.remote) };
    const addresses = await this.#allThrough(targets.addresses);
    return { ...targets, ...remote, addresses, env: await this.#allThrough(targets.env) };
  }

  begin(told: FaultProxyOptions): void {
    this.#told = told;
  }

  async mend(): Promise<void> {
    this.#told = calm;
    const proxies = await Promise.all(this.#proxies);
    await Promise.all(proxies.map((proxy) => proxy.mend()));
  }

  async close(): Promise<void> {
    const proxies = await Promise.all(this.#proxies);
    await Promise.all(proxies.map((proxy) => proxy.close()));
  }

  /** Gives a text in which every server of this machine is a proxy that leads to it. */
  async #through(text: string): Promise<string> {
    const hosts = new Set([...text.matchAll(/127\.0\.0\.1:\d+/g)].map(([host]) => host));
    let passed = text;
    for (const host of hosts) {
      if (this.#own.has(host)) continue;
      const proxy = await this.#proxyTo(host);
      proxy.lead(host);
      passed = passed.replaceAll(host, proxy.host);
    }
    return passed;
  }

  async #allThrough(texts: Readonly<Record<string, string>> = {}): Promise<Record<string, string>> {
    const passed: Record<string, string> = {};
    for (const [name, text] of Object.entries(texts)) passed[name] = await this.#through(text);
    return passed;
  }

  /** The first server that is named gets the first proxy, and so on, in every world. */
  #proxyTo(host: string): Promise<FaultProxy> {
    const found = this.#known.get(host);
    if (found !== undefined) return found;
    const at = this.#known.size;
    const proxy = this.#proxies[at] ?? this.#open();
    this.#proxies[at] = proxy;
    this.#known.set(host, proxy);
    return proxy;
  }

  async #open(): Promise<FaultProxy> {
    const proxy = await startFaultProxy({
      befalls: (request) => this.#told.befalls(request),
      struck: (fault) => this.#told.struck?.(fault),
      rewrite: (text) => this.#through(text),
    });
    this.#own.add(proxy.host);
    return proxy;
  }
}
