import type { ExpectedImage, RehearsedPlace } from '@launchway/core/engine';
import { charts } from './charts.ts';
import type { Environment } from './environment.ts';
import { github, gitlab } from './forges.ts';
import { jsr } from './jsr.ts';
import { imageRegistry } from './registries.ts';

/** One server that stands in for another. */
export interface Service {
  /** Origin on this machine. */
  readonly origin: string;
  places(): readonly RehearsedPlace[];
  /** All that it holds, to be kept: files by their path. */
  files(): Readonly<Record<string, string | Uint8Array>>;
  close(): Promise<void>;
}

/** What the services of one rehearsal have in common. */
export interface ServiceOptions {
  readonly env: Environment;
  /** The bare repository whose tags forges know. */
  readonly repository: string | undefined;
  /** Path of the project on its forge, such as `acme/api`, as the remote tells it. */
  readonly project: string | undefined;
  /** Is told what is taken for granted. */
  readonly assume: (sentence: string) => void;
}

/** How the address of a service is known, and how it is started. */
export interface Kind {
  /** Tells one service from another by an address; nothing where the address is none of this kind. */
  key(url: URL, env: Environment): string | undefined;
  start(key: string, options: ServiceOptions): Promise<Service>;
}

/** The services of a rehearsal, each started when it is first asked for. */
export interface Services {
  /** Gives the one that an address belongs to, if there is a stand-in of its kind. */
  find(url: URL): Promise<Service | undefined>;
  jsr(): Promise<Service>;
  provide(image: ExpectedImage): void;
  started(): Promise<readonly Service[]>;
  close(): Promise<void>;
}

export function createServices(options: ServiceOptions): Services {
  const running = new Map<string, Promise<Service>>();
  const expected: ExpectedImage[] = [];
  const images = imageRegistry(expected);
  const kinds: readonly Kind[] = [images, jsr, gitlab, github, charts];
  const start = (kind: Kind, key: string): Promise<Service> => {
    const name = `${kinds.indexOf(kind)} ${key}`;
    const found = running.get(name) ?? kind.start(key, options);
    running.set(name, found);
    return found;
  };
  return {
    find: async (url) => {
      for (const kind of kinds) {
        const key = kind.key(url, options.env);
        if (key !== undefined) return start(kind, key);
      }
      return undefined;
    },
    jsr: () => start(jsr, 'jsr.io'),
    provide: (image) => void expected.push(image),
    started: () => Promise.all(running.values()),
    close: async () => {
      const all = await Promise.allSettled(running.values());
      await Promise.all(all.flatMap((one) => (one.status === 'fulfilled' ? [one.value.close()] : [])));
    },
  };
}
