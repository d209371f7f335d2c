export { type AboutChart, aboutChart, annotationText } from './chart/annotations.ts';
export { ArchiveError } from './chart/archive-error.ts';
export { type ChartFile, collectFiles, largestChart, largestFile, sizeProblems } from './chart/files.ts';
export { type IgnoreRules, parseHelmignore } from './chart/helmignore.ts';
export { textOf } from './chart/decode.ts';
export type { Chart } from './chart/load.ts';
export { goJson } from './chart/gojson.ts';
export { lockDigest } from './chart/lock.ts';
export { type ChartMetadata, type Dependency, readMetadata } from './chart/metadata.ts';
export { comparePrecedence, parseVersion } from './chart/version.ts';
export { buildIndex } from './index/build.ts';
export { type IndexEntry, indexTime } from './index/entry.ts';
export { findVersion, type ListedVersion } from './index/find.ts';
export type { Reconciled, ReconcileOptions } from './index/reconcile.ts';
export { type Spliced, spliceEntry, type SpliceOptions } from './index/splice.ts';
export {
  chartType,
  type ChartArtifact,
  chartArtifact,
  type ChartContent,
  configType,
  ociTag,
  provenanceType,
} from './oci/manifest.ts';
export {
  loadChart,
  packChart,
  readArchive,
  reconcileIndex,
  type YamlReader,
  yamlReader,
} from './on-demand.ts';
export type { PackedChart, PackOptions } from './package/pack.ts';
export { provenanceText, signPackage } from './package/provenance.ts';
export { hexDigest, samePackage } from './package/same.ts';
export { packageTime } from './package/time.ts';
export { helmProblems } from './problems.ts';
export { emitYaml, type GoMapping, type GoValue } from './yaml/emit.ts';
export { YamlError } from './yaml/error.ts';
export type { YamlFile, YamlMapping, YamlValue } from './yaml/read.ts';
