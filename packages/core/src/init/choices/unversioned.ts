import { core } from '../outline.ts';
import { isBelow } from '../paths.ts';
import type { Survey } from '../survey/survey.ts';
import { plainStyle } from '../survey/tags.ts';
import { chooseTag, type Chosen, firstVersion, nothingChosen, trackName } from './chosen.ts';

/** Chooses a track where something is made that has no file for its version: a program in Go, an image, a module that is tagged. */
export function chooseUnversioned(survey: Survey): Chosen {
  const { sight, images, sources, predecessors, styles, manifests } = survey;
  // Tags of a whole that was divided into packages are old: each package has its version now.
  const isDivided = manifests.some(({ isRoot, kind }) => isRoot && kind === 'jsr');
  const isMade =
    images.length > 0 ||
    sources.length > 0 ||
    (plainStyle(styles) !== undefined && !isDivided) ||
    predecessors.some(({ tool }) => tool === 'GoReleaser');
  if (!isMade) return nothingChosen;
  const name = trackName(sight.name);
  const { tag, newest } = chooseTag(survey, { names: [sight.name, name], usual: 'plain' });
  const file = freeName(survey);
  return {
    calls: [
      {
        package: core,
        name: 'track',
        options: {
          name,
          pins: [file],
          initial: newest ?? '0.1.0',
          paths: ['**', ...(sight.paths.some((path) => isBelow(path, 'docs')) ? ['!docs/**'] : [])],
          tag: { name: tag ?? 'v{version}' },
        },
        remarks: [firstVersion([file], newest)],
      },
    ],
    tracks: [{ name, kind: 'package', files: [file], folder: '', tag: tag ?? 'v{version}' }],
    because: [firstVersion([file], newest)],
    left: [],
  };
}

/** A new file for the version, beside what is there. */
const freeName = ({ sight }: Survey): string =>
  ['version.json', 'release.json', '.version.json'].find((file) => !sight.paths.includes(file)) ??
  'launchway-version.json';
