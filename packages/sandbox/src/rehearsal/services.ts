import type { ExpectedImage, RehearsedPlace } from '@launchway/core/engine';
import { startChartRepository } from '../charts/stand-in.ts';
import { startJsr } from '../jsr/stand-in.ts';
import { denoCache } from './deno-cache.ts';
import type { Environment } from './environment.ts';
import { github, gitlab } from './forges.ts';
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

/** JSR by its own host, by the one that JSR_URL names, and by the paths of its API. */
const jsr: Kind = {
  key: ({ hostname, pathname }, env) => {
    const told = env['JSR_URL'];
    const isTold = told !== undefined && URL.canParse(told) && new URL(told).hostname === hostname;
    const isOurs =
      isTold || /(?:^|\.)jsr\.io$/.test(hostname) || /^\/api\/(?:scopes|publish_status)\//.test(pathname);
    return isOurs ? 'jsr.io' : undefined;
  },
  start: async (_key, { env, assume, project }) => {
    const repository = env['GITHUB_REPOSITORY'] || project || 'rehearsal/project';
    const repositoryId = Number(env['GITHUB_REPOSITORY_ID'] ?? 1) || 1;
    const actorId = Number(env['GITHUB_ACTOR_ID'] ?? 1) || 1;
    const server = await startJsr({
      open: (name) => assume(`The package ${name} exists on JSR, and ${repository} may publish it.`),
      modules: denoCache(env),
      workflow: { repository, repositoryId, actorId },
    });
    return {
      origin: server.url.slice(0, -1),
      places: () =>
        server.packages().map(({ scope, name, versions }) => ({
          kind: 'packages',
          name: `@${scope}/${name} on JSR`,
          items: [...versions].map(([version, { files, by }]) => ({
            name: version,
            detail: `${files.size} files, ${by === 'oidc' ? "by the workflow's identity" : 'by a token'}`,
          })),
        })),
      files: () =>
        Object.fromEntries(
          server
            .packages()
            .flatMap(({ scope, name, versions }) =>
              [...versions].flatMap(([version, { files }]) =>
                [...files].map(([path, bytes]) => [`jsr/@${scope}/${name}/${version}${path}`, bytes]),
              ),
            ),
        ),
      close: () => server.close(),
    };
  },
};

/** ChartMuseum, and what takes charts as it does, by its index and its uploads. */
const charts: Kind = {
  key: ({ origin, pathname }) => {
    const [, above, file] = /^(.*)\/(index\.yaml|charts\/[^/]+\.tgz)$/.exec(pathname) ?? [];
    if (file !== undefined) return `${origin}${above}`;
    const below = /^\/api(\/.*?)?\/(?:charts|prov)$/.exec(pathname);
    return below === null ? undefined : `${origin}${below[1] ?? ''}`;
  },
  start: async (address, { assume }) => {
    assume(`The chart repository ${address} is taken to be empty.`);
    const { pathname, host } = new URL(address);
    const server = await startChartRepository({ subpath: pathname === '/' ? '' : pathname });
    return {
      origin: server.url,
      places: () => [
        {
          kind: 'charts',
          name: address,
          items: server.charts.map(({ name, version, digest }) => ({
            name: `${name} ${version}`,
            detail: `sha256:${digest}`,
          })),
        },
      ],
      files: () =>
        Object.fromEntries(
          server.charts.map(({ name, version, bytes }) => [`charts/${host}/${name}-${version}.tgz`, bytes]),
        ),
      close: () => server.close(),
    };
  },
};
