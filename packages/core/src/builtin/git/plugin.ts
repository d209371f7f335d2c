import { checkOptions } from '../../config/rules/options.ts';
import type { CredentialRef } from '../../model/credential.ts';
import { defined } from '../../model/defined.ts';
import type { Plugin, Release, ReleaseContext } from '../../model/plugin.ts';
import { outputOf, type Step } from '../../model/step.ts';
import { builtinRules } from '../option-rules.ts';
import { type CommitInput, commitStep } from './commit.ts';
import { generateStep, generating } from './generate.ts';
import { type LaterTagInput, tagStep } from './later-tag.ts';
import type { PushInput } from './look.ts';
import { commitMessage, defaultMessage, tagMessage } from './message.ts';
import { pushStep } from './push.ts';
import type { CredentialInput, RemoteInput } from './remote.ts';
import type { TagInput } from './tags.ts';

/** Where a release is pushed, and how its commit and tags are written. */
export interface GitOptions {
  /** A remote's name or address; the branch's upstream, else `origin`, unless told. */
  readonly remote?: string;
  /** The branch that is pushed; the one checked out, or the one the CI runs for, unless told. */
  readonly branch?: string;
  /**
   * The release commit's message, `chore(release): bump {changes}` unless told. `{version}`, `{version:TRACK}` and
   * `{tags}` are filled in too.
   */
  readonly message?: string;
  /** A tag's message, `Release v{version}` unless told. `{track}` and `{tag}` are filled in too. */
  readonly tagMessage?: string;
  /** Sent with every push where the server takes them, such as `ci.skip`. */
  readonly pushOptions?: readonly string[];
  /**
   * For a remote over HTTP. Unless told: LAUNCHWAY_GIT_TOKEN, what git has by itself, then GITHUB_TOKEN or GH_TOKEN on
   * GitHub, GITLAB_TOKEN or CI_JOB_TOKEN on GitLab.
   */
  readonly credential?: CredentialRef;
}

/** Forges start no pipeline for more than three tags (GitHub) or four refs (GitLab) in one push. */
const tagsAtOnce = 3;

/** Commits the release, and pushes branch and tags: the plugin behind the commit point, in every flow by itself. */
export function git(options: GitOptions = {}): Plugin {
  const misused = checkOptions('git', options, builtinRules.git);
  if (misused) return misused;
  return {
    name: 'git',
    steps: [generateStep, commitStep, pushStep, tagStep],
    tag: (context) => gitSteps(options, context),
  };
}

function gitSteps(options: GitOptions, context: ReleaseContext): readonly Step[] {
  const { release, facts } = context;
  const tags = release.tags.map(
    (tag): TagInput => ({ name: tag.name, message: messageOf(tag, options, release) }),
  );
  const [first, later] = [tags.slice(0, tagsAtOnce), tags.slice(tagsAtOnce)];
  const target = remoteInput(options, context);
  const branch = options.branch ?? facts.branch ?? null;
  const commit = release.made ? [] : committing(options, context);
  const isNeeded = !release.made || branch !== null || first.length > 0;
  const parent = release.made ? null : facts.head;
  const input = { ...target, branch, parent, head: facts.head, commit: release.commit, tags: first };
  return [
    ...commit,
    ...(isNeeded ? [pushing(input)] : []),
    ...later.map((tag) => tagging({ ...target, commit: release.commit, tag })),
  ];
}

function messageOf(tag: Release['tags'][number], options: GitOptions, { versions }: Release): string {
  return options.tagMessage === undefined
    ? tag.message
    : tagMessage(options.tagMessage, tag, versions[tag.track] ?? '');
}

function remoteInput(options: GitOptions, { facts }: ReleaseContext): RemoteInput {
  const { forge } = facts;
  return {
    remote: options.remote ?? facts.remote?.name ?? 'origin',
    forge: forge === undefined ? null : { kind: forge.kind, url: forge.url },
    credential: options.credential === undefined ? null : credentialInput(options.credential),
    pushOptions: options.pushOptions ?? [],
  };
}

function credentialInput({ env, username, usernameEnv }: CredentialRef): CredentialInput {
  return {
    env,
    ...defined({ username, usernameEnv }),
  };
}

function committing(options: GitOptions, { facts, release, tracks }: ReleaseContext): readonly Step[] {
  const { files, generations } = release;
  const message = commitMessage(options.message ?? defaultMessage, { ...release, tracks });
  const first = generations.length === 0 ? [] : [generating({ parent: facts.head, files, generations })];
  const generated = first.length === 0 ? [] : outputOf('git:generate', 'files');
  const input: CommitInput = { parent: facts.head, message, files, generated };
  const title = `commit "${message.split('\n')[0]}"`;
  return [...first, { id: 'git:commit', kind: 'git:commit', title, input }];
}

function pushing(input: PushInput): Step {
  const names = [...(input.branch === null ? [] : [input.branch]), ...input.tags.map(({ name }) => name)];
  return { id: 'git:push', kind: 'git:push', title: `push ${names.join(', ')} to ${input.remote}`, input };
}

function tagging(input: LaterTagInput): Step {
  const { name } = input.tag;
  return {
    id: `git:tag:${name}`,
    kind: 'git:tag',
    title: `push ${name} to ${input.remote}`,
    input,
    needs: ['git:push'],
  };
}
