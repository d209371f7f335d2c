import { tagsCommand } from './commands/tags.ts';

export { tagsCommand, type TagsOptions } from './commands/tags.ts';
export { docker } from './docker.ts';
export type { BuildOptions, DockerOptions, ImageOptions, JobOptions } from './options.ts';
export { dockerProblems, tagProblems } from './problems.ts';
export { type BakePart, bakeFile } from './tags/bake.ts';
export { type ContextSources, type EventContext, eventContext, type GitFacts } from './tags/context.ts';
export { type Repair, repairs } from './tags/converge.ts';
export { decideTags, type FloatingRequest, type TagDecision, usualTags } from './tags/floating.ts';
export { imageMetadata, type Metadata, type MetadataOptions } from './tags/metadata.ts';
export { type OutputFormat, writeMetadata } from './tags/outputs.ts';
export type { TagRule } from './tags/own.ts';
export type { ResolvedTag } from './tags/resolve.ts';
export type { ListedTag, RequestedTag } from './tags/rivals.ts';

/** Commands that work without a configuration. */
export const commands = [tagsCommand()];
