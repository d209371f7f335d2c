import type { ExpectedImage, RehearsedPlace } from '@launchway/core/engine';
import { type RegistryStandIn, startRegistry } from '../registry/stand-in.ts';
import type { Kind } from './services.ts';

/** Registries by the path of the distribution specification, at any host. */
export function imageRegistry(expected: readonly ExpectedImage[]): Kind {
  return {
    key: ({ host, pathname }) => (pathname.startsWith('/v2/') || pathname === '/v2' ? host : undefined),
    start: async (host, { assume }) => {
      const registry = await startRegistry();
      assume(
        `${nameOf(host)} is taken to hold nothing yet: what it truly holds decides which floating tags move.`,
      );
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
      items: tags
        .sort(([left], [right]) => left.localeCompare(right, 'en', { numeric: true }))
        .map(([tag, digest]) => ({ name: tag, detail: digest })),
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
