import { resolve } from 'node:path';
import type { Effects, GitWrites, PlanReads, Reads } from '../model/ports.ts';
import { folderTree } from './folder.ts';
import type { Tools } from './tools.ts';

/** What git contributes to the effects. */
interface GitEffects {
  /** What planning reads. */
  readonly reads: PlanReads;
  readonly repository: GitWrites;
  /** Makes a throw-away checkout of a commit and gives its folder. */
  checkout(commit: string): Promise<string>;
}

/**
 * Puts the effects of a run together.
 * @param root the top of the repository, where paths begin
 */
export function assembleEffects(root: string, tools: Tools, git: GitEffects): Effects {
  const { clock, commands, credentials, files, http, mask } = tools;
  return {
    tree: git.reads.tree,
    git: git.reads.git,
    env: (name) => git.reads.env(name),
    get: http.get,
    query: commands.query,
    program: tools.program,
    credential: async (ref) => credentials.find(ref),
    mask: (secret) => mask.add(secret),
    scratch: files.scratch,
    folder: (path) => folderTree(resolve(root, path)),
    now: clock.now,
    sleep: clock.sleep,
    say: tools.say,
    write: files.write,
    send: http.send,
    exec: commands.exec,
    checkout: async (commit) => {
      const folder = await git.checkout(commit);
      files.open(folder);
      return folder;
    },
    repository: git.repository,
  };
}

/** Gives a view of the effects that can only look: the writing members are not there, whatever the types say. */
export function readsOf(effects: Effects): Reads {
  return {
    tree: effects.tree,
    git: effects.git,
    env: (name) => effects.env(name),
    get: (request) => effects.get(request),
    query: (argv, options) => effects.query(argv, options),
    program: (name) => effects.program(name),
    credential: (ref) => effects.credential(ref),
    mask: (secret) => effects.mask(secret),
    scratch: () => effects.scratch(),
    folder: (path) => effects.folder(path),
    now: () => effects.now(),
    sleep: (milliseconds) => effects.sleep(milliseconds),
    say: (line) => effects.say(line),
  };
}
