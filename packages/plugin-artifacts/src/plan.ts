import { type Asset, type JsonObject, outputOf, type ReleaseContext, type Step } from '@launchway/core';
import { mediaTypeOf } from '@launchway/forge';
import { signerOf } from '@launchway/pack';
import type { ListedFile } from './checksums.ts';
import { dueTag } from './due.ts';
import { checksumsName, type Item, itemsOf } from './items.ts';
import type { ArtifactsOptions } from './options.ts';

/** A file that the release offers, and the step that makes it. */
interface Offer {
  readonly asset: Asset;
  readonly step: Step;
}

/** Gives the files that a release offers. */
export function assetsOf(options: ArtifactsOptions, context: ReleaseContext): readonly Asset[] {
  return offersOf(options, context).map(({ asset }) => asset);
}

/** Gives the steps that make them. */
export function stepsOf(options: ArtifactsOptions, context: ReleaseContext): readonly Step[] {
  return offersOf(options, context).map(({ step }) => step);
}

/** The files of a tagged release with their steps: archives, then checksums, then the signature. */
function offersOf(options: ArtifactsOptions, { release, tracks }: ReleaseContext): readonly Offer[] {
  const tag = dueTag(options, release, tracks);
  const version = tag === undefined ? undefined : release.versions[tag.track];
  if (tag === undefined || version === undefined) return [];
  const id = options.id ?? 'artifacts';
  const subject = { version, commit: release.commit };
  const items = itemsOf(options, subject).map((item) => itemOffer(item, id, tag.track));
  const checksums = checksumsName(options, subject);
  if (checksums === undefined || items.length === 0) return items;
  return [...items, ...listOffers(options, { id, checksums, track: tag.track }, items)];
}

function itemOffer({ slug, title, make }: Item, id: string, track: string): Offer {
  return offer(
    { id: `${id}:${slug}`, kind: 'artifacts:make', title, input: make, tracks: [track] },
    make.name,
    track,
  );
}

interface Listing {
  readonly id: string;
  /** The name of the file of checksums. */
  readonly checksums: string;
  readonly track: string;
}

function listOffers(
  options: ArtifactsOptions,
  { id, checksums, track }: Listing,
  items: readonly Offer[],
): readonly Offer[] {
  const files = items.map(({ asset: { name, sha256 } }): ListedFile => ({ name, sha256 }));
  const signer = signerOf(options.sign);
  const make = (what: string, title: string, name: string, input: JsonObject): Offer =>
    offer({ id: `${id}:${what}`, kind: `artifacts:${what}`, title, input, tracks: [track] }, name, track);
  const list = make('checksums', `write ${checksums}`, checksums, { name: checksums, files });
  if (signer === undefined) return [list];
  const signature = `${checksums}.asc`;
  return [list, make('signature', `sign ${checksums}`, signature, { name: signature, files, signer })];
}

function offer(step: Step, name: string, track: string): Offer {
  const asset: Asset = {
    name,
    mediaType: mediaTypeOf(name),
    file: outputOf(step.id, 'file'),
    sha256: outputOf(step.id, 'sha256'),
    size: outputOf(step.id, 'size'),
    track,
  };
  return { asset, step };
}
