import type { Problem } from '@launchway/core';
import { type Place, releasePage } from '../access/place.ts';
import { githubProblems } from '../problems.ts';
import type { OfferedAsset } from './assets.ts';

/** The tag is at another commit. */
export const elsewhere = (place: Place, tag: string, found: string, wanted: string): Problem =>
  githubProblems.error('GITHUB_TAG_ELSEWHERE', {
    message: `The tag ${tag} on GitHub is at the commit ${found.slice(0, 12)}, not at ${wanted.slice(0, 12)}.`,
    fix: 'Look at the tag on GitHub, and release the next version.',
    where: { url: releasePage(place, tag) },
  });

/** A published release has a file of the same name with other content. */
export const differs = (
  place: Place,
  tag: string,
  { name, file }: OfferedAsset,
  immutable: boolean,
): Problem =>
  githubProblems.error('GITHUB_FILE_DIFFERS', {
    message: `${name} of the release ${tag} is published with other content than ${file} here${immutable ? ', and the release is immutable' : ''}.`,
    fix: 'Pass on the files of the job that built them first, or make the build reproducible; else release the next version.',
    where: { url: releasePage(place, tag) },
  });

/** An immutable release lacks files, which can never be added. */
export const frozen = (place: Place, tag: string, names: readonly string[]): Problem =>
  githubProblems.error('GITHUB_IMMUTABLE', {
    message: `The release ${tag} is published without ${names.join(', ')}, and it is immutable: nothing can be added to it.`,
    fix: 'Release the next version. Another tool or person has published this one; let the release be published here alone, with all of its files.',
    where: { url: releasePage(place, tag) },
  });
