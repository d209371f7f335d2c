import { defined, isOutputOf, type Probe, type Problem, type Reads } from '@launchway/core';
import { chartArtifact, type ChartArtifact, chartType, ociTag, samePackage } from '@launchway/helm';
import {
  type Descriptor,
  type Manifest,
  referencesOf,
  registry,
  type RegistryOptions,
  type Repository,
} from '@launchway/oci';
import type { MadePackage } from '../package/make.ts';
import type { PublishInput } from '../plan.ts';
import { catalogProblems } from '../problems.ts';
import type { StepCode } from '../steps.ts';
import { expected, packageFor } from './content.ts';
import { credentialOf, type OciInput } from './input.ts';

type Input = PublishInput & { readonly target: OciInput };
type Output = { readonly reference: string; readonly digest: string };

/** Pushes the chart to an OCI registry: the manifest helm would push, by one PUT of its tag. */
export const ociStep: StepCode<Input, Output> = {
  ready: async (input, reads): Promise<readonly Problem[]> => {
    await registry(reads, options(input)).repository(repositoryOf(input)).canPush();
    return [];
  },
  probe: async (input, reads) => {
    const manifest = await registry(reads, options(input))
      .repository(repositoryOf(input))
      .getManifest(ociTag(input.recipe.version));
    if (manifest === undefined) return { state: 'todo', preview: [referenceOf(input)] };
    return judge(input, manifest, reads);
  },
  run: async (input, effects) => {
    const artifact = artifactOf(await packageFor(input, effects), input);
    const repository = registry(effects, options(input)).writable(repositoryOf(input));
    for (const { bytes } of [artifact.config, ...artifact.layers]) await repository.uploadBlob(bytes);
    const { bytes, mediaType } = artifact.manifest;
    const { digest } = await repository.putManifest(bytes, mediaType, artifact.tag);
    return { reference: referenceOf(input), digest };
  },
};

function artifactOf({ packed, time }: MadePackage, { provenance }: Input): ChartArtifact {
  const text = provenance === null || isOutputOf(provenance) ? undefined : provenance;
  return chartArtifact({
    metadata: packed.chart.metadata,
    tgz: packed.bytes,
    mtime: time,
    ...(text === undefined ? {} : { provenance: Buffer.from(text) }),
  });
}

/** A tag is done when it holds the same chart, whoever compressed it and whether or not it was signed. */
async function judge(input: Input, manifest: Manifest, reads: Reads): Promise<Probe<Output>> {
  const done: Probe<Output> = {
    state: 'done',
    output: { reference: referenceOf(input), digest: manifest.digest },
  };
  const { made, digest, released } = await expected(input, reads);
  const layer = chartLayer(manifest);
  if (layer !== undefined && layer.digest === `sha256:${digest}`) return done;
  if (made === undefined && digest === undefined && released) return done;
  if (made !== undefined && layer !== undefined) {
    const repository = registry(reads, options(input)).repository(repositoryOf(input));
    if (await holds(repository, layer, made)) return done;
  }
  return { state: 'conflict', problem: conflict(input, manifest, layer) };
}

async function holds(repository: Repository, layer: Descriptor, made: MadePackage): Promise<boolean> {
  if (layer.size > 4 * made.packed.tar.length + 1_000_000) return false;
  return samePackage(await repository.getBlob(layer), made.packed.bytes);
}

function chartLayer(manifest: Manifest): Descriptor | undefined {
  return referencesOf(manifest.bytes)?.blobs.find(({ mediaType }) => mediaType === chartType);
}

function conflict(input: Input, { digest }: Manifest, layer: Descriptor | undefined): Problem {
  return catalogProblems.error('CATALOG_VERSION_TAKEN', {
    message:
      layer === undefined
        ? `${referenceOf(input)} is there already (${digest}), and it is no chart.`
        : `${referenceOf(input)} is there already (${digest}), with other content than this release has.`,
    fix:
      layer === undefined
        ? 'Publish charts to a path of their own, such as oci://HOST/OWNER/charts.'
        : 'Release a new version; a published one never changes.',
    where: { url: referenceOf(input) },
  });
}

const repositoryOf = ({ recipe, target }: Input): string => `${target.path}/${recipe.name}`;
const referenceOf = (input: Input): string =>
  `oci://${input.target.registry}/${repositoryOf(input)}:${ociTag(input.recipe.version)}`;

function options({ target }: Input): RegistryOptions {
  const credential = credentialOf(target.credential);
  return {
    registry: target.registry,
    ...(target.insecure === null ? {} : { insecure: target.insecure }),
    ...defined({ credential }),
  };
}
