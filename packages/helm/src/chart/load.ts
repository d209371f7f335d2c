import { defined, type Problem, ReleaseError } from '@launchway/core';
import { helmProblems } from '../problems.ts';
import { readDocuments, readYaml, type YamlValue } from '../yaml/read.ts';
import { type Room, roomOfChart } from './archive.ts';
import { FieldError } from './decode.ts';
import type { ChartFile } from './files.ts';
import { type ChartLock, readLock } from './lock.ts';
import { type ChartMetadata, mergeMetadata, readMetadata } from './metadata.ts';
import { misusedField, readFile, reading, unreadable } from './reading.ts';
import { sanitizeMetadata } from './sanitize.ts';
import { loadSubcharts } from './subcharts.ts';
import { validateMetadata } from './validate.ts';

/** A chart as helm has it in memory. */
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
  /** Everything else, in the order it was given. */
  readonly files: readonly ChartFile[];
  /** In the order of their places in `charts/`. */
  readonly subcharts: readonly Chart[];
}

/**
 * Makes a chart of its files, as helm's loader does.
 * @param where path of the chart, for messages
 * @param room that the packages among the files have, together
 * @throws CHART_MISSING, CHART_UNREADABLE, CHART_FIELD, CHART_SUBCHART
 */
export async function loadChart(
  files: readonly ChartFile[],
  where: string,
  room: Room = roomOfChart(),
): Promise<Chart> {
  const loader = new Loader(files, where);
  const chart = loader.load();
  return { ...chart, subcharts: await loadSubcharts(files, where, room) };
}

const handled = new Set(['Chart.yaml', 'Chart.lock', 'values.yaml', 'values.schema.json']);
const legacy = new Set(['requirements.yaml', 'requirements.lock']);

class Loader {
  readonly #files: ReadonlyMap<string, ChartFile>;
  readonly #where: string;

  constructor(files: readonly ChartFile[], where: string) {
    this.#files = new Map(files.map((file) => [file.path, file]));
    this.#where = where;
  }

  load(): Omit<Chart, 'subcharts'> {
    const metadata = this.#metadata();
    const lock = this.#read('requirements.lock', readLock) ?? this.#read('Chart.lock', readLock);
    const [values, schema] = [this.#files.get('values.yaml'), this.#files.get('values.schema.json')];
    if (values !== undefined) this.#checkValues(values);
    const all = [...this.#files.values()];
    return {
      metadata,
      ...defined({ lock, values, schema }),
      templates: all.filter(({ path }) => path.startsWith('templates/')),
      files: all.filter(({ path }) => isOther(path, metadata.apiVersion)),
    };
  }

  /** Chart.yaml with what requirements.yaml adds, checked and cleaned. */
  #metadata(): Chart['metadata'] {
    if (!this.#files.has('Chart.yaml')) throw new ReleaseError([this.#missing()]);
    const own = this.#read('Chart.yaml', readMetadata) ?? {};
    const merged = mergeMetadata(
      { ...own, apiVersion: own.apiVersion ?? 'v1' },
      this.#read('requirements.yaml', readMetadata) ?? {},
    );
    const clean = sanitizeMetadata(merged);
    const file = this.#path('Chart.yaml');
    const found = validateMetadata(clean, file, (path) => readYaml(this.#text('Chart.yaml')).lineOf(path));
    if (found.length > 0) throw new ReleaseError(found);
    const { name = '', version = '', apiVersion = '' } = clean;
    return { ...clean, name, version, apiVersion };
  }

  #read<T>(name: string, decode: (value: YamlValue) => T): T | undefined {
    if (!this.#files.has(name)) return undefined;
    const file = readFile(this.#path(name), this.#text(name));
    try {
      return decode(file.value);
    } catch (error) {
      if (error instanceof FieldError) throw new ReleaseError([misusedField(this.#path(name), error, file)]);
      throw error;
    }
  }

  #checkValues(values: ChartFile): void {
    const file = this.#path(values.path);
    for (const { value } of reading(file, () => readDocuments(this.#text(values.path)))) {
      if (value === null || value instanceof Map) continue;
      throw unreadable(file, 'its top is not a mapping', undefined);
    }
  }

  #text(name: string): string {
    return Buffer.from(this.#files.get(name)?.bytes ?? []).toString('utf8');
  }

  #path(name: string): string {
    return this.#where === '' ? name : `${this.#where}/${name}`;
  }

  #missing(): Problem {
    return helmProblems.error('CHART_MISSING', {
      message: `There is no Chart.yaml in ${this.#where === '' ? 'the folder' : this.#where}.`,
      fix: 'Name the folder of a chart. If .helmignore leaves Chart.yaml out, remove that line.',
      where: { file: this.#path('Chart.yaml') },
    });
  }
}

/** What goes into a package as it is: not templates, not subcharts, not what has a place of its own. */
function isOther(path: string, apiVersion: string): boolean {
  if (handled.has(path) || path.startsWith('templates/')) return false;
  if (legacy.has(path)) return apiVersion === 'v1';
  return !path.startsWith('charts/') || path.endsWith('.prov');
}
