import type { ExpectedImage, RehearsedPlace } from '@launchway/core/engine';
import { startChartRepository } from '../chart-repository.ts';
import { startGithub } from '../github.ts';
import { startGitlab } from '../gitlab.ts';
import type { GitlabToken } from '../gitlab-access.ts';
import { startJsr } from '../jsr.ts';
import { type RegistryStandIn, startRegistry } from '../registry.ts';
import type { Environment } from './environment.ts';

/** One server that stands in for another. */
export interface Service {
  /** Origin on this machine. */
  readonly origin: string;
  /** What its own addresses begin with, in what it answers; {@link Service.origin} unless told. */
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
interface Kind {
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

/** Registries by the path of the distribution specification, at any host. */
function imageRegistry(expected: readonly ExpectedImage[]): Kind {
  return {
    key: ({ host, pathname }) => (pathname.startsWith('/v2/') || pathname === '/v2' ? host : undefined),
    start: async (host, { assume }) => {
      const registry = await startRegistry();
      const provided = new Set<string>();
      for (const { image, labels } of expected) {
        const [, at, repository = '', tag = ''] = /^([^/]+)\/(.+):([^:/@]+)$/.exec(image) ?? [];
        if (at === undefined || hostOf(at) !== host) continue;
        registry.push(repository, { content: `placeholder of ${image}`, labels }, tag);
        provided.add(`${repository}:${tag}`);
        assume(`${image} exists: a placeholder stands for the image that CI has built.`);
      }
      return {
        origin: `http://${registry.host}`,
        places: () => placesOf(host, registry, provided),
        files: () => layoutsOf(host, registry),
        close: () => registry.close(),
      };
    },
  };
}

const hostOf = (name: string): string => (name === 'docker.io' ? 'registry-1.docker.io' : name);
const nameOf = (host: string): string => (host === 'registry-1.docker.io' ? 'docker.io' : host);

const helmConfig = 'application/vnd.cncf.helm.config.v1+json';

function placesOf(
  host: string,
  registry: RegistryStandIn,
  provided: ReadonlySet<string>,
): readonly RehearsedPlace[] {
  const repositories = new Set(registry.history.map(({ repository }) => repository));
  return [...repositories].map((repository) => {
    const tags = Object.entries(registry.tags(repository)).filter(
      ([tag]) => !provided.has(`${repository}:${tag}`),
    );
    const isChart = tags.some(([tag]) =>
      Buffer.from(registry.manifest(repository, tag)?.bytes ?? '').includes(helmConfig),
    );
    return {
      kind: isChart ? 'charts' : 'images',
      name: `${isChart ? 'oci://' : ''}${nameOf(host)}/${repository}`,
      items: tags.map(([tag, digest]) => ({ name: tag, detail: digest })),
    };
  });
}

/** Each repository as an image layout (OCI image specification), which skopeo and others read. */
function layoutsOf(host: string, registry: RegistryStandIn): Readonly<Record<string, string | Uint8Array>> {
  const files: Record<string, string | Uint8Array> = {};
  for (const repository of new Set(registry.history.map((move) => move.repository))) {
    const folder = `registries/${nameOf(host)}/${repository}`;
    const blob = (digest: string): string => `${folder}/blobs/${digest.replace(':', '/')}`;
    const manifests = Object.entries(registry.tags(repository)).flatMap(([tag, digest]) => {
      const held = registry.manifest(repository, digest);
      if (held === undefined) return [];
      const annotations = { 'org.opencontainers.image.ref.name': tag };
      return [{ mediaType: held.mediaType, digest, size: held.bytes.length, annotations }];
    });
    files[`${folder}/oci-layout`] = '{"imageLayoutVersion":"1.0.0"}\n';
    files[`${folder}/index.json`] = `${JSON.stringify({ schemaVersion: 2, manifests }, null, 2)}\n`;
    for (const { digest, bytes } of registry.content(repository)) files[blob(digest)] = bytes;
  }
  return files;
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

/** GitLab by the path of its API; one service for each project. */
const gitlab: Kind = {
  key: ({ origin, pathname }, env) => {
    const [, root, project] = /^(.*?)\/api\/v4\/(?:projects\/([^/]+))?/.exec(pathname) ?? [];
    if (root === undefined) return undefined;
    const id = env['CI_PROJECT_ID'];
    const name = decodeURIComponent(project ?? id ?? '1');
    const isOwn = name === id || name === env['CI_PROJECT_PATH'];
    return `${origin}${root} ${isOwn ? `${id} ${env['CI_PROJECT_PATH']}` : /^\d+$/.test(name) ? `${name} rehearsal/project` : `1 ${name}`}`;
  },
  start: async (key, { repository }) => {
    const [address = '', id = '1', path = 'rehearsal/project'] = key.split(' ');
    const { pathname } = new URL(address);
    const server = await startGitlab({
      project: { id: Number(id), path },
      tokens: anyToken,
      subpath: pathname === '/' ? '' : pathname,
      linkHost: address,
      ...(repository === undefined ? {} : { repository }),
    });
    const { project } = server;
    return {
      origin: new URL(server.url).origin,
      places: () => [
        {
          kind: 'releases',
          name: `Releases of ${path} at ${new URL(address).host}`,
          items: [...project.releases.values()].map(({ tag_name: tag, links }) => ({
            name: tag,
            detail: links.length === 0 ? 'no files' : links.map(({ name }) => name).join(', '),
          })),
        },
        {
          kind: 'packages',
          name: `Packages of ${path} at ${new URL(address).host}`,
          items: project.packages.map(({ name, version, type, files }) => ({
            name: `${name} ${version}`,
            detail: `${type}: ${files.map((file) => file.name).join(', ')}`,
          })),
        },
        {
          kind: 'requests',
          name: `Pipelines of ${path} at ${new URL(address).host}`,
          items: project.pipelines.map(({ ref, source }) => ({ name: ref, detail: source })),
        },
      ],
      files: () => ({
        [`forges/${new URL(address).host}/${path}.json`]: `${JSON.stringify(server.snapshot(), null, 2)}\n`,
      }),
      close: () => server.close(),
    };
  },
};

/** A rehearsal's tokens say by how they begin what they are. */
const anyToken = (token: string): GitlabToken => ({
  kind: token.startsWith('glcbt-') ? 'job' : token.startsWith('gldt-') ? 'deploy' : 'personal',
});

/** GitHub by the path of its API, at the hosts of github.com and of its clouds, or below an Enterprise Server's. */
const github: Kind = {
  key: ({ protocol, host, pathname }) => {
    const [, root, project] = /^(\/api\/(?:v3|uploads))?\/repos\/([^/]+\/[^/]+)/.exec(pathname) ?? [];
    if (project === undefined) return undefined;
    if (root !== undefined) return `${protocol}//${host} ${project}`;
    const [, cloud] = /^(?:api|uploads)\.(.+)$/.exec(host) ?? [];
    return cloud === undefined ? undefined : `${protocol}//${cloud} ${project}`;
  },
  start: async (key, { repository: git }) => {
    const [web = '', project = ''] = key.split(' ');
    const { protocol, host } = new URL(web);
    const isCloud = host === 'github.com' || host.endsWith('.ghe.com');
    const server = await startGithub({
      repository: project,
      tokens: (token) => ({ kind: token.startsWith('ghs_') ? 'workflow' : 'personal' }),
      workflows: ['push', 'workflow_dispatch'],
      addresses: {
        web,
        api: isCloud ? `${protocol}//api.${host}` : `${web}/api/v3`,
        uploads: isCloud ? `${protocol}//uploads.${host}` : `${web}/api/uploads`,
      },
      ...(git === undefined ? {} : { git }),
    });
    const { releases, runs } = server.store;
    return {
      origin: server.url,
      places: () => [
        {
          kind: 'releases',
          name: `Releases of ${project} at ${host}`,
          items: releases.map(({ tag, draft, assets }) => {
            const files = assets.length === 0 ? 'no files' : assets.map(({ name }) => name).join(', ');
            return { name: tag, detail: draft ? `a draft: ${files}` : files };
          }),
        },
        {
          kind: 'requests',
          name: `Workflows of ${project} at ${host}`,
          items: runs.map(({ workflow, branch, event }) => ({
            name: `${workflow} for ${branch}`,
            detail: event,
          })),
        },
      ],
      files: () => ({
        [`forges/${host}/${project}.json`]: `${JSON.stringify(server.snapshot(), null, 2)}\n`,
      }),
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
  start: async (address) => {
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
