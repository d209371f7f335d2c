import { type Chosen, type ChosenTrack, chooseTag, nothingChosen } from './chosen.ts';
import { isForJsr, isReleasable } from './manifests.ts';
import { plugin } from './outline.ts';
import { lastPart, trackName } from './sight.ts';
import type { Survey } from './survey.ts';

/** Chooses what is published to JSR: each folder with a package for it, whose manifests have one version. */
export function chooseJsr(survey: Survey): Chosen {
  const { manifests, signs } = survey;
  const found = manifests.filter(isForJsr);
  const folders = [...new Set(found.map(({ folder }) => folder))];
  const told = folders.map((folder) => {
    const own = manifests.filter((manifest) => manifest.folder === folder && manifest.version !== undefined);
    return { folder, own, versions: [...new Set(own.map(({ version }) => version))] };
  });
  const ready = told.filter(
    ({ own, versions }) => own.length > 0 && versions.length === 1 && own.every(isReleasable),
  );
  if (ready.length === 0) return { ...nothingChosen, left: told.map(notReady) };
  const tracks = ready.map(({ folder, own }): ChosenTrack => {
    const { name = '', version = '' } = own[0] ?? {};
    const { tag } = chooseTag(survey, { names: [name, lastPart(name)], version, usual: 'none' });
    return {
      name: lastPart(folder) || 'jsr',
      kind: 'jsr',
      version,
      folder,
      files: own.map(({ file }) => file),
      ...(tag === undefined ? {} : { tag }),
    };
  });
  return {
    calls: tracks.map(({ folder, tag, name }) => ({
      package: plugin('jsr'),
      name: 'jsr',
      options: {
        package: folder === '' ? '.' : folder,
        ...(tag === undefined ? {} : { tag: { name: tag } }),
        ...(tracks.length > 1 ? { id: `jsr-${trackName(name)}` } : {}),
      },
    })),
    tracks,
    because: ready.map(({ folder, own }) =>
      `${own[0]?.name ?? folder} is a package for JSR; ${own.map(({ file }) => file).join(' and ')} hold its version.`.replace(
        /; (\S+) hold/,
        '; $1 holds',
      ),
    ),
    left: [
      ...told.filter((one) => !ready.includes(one)).map(notReady),
      'JSR: the package must exist there and be linked to the repository; the job needs `id-token: write`, or JSR_TOKEN.',
      ...signs.jsr.map(
        (file) => `${file} publishes to JSR too: take that step out, or jsr() out of the configuration.`,
      ),
    ],
  };
}

interface Told {
  readonly folder: string;
  readonly own: Survey['manifests'];
  readonly versions: readonly (string | undefined)[];
}

function notReady({ folder, own, versions }: Told): string {
  const place = folder === '' ? 'at the top' : `in ${folder}`;
  if (own.length === 0) return `The package for JSR ${place} has no version; write one, and add jsr().`;
  if (versions.length > 1) {
    const held = own.map(({ file, version }) => `${file} says ${version}`).join(', ');
    return `The package for JSR ${place} has several versions: ${held}. Make them one, and add jsr().`;
  }
  return `The version of the package for JSR ${place}, ${versions[0]}, is not strict SemVer; correct it, and add jsr().`;
}
