import type { PipelineOptions } from '../config/define.ts';
import type { PipelineProject } from './project.ts';
import { pipelineProblems } from './problems.ts';
import { shellLine } from './shell.ts';

/** How packages are installed, and one more added, where a file is at the top of a repository. */
interface Installer {
  readonly file: string;
  readonly install: readonly string[];
  readonly add: string;
  /** What adding to the top takes besides, where this file makes it a workspace. */
  readonly inWorkspace?: { readonly file: string; readonly flag: string };
}

const addByNpm = 'npm install --save-dev';

/** The first whose file is there counts. */
const installers: readonly Installer[] = [
  { file: 'package-lock.json', install: ['npm ci'], add: addByNpm },
  { file: 'npm-shrinkwrap.json', install: ['npm ci'], add: addByNpm },
  {
    file: 'pnpm-lock.yaml',
    install: ['corepack enable', 'pnpm install --frozen-lockfile'],
    add: 'pnpm add --save-dev',
    inWorkspace: { file: 'pnpm-workspace.yaml', flag: '--workspace-root' },
  },
  {
    file: 'yarn.lock',
    install: ['corepack enable', 'yarn install --immutable'],
    add: 'yarn add --dev',
  },
  { file: 'package.json', install: ['npm install --no-audit --no-fund'], add: addByNpm },
];

const installerOf = (paths: readonly string[]): Installer | undefined =>
  installers.find(({ file }) => paths.includes(file));

/**
 * Gives the lines of a script that install Launchway.
 * @throws CI_PACKAGE_MISSING
 */
export function installLines(ci: PipelineOptions | undefined, { files }: PipelineProject): readonly string[] {
  if (ci?.install !== undefined) return ci.install.map(shellLine);
  const found = installerOf(files);
  if (found !== undefined) return found.install;
  throw pipelineProblems.refusal('CI_PACKAGE_MISSING', {
    message: 'There is no package.json at the top of the repository, so a pipeline cannot install Launchway.',
    fix: 'Run `npm init --yes` and `npm install --save-dev @launchway/core` with the plugins, and commit both files.',
  });
}

/** Gives the command that adds packages for development, by the files at the top of a repository. */
export function addCommand(paths: readonly string[]): string {
  const { add, inWorkspace } = installerOf(paths) ?? { add: addByNpm };
  return inWorkspace !== undefined && paths.includes(inWorkspace.file) ? `${add} ${inWorkspace.flag}` : add;
}

/** Names of the files at the top of a repository that tell how packages are installed. */
export const packageFiles: readonly string[] = installers.map(({ file }) => file);
