import type { GoValue } from '../yaml/emit.ts';
import type { YamlValue } from '../yaml/read.ts';
import {
  anything,
  type Fields,
  flag,
  list,
  type Path,
  requiredText,
  structure,
  text,
  texts,
} from './decode.ts';

export type Maintainer = {
  readonly name?: string;
  readonly email?: string;
  readonly url?: string;
};

/** A chart that another one takes in, as `dependencies` of Chart.yaml names it. */
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

/**
 * What helm knows of a chart: the fields of Chart.yaml in the order Go writes them as JSON. Absent and empty fields are
 * left out.
 */
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

const maintainerFields: Fields<Maintainer> = { name: text, email: text, url: text };

const dependencyFields: Fields<Dependency> = {
  name: requiredText,
  version: text,
  repository: requiredText,
  condition: text,
  tags: list(requiredText),
  enabled: flag,
  'import-values': list(anything),
  alias: text,
};

const metadataFields: Fields<ChartMetadata> = {
  name: text,
  home: text,
  sources: list(requiredText),
  version: text,
  description: text,
  keywords: list(requiredText),
  maintainers: list((value, path) => (value === null ? null : structure(value, maintainerFields, path))),
  icon: text,
  apiVersion: text,
  condition: text,
  tags: text,
  appVersion: text,
  deprecated: flag,
  annotations: texts,
  kubeVersion: text,
  dependencies: list(dependency),
  type: text,
};

/**
 * Reads the metadata of a chart from the value of its Chart.yaml, or of its requirements.yaml.
 * @throws FieldError for a value of a kind its field does not take; `fieldProblem` of {@link yamlReader} makes a problem
 * of it
 */
export function readMetadata(value: YamlValue): ChartMetadata {
  return value === null ? {} : structure(value, metadataFields, []);
}

/** Reads one dependency, of Chart.yaml, requirements.yaml or a lock file. */
export function dependency(value: YamlValue, path: Path): Dependency | null {
  if (value === null) return null;
  const { name = '', repository = '', ...rest } = structure(value, dependencyFields, path);
  return inOrder({ name, repository, ...rest });
}

/** The fields of a dependency in the order of Go's structure. */
function inOrder(fields: Dependency): Dependency {
  const names = Object.keys(dependencyFields) as (keyof Dependency)[];
  return Object.fromEntries(
    names.filter((name) => name in fields).map((name) => [name, fields[name]]),
  ) as Dependency;
}

/** Adds what requirements.yaml says to what Chart.yaml says: every field it has replaces the other. */
export function mergeMetadata(base: ChartMetadata, over: ChartMetadata): ChartMetadata {
  const names = Object.keys(metadataFields) as (keyof ChartMetadata)[];
  const merged = names.map((name) => [name, over[name] ?? base[name]] as const);
  return Object.fromEntries(merged.filter(([, value]) => value !== undefined)) as ChartMetadata;
}
