import { type Deferred, defined } from '@launchway/core';
import type { BuildSource, MakeInput, Packing } from './make/input.ts';
import { baseName, fill, isPackage, isPerTarget, type Values } from './naming.ts';
import type { ArchiveOptions, ArtifactsOptions, BuildOptions, FilesOptions } from './options.ts';
import { exeOf, nameOf, type Target, targetsOf } from './targets.ts';

/** One file that a release offers. */
export interface Item {
  /** What tells it apart in ids of steps. */
  readonly slug: string;
  /** What a person reads: `build tool 1.4.0 for linux/arm64`. */
  readonly title: string;
  /** The target it is made for; absent for a file that is the same for all. */
  readonly target?: Target;
  readonly make: MakeInput;
}

/** What the files are of. */
export interface Subject {
  readonly version: string;
  readonly commit: Deferred<string>;
}

const tenMinutes = 600;
const usualName = '{name}_{version}_{os}_{arch}';
const usualExtras = ['LICENSE*', 'LICENCE*', 'README*'];

/** Gives the files that the options call for, in the order of targets and paths. The same options and subject give the same. */
export function itemsOf(options: ArtifactsOptions, subject: Subject): readonly Item[] {
  const targets = targetsOf(options);
  const { paths, folder = '' } = filesOf(options);
  const built =
    options.build === undefined ? [] : targets.map((target) => builtItem(options, subject, target));
  const found = paths.flatMap((path): readonly Item[] =>
    isPerTarget(path)
      ? targets.map((target) => foundItem({ options, subject, path, folder }, target))
      : [foundItem({ options, subject, path, folder })],
  );
  return [...built, ...found];
}

const buildOf = ({ build = [] }: ArtifactsOptions): BuildOptions => ('run' in build ? build : { run: build });

const filesOf = ({ files = [] }: ArtifactsOptions): FilesOptions =>
  'paths' in files ? files : { paths: files };

function builtItem(options: ArtifactsOptions, subject: Subject, target: Target): Item {
  const { packing, name } = packed(options, subject, target);
  const source = buildSource(options, subject, target);
  return {
    slug: slugOf(target),
    title: `build ${options.name} ${subject.version} for ${nameOf(target)}`,
    target,
    make: { name, commit: subject.commit, source, packing },
  };
}

function buildSource(options: ArtifactsOptions, subject: Subject, target: Target): BuildSource {
  const given = buildOf(options);
  const values = valuesOf(options, subject, target);
  const own = { ...given.env, ...target.env };
  return {
    from: 'build',
    run: given.run.map((argument) => fill(argument, values)),
    folder: fill(given.folder ?? '', values),
    env: {
      GOOS: target.os,
      GOARCH: target.arch,
      TARGET_OS: target.os,
      TARGET_ARCH: target.arch,
      VERSION: subject.version,
      ...Object.fromEntries(Object.entries(own).map(([key, value]) => [key, fill(value, values)])),
    },
    output: given.output === undefined ? null : fill(given.output, values),
    timeout: (given.timeout ?? tenMinutes) * 1000,
    target: nameOf(target),
    host: target.host ?? null,
    handed: options.from ?? 'dist',
  };
}

interface Found {
  readonly options: ArtifactsOptions;
  readonly subject: Subject;
  readonly path: string;
  readonly folder: NonNullable<FilesOptions['folder']>;
}

function foundItem({ options, subject, path, folder }: Found, target?: Target): Item {
  const filled = fill(path, valuesOf(options, subject, target));
  const asIs = target === undefined || isPackage(path);
  const { name, packing } = asIs
    ? { name: baseName(filled), packing: null }
    : packed(options, subject, target);
  return {
    slug: asIs ? name : slugOf(target),
    title: `take ${name}${packing === null ? '' : ` of ${filled}`}`,
    ...defined({ target }),
    make: { name, commit: subject.commit, source: { from: 'file', path: filled, folder }, packing },
  };
}

/** The name of a target's file, and how it is packed. */
function packed(
  options: ArtifactsOptions,
  subject: Subject,
  target: Target,
): { readonly name: string; readonly packing: Packing | null } {
  const values = valuesOf(options, subject, target);
  const { archive = {} } = options;
  if (archive === false) return { name: fill(`${usualName}{exe}`, values), packing: null };
  const format = formatOf(archive, target);
  const base = fill(buildOf(options).folder ?? '', values);
  return {
    name: `${fill(archive.name ?? usualName, values)}.${format}`,
    packing: {
      format,
      program: fill(archive.program ?? '{name}{exe}', values),
      folder: fill(archive.folder ?? '', values),
      base,
      with:
        archive.with ??
        (base === '' ? usualExtras : [...usualExtras, ...usualExtras.map((glob) => `${base}/${glob}`)]),
      strict: archive.with !== undefined,
    },
  };
}

function formatOf({ format }: ArchiveOptions, { os }: Target): Packing['format'] {
  const usual = os === 'windows' ? 'zip' : 'tar.gz';
  return typeof format === 'string' ? format : (format?.[os] ?? usual);
}

function valuesOf({ name }: ArtifactsOptions, { version }: Subject, target?: Target): Values {
  const common = { name, version };
  return target === undefined ? common : { ...common, os: target.os, arch: target.arch, exe: exeOf(target) };
}

const slugOf = ({ os, arch }: Target): string => `${os}-${arch}`;

/** The name of the file of checksums; nothing where there is none. */
export function checksumsName(
  { name, checksums = true }: ArtifactsOptions,
  { version }: Subject,
): string | undefined {
  if (checksums === false) return undefined;
  return fill(checksums === true ? '{name}_{version}_checksums.txt' : checksums, { name, version });
}
