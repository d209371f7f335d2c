import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Problem } from '../../model/problem.ts';
import { isRecord } from '../rules/findings.ts';
import { configProblems } from '../problems.ts';

/** Files by which other release tools are known. */
const signs: Readonly<Record<string, string>> = {
  '.releaserc': 'semantic-release',
  '.releaserc.json': 'semantic-release',
  '.releaserc.yaml': 'semantic-release',
  '.releaserc.yml': 'semantic-release',
  '.releaserc.js': 'semantic-release',
  '.releaserc.cjs': 'semantic-release',
  '.releaserc.mjs': 'semantic-release',
  'release-please-config.json': 'release-please',
  '.release-please-manifest.json': 'release-please',
  '.changeset/config.json': 'changesets',
  '.release-it.json': 'release-it',
  '.release-it.js': 'release-it',
  '.release-it.ts': 'release-it',
  '.release-it.yaml': 'release-it',
};

/** Finds the configuration of another release tool in a folder; gives the file and the tool's name. */
export async function findForeign(top: string): Promise<{ file: string; tool: string } | undefined> {
  for (const [file, tool] of Object.entries(signs)) {
    if (await exists(join(top, file))) return { file, tool };
  }
  const manifest = await readFile(join(top, 'package.json'), 'utf8').catch(() => '');
  return /"release"\s*:\s*\{/.test(manifest) && hasReleaseBlock(manifest)
    ? { file: 'package.json', tool: 'semantic-release' }
    : undefined;
}

function hasReleaseBlock(manifest: string): boolean {
  try {
    const value: unknown = JSON.parse(manifest);
    return isRecord(value) && isRecord(value['release']);
  } catch {
    return false;
  }
}

const semanticKeys = ['branches', 'tagFormat', 'repositoryUrl', 'preset', 'extends', 'verifyConditions'];

/** Tells a semantic-release configuration, which may have the same file name as ours. */
export function isSemanticRelease(value: unknown): boolean {
  if (!isRecord(value) || 'flows' in value) return false;
  const plugins = Array.isArray(value['plugins']) ? value['plugins'] : [];
  const names = plugins.map((plugin: unknown) => (Array.isArray(plugin) ? plugin[0] : plugin));
  return (
    semanticKeys.some((key) => key in value) ||
    names.some((name) => typeof name === 'string' && name.includes('semantic-release'))
  );
}

/**
 * Tells by its text alone a module that configures semantic-release, which takes `release.config.js` as we do. Nothing is
 * executed.
 */
export function isSemanticReleaseCode(text: string): boolean {
  return /semantic-release|\b(?:tagFormat|branches)\b/.test(text) && !/@launchway\/|\bflows\b/.test(text);
}

export function foreignProblem(file: string, tool: string): Problem {
  return configProblems.error('CONFIG_FOREIGN', {
    message: `There is no configuration of Launchway; ${file} is one of ${tool}.`,
    fix: 'Write a release.config.ts beside it (`release init` makes one), or name the right file with `--config FILE`.',
    where: { file },
  });
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
