import type { PipelineFlow, PluginNeeds } from './project.ts';

/** Globs of the paths whose push publishes a plugin's part of a version that people have bumped. */
export function bumpedPaths(
  { plugin, starts }: PluginNeeds,
  { ci, tracks }: PipelineFlow,
): readonly string[] | undefined {
  const given = ci?.paths?.[plugin];
  if (given !== undefined) return given;
  const pin = tracks.find(({ name }) => name === starts?.track)?.pins[0];
  return pin === undefined ? undefined : [`${folderOf(pin.file)}**`];
}

/** With a slash at the end; empty for the top. */
const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);
