import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { isReleaseError, type Problem } from '../model/problem.ts';

/** A folder with these files, which is gone when the test ends. */
export function folderWith(files: Readonly<Record<string, string>>): {
  readonly top: string;
  remove(): void;
} {
  const top = realpathSync(mkdtempSync(join(tmpdir(), 'launchway-config-')));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(top, name)), { recursive: true });
    writeFileSync(join(top, name), content);
  }
  return { top, remove: () => rmSync(top, { recursive: true, force: true }) };
}

/** A plugin's package as it lies in node_modules. */
export function packageFiles(name: string, source: string): Readonly<Record<string, string>> {
  return {
    [`node_modules/${name}/package.json`]: JSON.stringify({
      name,
      version: '1.0.0',
      type: 'module',
      exports: './index.js',
    }),
    [`node_modules/${name}/index.js`]: source,
  };
}

/** The problems that an action is refused with. */
export async function problemsOf(action: () => Promise<unknown>): Promise<readonly Problem[]> {
  try {
    await action();
  } catch (error) {
    if (isReleaseError(error)) return error.problems;
    throw error;
  }
  throw new Error('Nothing was refused.');
}
