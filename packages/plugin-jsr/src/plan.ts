import type { Reads, ReleaseContext, Step, Tree } from '@launchway/core';
import type { JsrOptions } from './options.ts';
import { isOfNpm, nameOf, readPackage } from './package/manifest.ts';
import { neededBy } from './package/needs.ts';
import { type Sibling, siblingsIn } from './package/siblings.ts';
import type { JsrPackage } from './packages.ts';
import { tokenVariables } from './publish/access.ts';
import type { CheckInput, CommonInput, PackageInput, PublishInput } from './publish/inputs.ts';
import { timeoutOf } from './timeout.ts';

/** Gives the steps that publish the packages whose version is released, or all of them where it is done by hand. */
export async function publishSteps(
  options: JsrOptions,
  packages: readonly JsrPackage[],
  { release, reads, tracks }: ReleaseContext,
): Promise<readonly Step[]> {
  const instance = options.id ?? 'jsr';
  const isDue = (track: string): boolean =>
    release.changes.length === 0 || release.changes.some((change) => change.track === track);
  const due = packages.filter(({ track }) => isDue(track));
  const common = commonInput(options, release.commit, reads);
  const siblings = await siblingsIn(reads.tree, tracks, isDue);
  const planned: Planned[] = [];
  for (const one of due) {
    const version = release.versions[one.track];
    const input = version === undefined ? undefined : await packageInput(reads.tree, one, version);
    if (input === undefined) continue;
    const needs = await neededBy(reads.tree, one.folder, siblings);
    planned.push({ one, input, needs });
  }
  if (planned.length === 0) return [];
  return [
    checkingStep(instance, common, planned, packages),
    ...planned.map((found) => publishingStep(instance, options, common, found, !release.made)),
  ];
}

interface Planned {
  readonly one: JsrPackage;
  readonly input: PackageInput;
  readonly needs: readonly Sibling[];
}

function commonInput(
  options: JsrOptions,
  commit: CommonInput['commit'],
  { env }: Pick<Reads, 'env'>,
): CommonInput {
  const registry = options.registry ?? env('JSR_URL') ?? 'https://jsr.io/';
  return {
    registry: registry.endsWith('/') ? registry : `${registry}/`,
    commit,
    deno: options.deno ?? null,
    prepare: options.prepare ?? null,
    flags: [
      ...(options.allowSlowTypes === true ? ['--allow-slow-types'] : []),
      ...(options.typeCheck === undefined ? [] : [options.typeCheck ? '--check' : '--no-check']),
    ],
    timeout: timeoutOf(options),
  };
}

async function packageInput(
  tree: Tree,
  { folder }: JsrPackage,
  version: string,
): Promise<PackageInput | undefined> {
  const name = nameOf(await readPackage(tree, folder));
  return name && { ...name, version, folder, ofNpm: await isOfNpm(tree, folder) };
}

function checkingStep(
  instance: string,
  common: CommonInput,
  planned: readonly Planned[],
  all: readonly JsrPackage[],
): Step {
  const input: CheckInput = {
    ...common,
    packages: planned.map(({ input: own }) => own),
    folders: all.map(({ folder }) => folder),
  };
  const names = planned.map(({ input: own }) => `@${own.scope}/${own.name}`);
  return {
    id: `${instance}:check`,
    kind: 'jsr:check',
    title: `let deno check ${names.join(', ')}`,
    input,
    tracks: [...new Set(planned.map(({ one }) => one.track))],
  };
}

function publishingStep(
  instance: string,
  options: JsrOptions,
  common: CommonInput,
  { one, input: own, needs }: Planned,
  fresh: boolean,
): Step {
  const input: PublishInput = {
    ...common,
    ...own,
    auth: options.auth ?? null,
    token: tokenVariables(options),
    provenance: options.provenance !== false,
    fresh,
  };
  return {
    id: `${instance}:publish:${one.label}`,
    kind: 'jsr:publish',
    title: `publish @${own.scope}/${own.name}@${own.version} to JSR`,
    input,
    needs: needs.map(({ step }) => step),
    tracks: [one.track],
  };
}
