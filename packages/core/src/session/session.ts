import type { When } from '../config/define.ts';
import type { Situation } from '../config/flow.ts';
import type { Sight } from '../init/survey/sight.ts';
import type { Tree } from '../model/ports.ts';
import type { Track } from '../model/track.ts';
import type { CompiledFlow } from '../planning/flow.ts';
import type { Engine } from './engine.ts';

/** A repository without its configuration. */
export interface Repository {
  /** Top folder of the working tree. */
  readonly top: string;
  /** The files as they lie there. */
  readonly files: Tree;
  /** The address of the remote `origin`. */
  origin(): Promise<string | undefined>;
  /** Gives what git says of itself, such as `git version 2.39.5`. */
  gitVersion(): Promise<string>;
  /** Looks at what there is to release, as the last commit has it; see `look` in init/survey/. */
  look(): Promise<Sight>;
}

/** A repository with its configuration and the flow of this run. */
export interface Session extends Repository {
  /** Path of the configuration from the top of the repository. */
  readonly configFile: string;
  readonly flow: CompiledFlow;
  /** The CI that the flow says it is meant for. */
  readonly ci?: When['ci'];
  readonly tracks: readonly Track[];
  /** What of the flow's `when` does not hold here; empty when it is meant for here, or was named. */
  readonly misfits: readonly string[];
  readonly situation: Situation;
  readonly engine: Engine;
}
