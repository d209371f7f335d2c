import type { ReadyFlow } from '../config/load.ts';
import { instanceName } from '../hooks/order.ts';
import type { CiJob, CiNeeds, CiTool } from '../model/ci.ts';
import type { Plugin } from '../model/plugin.ts';
import type { Track } from '../model/track.ts';

export type Forge = 'github' | 'gitlab';

/** What of a repository decides how its pipelines are written. */
export interface PipelineProject {
  /** The forge of flows that do not tell theirs. */
  readonly forge?: Forge;
  /** Names of the files at the top of the repository; its lock file tells how packages are installed. */
  readonly files: readonly string[];
  /** A variable of the environment, for what GitLab wants to know when the pipelines are written. */
  env(name: string): string | undefined;
}

/** A file that `release ci` writes. */
export interface PipelineFile {
  /** From the top of the repository. */
  readonly path: string;
  readonly content: string;
  /** The flows it is for. */
  readonly flows: readonly string[];
  /** True for a file that is made where there is none, and is the user's own from then on. */
  readonly once?: boolean;
}

/** A flow with all that its pipelines are written from. */
export interface PipelineFlow extends Pick<ReadyFlow, 'name' | 'when' | 'ci'> {
  readonly forge: Forge;
  readonly tracks: readonly Track[];
  readonly plugins: readonly Plugin[];
  /** What the plugins need of CI, with the names by which commands select them. */
  readonly needs: readonly PluginNeeds[];
  readonly jobs: readonly CiJob[];
  /** Lines of a script that install Launchway. */
  readonly install: readonly string[];
  readonly env: PipelineProject['env'];
  /**
   * What releases: a push to its branches, people who bump versions, or a tag alone, for a flow that is meant for tags and
   * no branch.
   */
  readonly mode: 'push' | 'hand' | 'tag';
  /** What tells it from the other flows of its forge in names of files and jobs; empty for the only one. */
  readonly suffix: string;
}

export interface PluginNeeds extends CiNeeds {
  /** The name by which commands select it. */
  readonly plugin: string;
  /** The same as it may stand in names of jobs and files. */
  readonly label: string;
}

/** The jobs that build what a release takes: images from a commit on, files once it has a tag. */
export const sourcesOf = ({ jobs }: PipelineFlow, of: 'commit' | 'tag'): readonly CiJob[] =>
  jobs.filter((job) => job.kind === 'image' || (of === 'tag' && job.forTag === true));

/** The programs that these plugins need. */
export const toolsOf = (needs: readonly PluginNeeds[]): ReadonlySet<CiTool> =>
  new Set(needs.flatMap(({ tools = [] }) => tools));

/** The plugins that make the release commit and its tags, by the names that select them. */
export const committers = ({ plugins }: PipelineFlow): readonly string[] =>
  plugins.filter(({ tag }) => tag !== undefined).map(instanceName);

/** What those plugins need that publish something. */
export function publishers({ plugins, needs }: PipelineFlow): readonly PluginNeeds[] {
  const names = plugins.filter(({ publish }) => publish !== undefined).map(instanceName);
  return needs.filter(({ plugin }) => names.includes(plugin));
}
