import { globalFlags, overrideFlags, runFlags, selectionFlags } from '../arguments/flags.ts';
import type { Given } from '../arguments/given.ts';
import type { CommandSpec, FlagSpecs } from '../arguments/spec.ts';
import type { CommandModule } from '../session/invocation.ts';
import type { Session } from '../session/session.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** A command of the core: what it takes, and its file, which is loaded when it is called. */
export interface CoreCommand extends CommandSpec {
  /** Lets git begin to read what the command needs, so that it works while the configuration is loaded. */
  readonly begin?: (workspace: Workspace, flags: Given['flags']) => void;
  /** What the flow at hand adds to the options. */
  readonly moreOptions?: (session: () => Promise<Session>) => Promise<FlagSpecs>;
  load(): Promise<CommandModule>;
}

/** Of the commands that make a plan of HEAD first of all. */
const readHistory = (workspace: Workspace): void => workspace.begin();

export const commands: readonly CoreCommand[] = [
  {
    name: 'release',
    begin: readHistory,
    summary: 'Plan, verify and make the release of this branch',
    options: {
      'dry-run': { summary: 'Look at every target and credential, and change nothing' },
      yes: { summary: 'Do not ask' },
      ...overrideFlags,
      ...selectionFlags,
      ...runFlags,
    },
    load: () => import('./release.ts'),
  },
  {
    name: 'plan',
    begin: readHistory,
    summary: 'Show what a release would do, from this machine alone',
    options: {
      out: { summary: 'Write the plan to this file, for `release apply`', value: 'FILE' },
      explain: { summary: 'Show every commit and the rule it met' },
      diff: { summary: 'Show what changes in the files' },
      'fail-if-nothing': { summary: 'Exit with 4 when there is nothing to release' },
      ...overrideFlags,
    },
    load: () => import('./plan.ts'),
  },
  {
    name: 'apply',
    summary: 'Carry out a plan that was saved with `release plan --out`',
    args: ['plan'],
    options: { ...selectionFlags, ...runFlags },
    load: () => import('./apply.ts'),
  },
  {
    name: 'publish',
    summary: 'Publish what is missing of a release that is committed; what a tag pipeline calls',
    args: ['ref?'],
    options: {
      'dry-run': { summary: 'Look at every target, and change nothing' },
      ...selectionFlags,
      ...overrideFlags,
      ...runFlags,
    },
    load: () => import('./publish.ts'),
  },
  {
    name: 'bump',
    summary:
      'Bump versions by hand: files, commit, tag, push; one flag for each track, such as --chart=minor',
    options: {
      tag: { summary: 'Make the tag and push branch and tag' },
      'no-commit': { summary: 'Write the files only' },
      'no-push': { summary: 'Keep commit and tag here' },
      bump: {
        summary: 'The same for a track whose name is also a flag',
        value: 'TRACK=major|minor|patch',
        repeat: true,
      },
      as: { summary: 'Give a track this version', value: 'TRACK=VERSION', repeat: true },
    },
    moreOptions: async (session) => {
      const { trackFlags } = await import('./bump.ts');
      return trackFlags(await session());
    },
    load: () => import('./bump.ts'),
  },
  {
    name: 'check',
    summary: 'Hold the versions to the flow’s rules; fast enough for every commit',
    args: ['name..'],
    options: { staged: { summary: 'Look at what is staged, as a pre-commit hook does' } },
    begin: ({ repository }, flags) => {
      if (flags['staged'] === true) repository.index().catch(() => undefined); // told to whoever awaits it
    },
    load: () => import('./check.ts'),
  },
  {
    name: 'notes',
    begin: readHistory,
    summary: 'Print the notes of the coming release',
    options: { track: { summary: 'Only those of this track', value: 'TRACK' }, ...overrideFlags },
    load: () => import('./notes.ts'),
  },
  {
    name: 'explain',
    begin: readHistory,
    summary: 'Say why this version: every commit, the rule it met, its paths',
    args: ['track?'],
    options: { ...overrideFlags },
    load: () => import('./explain.ts'),
  },
  {
    name: 'status',
    summary: 'Ask every target what it holds of the last release: published, missing, differs, unknown',
    args: ['ref?'],
    options: {},
    load: () => import('./status.ts'),
  },
  {
    name: 'rehearse',
    summary: 'Make the whole release against stand-ins on this machine, and show what would be where',
    options: {
      fail: {
        summary: 'Let this plugin or step fail, before its work or after it, then run again',
        value: 'STEP[:before|:after]',
      },
      keep: { summary: 'Keep remotes, registries and requests in this folder', value: 'DIR' },
      fetch: { summary: 'Ask the true remote for its branches and tags first' },
      ...overrideFlags,
    },
    load: () => import('./rehearse.ts'),
  },
  {
    name: 'doctor',
    begin: readHistory,
    summary: 'Look at environment, configuration, tools and credentials, and say what would stop a release',
    options: {},
    load: () => import('./doctor.ts'),
  },
  {
    name: 'ci',
    summary: 'Write the pipelines that the configuration calls for, on GitHub and GitLab',
    options: {
      check: { summary: 'Compare only; exit with 2 and show the difference when they have drifted' },
      stdout: { summary: 'Print them in place of writing' },
      github: { summary: 'Take GitHub for flows that do not tell their forge' },
      gitlab: { summary: 'Take GitLab for flows that do not tell their forge' },
    },
    load: () => import('./ci.ts'),
  },
  {
    name: 'init',
    summary: 'Look at the repository and write a release.config.ts that works; new files only',
    options: {
      ci: { summary: 'Write the pipelines as well, as `release ci` does' },
      'dry-run': { summary: 'Print what would be written' },
    },
    load: () => import('./init.ts'),
  },
];

/** Every flag of every command, to tell the values of flags from the command's name. */
export const everyFlag: FlagSpecs = Object.assign(
  {},
  ...commands.map((command) => command.options),
  globalFlags,
);
