import { gunzipSync } from 'node:zlib';
import { chart } from '@launchway/plugin-chart';
import type { Plugin } from '@launchway/core';
import { createTestRepository, startRegistry, type TestRepository } from '@launchway/sandbox';
import { carryOut, type Outcome } from '../../sandbox/test/outcome.fixture.ts';
import { helmCatalog, type HelmCatalogOptions } from '../src/index.ts';
import { change, files } from './chart.fixture.ts';

/** A release of the chart to a registry, and what became of it. */
export interface Published extends Outcome {
  /** Texts of the package by path, as the registry serves them. */
  readonly contents: Readonly<Record<string, string>>;
  readonly repository: TestRepository;
}

export interface Trial {
  readonly options?: Partial<HelmCatalogOptions>;
  readonly chart?: Partial<Parameters<typeof chart>[0]>;
  readonly files?: Readonly<Record<string, string>>;
  readonly message?: string;
  readonly more?: readonly Plugin[];
}

/** Releases the chart to a registry with these options, and looks at the package that arrived. */
export async function publish(
  trial: Trial,
  look: (published: Published) => void | Promise<void>,
): Promise<void> {
  const registry = await startRegistry();
  const repository = await createTestRepository(
    { ...files, ...trial.files },
    { commits: [{ message: trial.message ?? 'fix: a longer name', files: change }] },
  );
  const to = { oci: `oci://${registry.host}/org/charts` };
  const plugins = [
    chart({ chart: 'charts', ...trial.chart }),
    helmCatalog({ to, ...trial.options }),
    ...(trial.more ?? []),
  ];
  try {
    const outcome = await carryOut(repository, { plugins, env: {} });
    const repositoryName = 'org/charts/harbour';
    const [tag] = Object.keys(registry.tags(repositoryName));
    const manifest = tag === undefined ? undefined : registry.manifest(repositoryName, tag);
    const contents =
      manifest === undefined ? {} : await contentsOf(registry.host, repositoryName, manifest.bytes);
    await look({ ...outcome, contents, repository });
  } finally {
    await registry.close();
    await repository.remove();
  }
}

async function contentsOf(
  host: string,
  name: string,
  manifest: Uint8Array,
): Promise<Readonly<Record<string, string>>> {
  const { layers } = JSON.parse(Buffer.from(manifest).toString()) as {
    layers: { mediaType: string; digest: string }[];
  };
  const layer = layers.find(({ mediaType }) => mediaType.endsWith('content.v1.tar+gzip'));
  const response = await fetch(`http://${host}/v2/${name}/blobs/${layer?.digest}`);
  const tar = gunzipSync(Buffer.from(await response.arrayBuffer()));
  const found: Record<string, string> = {};
  for (let at = 0; tar[at] !== 0 && at < tar.length; ) {
    const size = Number.parseInt(tar.toString('ascii', at + 124, at + 135), 8);
    found[tar.toString('utf8', at, tar.indexOf(0, at))] = tar.toString('utf8', at + 512, at + 512 + size);
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return found;
}
