import type { ReleaseContext } from '@launchway/core';
import { aboutChart, annotationText } from '@launchway/helm';
import { changesOfCommits, changesOfNotes, changesText } from '../notes/changes.ts';
import type { HelmCatalogOptions } from '../options.ts';

/** What a release says of its chart. */
interface Told {
  readonly track: string;
  readonly version: string;
  readonly notes: string;
  /** The annotations of the source. */
  readonly source: ReadonlyMap<string, string>;
}

/** The annotations that the package has besides those of the source. */
export function annotationsOf(
  options: HelmCatalogOptions,
  { facts, tracks }: ReleaseContext,
  { track, version, notes, source }: Told,
): { readonly [key: string]: string } {
  const key = options.annotation ?? aboutChart(tracks.find(({ name }) => name === track)).notesAnnotation;
  const changes =
    options.changes === undefined
      ? undefined
      : changesText(options.changes === 'notes' ? changesOfNotes(notes) : changesOfCommits(facts, track));
  const prerelease = prereleaseOf(options, version, source.get('artifacthub.io/prerelease'));
  return {
    ...(key === undefined || notes === '' ? {} : { [key]: annotationText(notes) }),
    ...(changes === undefined ? {} : { 'artifacthub.io/changes': changes }),
    ...(prerelease === undefined ? {} : { 'artifacthub.io/prerelease': prerelease }),
  };
}

/** What the annotation must say; nothing where the source is right. */
function prereleaseOf(
  { prerelease }: HelmCatalogOptions,
  version: string,
  source?: string,
): string | undefined {
  if (prerelease === false) return undefined;
  const said = source === 'true';
  const is = /^[^+]*-/.test(version);
  return said === is ? undefined : String(is);
}
