import { type Fields, type PluginCall, plugin, type Value } from '../outline.ts';
import type { ChartTarget } from '../survey/signs.ts';
import type { Survey } from '../survey/survey.ts';
import { type Chosen, type ChosenTrack, nothingChosen } from './chosen.ts';

/** Chooses where charts go: where pipelines and tools put them so far; else that is left open. */
export function chooseCatalogues(survey: Survey, tracks: readonly ChosenTrack[]): Chosen {
  const charts = tracks.filter(({ kind }) => kind === 'chart');
  if (charts.length === 0) return nothingChosen;
  const targets = targetsOf(survey);
  const isOpen = targets.length === 0;
  const values = targets.map(({ value }) => value);
  const [only = '', ...others] = values;
  const known = others.length === 0 ? only : values;
  const to = isOpen ? exampleOf(survey) : known;
  const shown = isOpen ? charts.slice(0, 1) : charts;
  const isOnly = charts.length === 1;
  return {
    calls: shown.map(({ name, folder }): PluginCall => {
      const own: Fields = isOnly ? {} : { id: `catalogue-${name}`, chart: folder, track: name };
      return {
        package: plugin('helm-catalog'),
        name: 'helmCatalog',
        options: { ...own, to },
        ...(isOpen
          ? {
              isOff: true,
              remarks: [
                `Where ${isOnly ? 'the chart goes' : 'each chart goes'} is yours to choose: a catalogue in git, an OCI registry, GitLab's registry, a ChartMuseum.`,
              ],
            }
          : {}),
      };
    }),
    tracks: [],
    because: targets.map(({ because }) => because),
    left: isOpen
      ? ['Choose where the chart goes: helmCatalog() stands in the configuration as a comment.']
      : targets.flatMap(({ left }) => left),
  };
}

interface Target {
  readonly value: Value;
  readonly because: string;
  readonly left: readonly string[];
}

function targetsOf({ signs, predecessors, sight }: Survey): readonly Target[] {
  const registries = predecessors.flatMap(({ registries: named = [], file, tool }) =>
    named.map((oci) => ({ kind: 'oci', oci: oci.toLowerCase(), file: `${file} (${tool})` }) as const),
  );
  const found = [...signs.charts, ...registries].flatMap((target) => targetOf(target, sight) ?? []);
  const spelled = found.map(({ value }) => JSON.stringify(value));
  return found.filter((_, index) => spelled.indexOf(spelled[index] ?? '') === index);
}

function targetOf(target: ChartTarget, { remote, forge }: Survey['sight']): Target | undefined {
  const { file } = target;
  const takes = `${file} publishes charts too: take that job out, or helmCatalog() out of the configuration.`;
  if (target.kind === 'oci')
    return { value: { oci: target.oci }, because: `Charts go to ${target.oci} (${file}).`, left: [takes] };
  if (target.kind === 'gitlab')
    return {
      value: { gitlab: target.channel },
      because: `Charts go to GitLab's registry, channel ${target.channel} (${file}).`,
      left: [takes],
    };
  const credential = (name: string): Fields => ({ env: name, username: 'x-access-token' });
  if (target.kind === 'git') {
    const origin = forge === undefined ? 'https://github.com' : new URL(forge.url).origin;
    const variable = target.secret ?? 'CATALOGUE_TOKEN';
    return {
      value: { git: `${origin}/${target.repository}.git`, credential: credential(variable) },
      because: `Charts go to the catalogue ${target.repository} (${file}).`,
      left: [takes, `${variable} must be a token that may push to ${target.repository}.`],
    };
  }
  const page = forge === undefined ? undefined : `${forge.url}.git`;
  const address = remote !== undefined && /^https?:/.test(remote) ? remote : page;
  if (address === undefined) return undefined;
  return {
    value: { git: address, branch: 'gh-pages', layout: 'packed', credential: credential('GITHUB_TOKEN') },
    because: `Charts go to gh-pages, whose index chart-releaser has kept (${file}); its entries stay, new packages lie beside it.`,
    left: [`${file} runs chart-releaser: take that workflow out, so that one tool writes the index.`],
  };
}

function exampleOf({ sight: { forge } }: Survey): Value {
  if (forge?.kind === 'gitlab') return { gitlab: 'stable' };
  const owner = forge === undefined ? 'OWNER' : (new URL(forge.url).pathname.split('/')[1] ?? 'OWNER');
  return { oci: `oci://ghcr.io/${owner.toLowerCase()}/charts` };
}

/** Chooses who announces releases: the forge, where that was done so far, or where there are files to offer. */
export function chooseForge(
  { sight, signs, predecessors }: Survey,
  tracks: readonly ChosenTrack[],
  offers: boolean,
): Chosen {
  const kind = sight.forge?.kind;
  const announced = predecessors.find(({ releases }) => releases === true);
  const [sign] = signs.releases;
  const isTagged = tracks.some(({ tag }) => tag !== undefined);
  if (!isTagged || (kind !== 'github' && kind !== 'gitlab')) return nothingChosen;
  if (announced === undefined && sign === undefined && !offers) return nothingChosen;
  const before = announced === undefined ? sign : `${announced.tool}, ${announced.file}`;
  const options = serverOf(sight);
  return {
    calls: [{ package: plugin(kind), name: kind, ...(Object.keys(options).length === 0 ? {} : { options }) }],
    tracks: [],
    because: [
      `Releases are announced on ${kind === 'github' ? 'GitHub' : 'GitLab'}${before === undefined ? '' : `, as before (${before})`}.`,
    ],
    left: signs.releases.map((file) => `${file} makes releases too: take that step out, or they meet.`),
  };
}

/** A server that its name does not tell, or that lies below a path, is named outside its pipelines. */
function serverOf({ forge }: Survey['sight']): Fields {
  if (forge === undefined) return {};
  const { kind } = forge;
  const { origin, hostname, pathname } = new URL(forge.url);
  const parts = pathname.slice(1).split('/');
  const base =
    kind === 'gitlab' && parts.length > 2 && /^(?:git|gitlab)$/.test(parts[0] ?? '')
      ? `${origin}/${parts[0]}`
      : origin;
  const isKnown = kind === 'github' ? /(?:^|\.)github\./i.test(hostname) : /gitlab/i.test(hostname);
  return isKnown && base === origin ? {} : { url: base };
}
