import { defined } from '../../model/defined.ts';
import { type Fields, type PluginCall, plugin } from '../outline.ts';
import { lastPart } from '../paths.ts';
import { isForJsr, isReleasable } from '../survey/manifests.ts';
import type { Survey } from '../survey/survey.ts';
import { plainStyle } from '../survey/tags.ts';
import { chooseTag, type Chosen, type ChosenTrack, nothingChosen, trackName } from './chosen.ts';

/** Chooses what is published to JSR: each folder with a package for it, whose manifests have one version. */
export function chooseJsr(survey: Survey): Chosen {
  const told = foldersForJsr(survey);
  const ready = told.filter(
    ({ own, versions }) => own.length > 0 && versions.length === 1 && own.every(isReleasable),
  );
  if (ready.length === 0) return { ...nothingChosen, left: told.map(notReady) };
  const tracks = tracksOf(ready, survey);
  return {
    calls: callsOf(tracks),
    tracks,
    because: ready.map(({ folder, own }) => {
      const files = own.map(({ file }) => file).join(' and ');
      return `${own[0]?.name ?? folder} is a package for JSR; ${files} ${own.length === 1 ? 'holds' : 'hold'} its version.`;
    }),
    left: [
      ...told.filter((one) => !ready.includes(one)).map(notReady),
      'JSR: deno publishes (`npm install --save-dev deno`, if it is not there); the package must exist on JSR and be linked to the repository; the job needs `id-token: write`, or JSR_TOKEN.',
      ...survey.signs.jsr.map(
        (file) => `${file} publishes to JSR too: take that step out, or jsr() out of the configuration.`,
      ),
    ],
  };
}

/** The folders with a package for JSR, with all their manifests that have a version. */
function foldersForJsr({ manifests }: Survey): readonly Told[] {
  const folders = [...new Set(manifests.filter(isForJsr).map(({ folder }) => folder))];
  return folders.map((folder) => {
    const own = manifests.filter((manifest) => manifest.folder === folder && manifest.version !== undefined);
    return { folder, own, versions: [...new Set(own.map(({ version }) => version))] };
  });
}

function tracksOf(ready: readonly Told[], survey: Survey): readonly ChosenTrack[] {
  const names = freeNames(ready, survey);
  return ready.map(({ folder, own }, index) => {
    const { name = '', version = '' } = own[0] ?? {};
    const usual = hasPlainTags(survey, ready, own) ? 'plain' : 'none';
    const { tag } = chooseTag(survey, { names: [name, lastPart(name)], version, usual });
    return {
      name: names[index] ?? '',
      kind: 'jsr',
      version,
      folder,
      files: own.map(({ file }) => file),
      ...defined({ tag }),
    };
  });
}

/** Tags without a name are of the only package, where nothing else here is of the version that they have. */
function hasPlainTags(
  { sight, styles, charts, manifests }: Survey,
  ready: readonly Told[],
  own: Told['own'],
): boolean {
  const template = plainStyle(styles)?.template;
  const version = own[0]?.version ?? '';
  const others = [...charts, ...manifests.filter((manifest) => !own.includes(manifest))];
  return (
    ready.length === 1 &&
    template !== undefined &&
    sight.tags.includes(template.replace('{version}', version)) &&
    others.every((other) => other.version !== version)
  );
}

/** Names of tracks are the folders' last parts, unless they are taken. */
function freeNames(ready: readonly Told[], { charts }: Survey): readonly string[] {
  const taken = [
    'chart',
    'app',
    ...charts.flatMap(({ name }) => [trackName(name), `${trackName(name)}-app`]),
  ];
  const usual = ready.map(({ folder }) => usualName(folder));
  return usual.map((name, index) => {
    const isFree = !taken.includes(name) && usual.filter((other) => other === name).length === 1;
    return isFree ? name : `jsr-${trackName((ready[index]?.folder ?? '').replaceAll('/', '-'))}`;
  });
}

/** What jsr() calls the track of a folder by itself. */
const usualName = (folder: string): string => lastPart(folder) || 'jsr';

/** One call for all, which are then published in the order in which they need each other; tags are by package. */
function callsOf(tracks: readonly ChosenTrack[]): readonly PluginCall[] {
  const entries = tracks.map(({ folder, name }): Fields => {
    const at = folder === '' ? '.' : folder;
    return name === usualName(folder) ? { package: at } : { package: at, name };
  });
  const call = (options: Fields): PluginCall => ({ package: plugin('jsr'), name: 'jsr', options });
  if (tracks.length > 1 && tracks.every(({ tag }) => tag === undefined))
    return [
      call({
        packages: entries.map((entry) => (entry['name'] === undefined ? (entry['package'] ?? '') : entry)),
      }),
    ];
  return tracks.map(({ tag, name }, index) =>
    call({
      ...(tracks.length > 1 ? { id: `jsr-${trackName(name)}` } : {}),
      ...entries[index],
      ...(tag === undefined ? {} : { tag: { name: tag } }),
    }),
  );
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
