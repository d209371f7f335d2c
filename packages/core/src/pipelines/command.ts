import { plainGlobs } from './globs.ts';
import { shellLine, shellWord } from './shell.ts';
import { type PipelineFlow, publishers } from './project.ts';

/** The `release` command of a flow, as a line of a script. Arguments are words that need no quotes, or bring them. */
export function releaseCommand({ name }: Pick<PipelineFlow, 'name'>, ...args: readonly string[]): string {
  return ['npx --no-install release', ...args, '--flow', name].join(' ');
}

/** Makes files by a command of a plugin. */
export const buildFiles = (flow: PipelineFlow, run: readonly string[]): string =>
  releaseCommand(flow, ...run.map(shellWord));

/** Publishes by hand what a plugin publishes; a version may be given by a variable for each track. */
export function publishByHand(flow: PipelineFlow, plugin: string, tracks: readonly string[]): string {
  const versions = handInputs(tracks).map(
    ({ track, variable }) => `\${${variable}:+"--as=${track}=$${variable}"}`,
  );
  return releaseCommand(flow, 'publish', '--only', shellWord(plugin), ...versions);
}

/**
 * Publishes what a tag calls for. Where several flows of a forge have tags, each takes those that are on its branches.
 * @param variable the variable of the CI that holds the tag
 */
export function publishTag(flow: PipelineFlow, variable: string): string {
  const command = releaseCommand(flow, 'publish', `"$${variable}"`);
  const branches = flow.when?.branch === undefined ? [] : [flow.when.branch].flat();
  if (flow.suffix === '' || branches.length === 0) return command;
  const names = shellLine(plainGlobs(branches).map((branch) => `origin/${branch}`));
  return [
    `if git branch --remotes --contains HEAD --list ${names} | grep -q .; then`,
    `  ${command}`,
    'else',
    `  echo "This tag is on no branch of the flow ${flow.name}."`,
    'fi',
  ].join('\n');
}

/** The inputs of a publication by hand: `version` for one track, `version-TRACK` for several. */
export function handInputs(
  tracks: readonly string[],
): readonly { readonly track: string; readonly input: string; readonly variable: string }[] {
  return tracks.map((track) => {
    const input = tracks.length === 1 ? 'version' : `version-${track}`.replaceAll(/[^\w-]/g, '-');
    return { track, input, variable: input.toUpperCase().replaceAll('-', '_') };
  });
}

/** Publishes what a plugin publishes of a version that people bumped, and leaves the others to their own triggers. */
export function publishBumped(flow: PipelineFlow, plugin: string): string {
  const others = publishers(flow).filter((other) => other.plugin !== plugin);
  return releaseCommand(flow, 'publish', ...others.flatMap((other) => ['--skip', shellWord(other.plugin)]));
}
