import { defined } from '../../model/defined.ts';
import { type Fields, type PluginCall, plugin } from '../outline.ts';
import { isBelow } from '../paths.ts';
import type { Survey } from '../survey/survey.ts';
import type { FoundTool } from '../survey/tools.ts';
import { type Chosen, type ChosenTrack, nothingChosen } from './chosen.ts';

/**
 * Chooses the archives of command-line tools: where they were offered so far, or where a program is all there is. What goes
 * into an image alone is no tool.
 */
export function chooseTools(survey: Survey, tracks: readonly ChosenTrack[]): Chosen {
  const { tools, signs, predecessors, charts, images, sight } = survey;
  const told = predecessors.find(({ tool }) => tool === 'GoReleaser');
  const isAll = charts.length === 0 && images.length === 0;
  const forge = sight.forge?.kind;
  if (tools.length === 0 || (told === undefined && signs.builds.length === 0 && !isAll)) return nothingChosen;
  const tagged = tracks.filter(({ tag }) => tag !== undefined);
  if (tagged.length === 0) return nothingChosen;
  const uploads = forge === 'github' || forge === 'gitlab';
  const conflicts = signs.builds.map(
    (file) =>
      `${file} builds and uploads the tools too: take that job out, or artifacts() out of the configuration.`,
  );
  return {
    calls: tools.map((tool) => callOf(tool, tools.length === 1, trackOf(tool, tagged), uploads)),
    tracks: [],
    because: tools.map(
      ({ name, targets }) =>
        `${name} is a program in Go: archives of it are offered for ${targets.length === 0 ? 'the usual platforms' : `${targets.length} platforms`}.`,
    ),
    left: [
      ...(uploads
        ? conflicts
        : [
            'artifacts() stands in the configuration as a comment: GitHub or GitLab offers the archives, and the remote is on neither.',
          ]),
      ...(tools.some(({ flags }) => flags.some((flag) => /\{\{/.test(flag)))
        ? ['artifacts(): a flag of the build holds a template of GoReleaser; put in what it stands for.']
        : []),
    ],
  };
}

/** The track of the tool's own folder, else the only one that makes tags; of several, one that is no chart's. */
function trackOf({ module }: FoundTool, tagged: readonly ChosenTrack[]): string | undefined {
  if (tagged.length === 1) return undefined;
  const own = tagged.find(({ folder }) => folder !== '' && isBelow(module, folder));
  return (own ?? tagged.find(({ kind }) => kind !== 'chart') ?? tagged[0])?.name;
}

function callOf(tool: FoundTool, isOnly: boolean, track: string | undefined, uploads: boolean): PluginCall {
  const { name, module, main, flags, env, targets } = tool;
  const usual = ['-trimpath', '-ldflags', '-s -w -X main.version={version}'];
  const run = ['go', 'build', ...(flags.length === 0 ? usual : flags), '-o', '{output}', main];
  const variables: Fields = {
    ...(env['CGO_ENABLED'] === undefined && flags.length === 0 ? { CGO_ENABLED: '0' } : {}),
    ...env,
  };
  return {
    package: plugin('artifacts'),
    name: 'artifacts',
    options: {
      name,
      ...(isOnly ? {} : { id: `artifacts-${name}` }),
      ...defined({ track }),
      build: {
        run,
        ...(module === '' ? {} : { folder: module }),
        ...(Object.keys(variables).length === 0 ? {} : { env: variables }),
      },
      ...(targets.length === 0 ? {} : { targets }),
    },
    ...(uploads ? {} : { isOff: true }),
  };
}
