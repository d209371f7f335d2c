import type { Rule } from '../../config/rules/rule.ts';
import { builtinRules } from '../option-rules.ts';

/** A command of the user's own, and when it runs. */
export interface ExecOptions {
  /** Names the step: `exec:<name>`. */
  readonly name: string;
  /** The command as a list of arguments; no shell reads it. */
  readonly run: readonly string[];
  /**
   * `publish` (the default) runs after the commit point, `stage` before it, in a throw-away checkout of the release
   * commit, where it may fail without harm. `commit` runs before the release commit is made, in a throw-away checkout of
   * what it holds, and what the command changes becomes part of it.
   */
  readonly phase?: 'commit' | 'stage' | 'publish';
  /** The folder whose changes a `commit` command adds; all of them unless told. What git ignores is left out. */
  readonly folder?: string;
  /**
   * A command that only reads and tells by exit code 0 that the work is done already. A publish command needs one:
   * without it a release that is completed later would do the work twice.
   */
  readonly done?: readonly string[];
  /** Added to the environment. `{version}` and `{version:TRACK}` stand for versions, `{tag}` for the first tag. */
  readonly env?: Readonly<Record<string, string>>;
  /** Run only when one of these tracks is released. */
  readonly tracks?: readonly string[];
  /** Ids of steps that must be done before. */
  readonly needs?: readonly string[];
}

/** A publish command must be able to tell whether its work is done. */
export const execRule: Rule = (options, path) => {
  const found = builtinRules.exec(options, path);
  const { phase, done } = Object(options) as Partial<ExecOptions>;
  if (found.length > 0 || phase === 'stage' || phase === 'commit' || done !== undefined) return found;
  return [
    {
      kind: 'missing',
      path: [...path, 'done'],
      message:
        'The key "done" is missing: a release that is completed later must be able to tell whether this command did its work.',
      fix: "Add `done`, a command that only reads and exits with 0 when the work is done; or run the command before the commit point with `phase: 'stage'`.",
    },
  ];
};
