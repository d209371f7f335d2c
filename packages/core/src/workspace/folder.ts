import { assembleEffects } from '../effects/assemble.ts';
import { folderTree } from '../effects/folder.ts';
import { createTools } from '../effects/tools.ts';
import type { Place, WorkspaceOptions } from './workspace.ts';

/**
 * Wires the effects to a folder that lies in no repository, for commands that need none. Whatever asks for the
 * repository all the same is told why there is none.
 */
export function openFolder(options: WorkspaceOptions, why: unknown): Place {
  const { cwd, env } = options;
  const tools = createTools({ ...options, root: cwd });
  const refuse = async (): Promise<never> => {
    throw why;
  };
  const git = {
    commit: refuse,
    tree: () => folderTree(cwd),
    message: refuse,
    date: refuse,
    isAncestor: refuse,
    changedPaths: refuse,
    config: refuse,
  };
  const effects = assembleEffects(cwd, tools, {
    reads: { tree: folderTree(cwd), git, env: (name) => env[name] },
    repository: {
      commit: refuse,
      blob: refuse,
      tag: refuse,
      push: refuse,
      writeFiles: refuse,
      follow: refuse,
    },
    checkout: refuse,
  });
  return { tools, effects, close: () => tools.dispose() };
}
