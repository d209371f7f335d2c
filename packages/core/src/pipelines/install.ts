import type { PipelineOptions } from '../config/define.ts';
import type { PipelineProject } from './project.ts';
import { pipelineProblems } from './problems.ts';
import { shellLine } from './shell.ts';

/** How packages are installed, by the lock file that is there. */
const byLockFile: readonly (readonly [file: string, commands: readonly string[]])[] = [
  ['package-lock.json', ['npm ci']],
  ['npm-shrinkwrap.json', ['npm ci']],
  ['pnpm-lock.yaml', ['corepack enable', 'pnpm install --frozen-lockfile']],
  ['yarn.lock', ['corepack enable', 'yarn install --immutable']],
  ['package.json', ['npm install --no-audit --no-fund']],
];

/**
 * Gives the lines of a script that install Launchway.
 * @throws CI_PACKAGE_MISSING
 */
export function installLines(ci: PipelineOptions | undefined, { files }: PipelineProject): readonly string[] {
  if (ci?.install !== undefined) return ci.install.map(shellLine);
  const found = byLockFile.find(([file]) => files.includes(file));
  if (found !== undefined) return found[1];
  throw pipelineProblems.refusal('CI_PACKAGE_MISSING', {
    message: 'There is no package.json at the top of the repository, so a pipeline cannot install Launchway.',
    fix: 'Run `npm init --yes` and `npm install --save-dev @launchway/core` with the plugins, and commit both files.',
  });
}

/** Gives the command that adds packages for development, by the files at the top of a repository. */
export function addCommand(paths: readonly string[]): string {
  if (paths.includes('yarn.lock')) return 'yarn add --dev';
  if (!paths.includes('pnpm-lock.yaml')) return 'npm install --save-dev';
  return `pnpm add --save-dev${paths.includes('pnpm-workspace.yaml') ? ' --workspace-root' : ''}`;
}

/** Names of the files at the top of a repository that tell how packages are installed. */
export const packageFiles: readonly string[] = byLockFile.map(([file]) => file);
