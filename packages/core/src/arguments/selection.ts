import { defined } from '../model/defined.ts';
import { type Given, listFlag, textFlag } from './given.ts';

type Flags = Given['flags'];

/** What `--only` and `--skip` say. */
export function selectionOf(flags: Flags): { only?: readonly string[]; skip?: readonly string[] } {
  const only = listFlag(flags, 'only');
  const skip = listFlag(flags, 'skip');
  return defined({ only, skip });
}

/** The same as it is given on the command line, to name the command that completes a run. */
export function selectionArguments(flags: Flags): readonly string[] {
  const { only = [], skip = [] } = selectionOf(flags);
  return [...only.flatMap((name) => ['--only', name]), ...skip.flatMap((name) => ['--skip', name])];
}

/** The flow that was named, as it is given on the command line. */
export function flowArguments(flags: Flags): readonly string[] {
  const flow = textFlag(flags, 'flow');
  return flow === undefined ? [] : ['--flow', flow];
}
