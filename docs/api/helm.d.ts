// @launchway/helm

export type AboutChart = {
  readonly notesAnnotation?: string;
};
export declare class ArchiveError extends Error {
  constructor(message: string, cause?: unknown);
}
export interface Chart {
  readonly metadata: ChartMetadata & {
    readonly name: string;
    readonly version: string;
    readonly apiVersion: string;
  };
  readonly lock?: ChartLock;
  readonly values?: ChartFile;
  readonly schema?: ChartFile;
  readonly templates: readonly ChartFile[];
  readonly files: readonly ChartFile[];
  readonly subcharts: readonly Chart[];
}
export interface ChartArtifact {
  readonly tag: string;
  readonly config: Blob;
  readonly layers: readonly Blob[];
  readonly manifest: Blob;
}
export interface ChartContent {
  readonly metadata: ChartMetadata & {
    readonly name: string;
    readonly version: string;
  };
  readonly tgz: Uint8Array;
  readonly provenance?: Uint8Array;
  readonly mtime: number;
}
export interface ChartFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}
export type ChartMetadata = {
  readonly name?: string;
  readonly home?: string;
  readonly sources?: readonly string[];
  readonly version?: string;
  readonly description?: string;
  readonly keywords?: readonly string[];
  readonly maintainers?: readonly (Maintainer | null)[];
  readonly icon?: string;
  readonly apiVersion?: string;
  readonly condition?: string;
  readonly tags?: string;
  readonly appVersion?: string;
  readonly deprecated?: boolean;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly kubeVersion?: string;
  readonly dependencies?: readonly (Dependency | null)[];
  readonly type?: string;
};
export type Dependency = {
  readonly name: string;
  readonly version?: string;
  readonly repository: string;
  readonly condition?: string;
  readonly tags?: readonly string[];
  readonly enabled?: boolean;
  readonly 'import-values'?: readonly GoValue[];
  readonly alias?: string;
};
export type GoMapping = {
  readonly [key: string]: GoValue | undefined;
};
export type GoValue = null | boolean | bigint | number | string | readonly GoValue[] | GoMapping;
export interface IgnoreRules {
  ignores(path: string): boolean;
}
export interface IndexEntry {
  readonly metadata: ChartMetadata & {
    readonly name: string;
    readonly version: string;
  };
  readonly digest: string;
  readonly urls: readonly string[];
  readonly created: string;
}
export interface ListedVersion {
  readonly digest?: string;
}
export interface PackOptions {
  readonly mtime: number;
  readonly folder?: string;
  readonly name?: string;
  readonly version?: string;
  readonly appVersion?: string;
}
export interface PackedChart {
  readonly fileName: string;
  readonly bytes: Uint8Array;
  readonly tar: Uint8Array;
  readonly digest: string;
  readonly chart: Chart;
  readonly chartYaml: string;
  readonly warnings: readonly Problem[];
}
export interface ReconcileOptions {
  readonly url?: string;
  readonly now: number;
  readonly previous?: Uint8Array;
}
export interface Reconciled {
  readonly text: string;
  readonly entries: readonly IndexEntry[];
  readonly problems: readonly Problem[];
}
export interface SpliceOptions {
  readonly generated: string;
  readonly file?: string;
}
export type Spliced = {
  readonly state: 'added';
  readonly bytes: Uint8Array;
}
 | {
  readonly state: 'unchanged';
  readonly bytes: Uint8Array;
};
export declare class YamlError extends Error {
  readonly line: number | undefined;
  constructor(message: string, line?: number);
}
export interface YamlFile {
  readonly value: YamlValue;
  lineOf(path: readonly (string | number)[]): number | undefined;
  sourceOf(path: readonly (string | number)[]): string | undefined;
}
export type YamlMapping = ReadonlyMap<string, YamlValue>;
export interface YamlReader {
  readonly readYaml: typeof import('./yaml/read.ts').readYaml;
  readonly readFile: typeof import('./chart/reading.ts').readFile;
  readonly fieldProblem: typeof import('./chart/reading.ts').fieldProblem;
}
export type YamlValue = null | boolean | bigint | number | string | readonly YamlValue[] | YamlMapping;
export declare function aboutChart(track: Pick<Track, 'about'> | undefined): AboutChart;
export declare function annotationText(notes: string): string;
export declare function buildIndex(entries: readonly IndexEntry[], generated: string): string;
export declare function chartArtifact(content: ChartContent): ChartArtifact;
export declare const chartType = "application/vnd.cncf.helm.chart.content.v1.tar+gzip";
export declare function collectFiles(tree: Tree, folder: string): Promise<Collected>;
export declare function comparePrecedence(left: Precedence, right: Precedence): number;
export declare const configType = "application/vnd.cncf.helm.config.v1+json";
export declare function emitYaml(value: GoValue): string;
export declare function findVersion(index: Uint8Array, name: string, version: string): Promise<readonly ListedVersion[]>;
export declare function goJson(value: GoValue, layout?: JsonLayout): string;
export declare const helmProblems: import("@launchway/core").Catalogue<"CHART_DEPENDENCY_MISSING" | "CHART_FIELD" | "CHART_LFS" | "CHART_LINK" | "CHART_MISSING" | "CHART_NAME" | "CHART_SUBCHART" | "CHART_SUBCHART_TWICE" | "CHART_SUBMODULE" | "CHART_TOO_LARGE" | "CHART_UNREADABLE" | "CHART_VERSION" | "HELMIGNORE_RULE" | "INDEX_CONFLICT" | "INDEX_NOT_SPLICEABLE" | "INDEX_PACKAGE_UNREADABLE" | "PACKAGE_TIME">;
export declare function hexDigest(bytes: Uint8Array): string;
export declare function indexTime(seconds: number): string;
export declare const largestChart: number;
export declare const largestFile: number;
export declare function loadChart(files: readonly ChartFile[], where: string): Promise<Chart>;
export declare function lockDigest(chart: YamlValue, lock: YamlValue): string;
export declare function ociTag(version: string): string;
export declare function packChart(tree: Tree, options: PackOptions): Promise<PackedChart>;
export declare function packageTime(folder: string, reads: Pick<Reads, 'env' | 'query'>): Promise<number>;
export declare function parseHelmignore(text: string, file: string): {
  readonly rules: IgnoreRules;
  readonly problems: readonly Problem[];
};
export declare function parseVersion(version: string): Precedence | undefined;
export declare function provenanceText({ chartYaml, fileName, digest, }: Pick<PackedChart, 'chartYaml' | 'fileName' | 'digest'>): string;
export declare const provenanceType = "application/vnd.cncf.helm.chart.provenance.v1.prov";
export declare function readArchive(tgz: Uint8Array): Promise<readonly ChartFile[]>;
export declare function readMetadata(value: YamlValue): ChartMetadata;
export declare function reconcileIndex(tree: Tree, options: ReconcileOptions): Promise<Reconciled>;
export declare function samePackage(left: Uint8Array, right: Uint8Array): boolean;
export declare function signPackage(packed: PackedChart, signer: SignerInput, effects: Pick<Effects, 'exec'>): Promise<string>;
export declare function sizeProblems(files: readonly {
  readonly path: string;
  readonly size: number;
}[], prefix: string): Problem[];
export declare function spliceEntry(index: Uint8Array, entry: IndexEntry, options: SpliceOptions): Spliced;
export declare function textOf(value: YamlValue | undefined): string | undefined;
export declare function yamlReader(): Promise<YamlReader>;
