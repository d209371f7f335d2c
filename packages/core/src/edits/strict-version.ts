import parse from 'semver/functions/parse.js';
import { editProblems } from './problems.ts';
import type { Place } from '../model/problem.ts';

/** Whether a text is a version as semver.org defines it: no `v`, no leading zeros, no white space. */
export function isStrictVersion(text: string): boolean {
  const version = parse(text);
  if (version === null) return false;
  const build = version.build.length === 0 ? '' : `+${version.build.join('.')}`;
  return text === version.version + build;
}

/**
 * Refuses what is not a strict version.
 * @throws PIN_NOT_SEMVER naming the place and, where it can be told, the version that was meant
 */
export function requireStrictVersion(text: string, where: Place): void {
  if (isStrictVersion(text)) return;
  const place =
    where.file === undefined
      ? ''
      : ` in ${where.file}${where.line === undefined ? '' : `, line ${where.line},`}`;
  const meant = strictForm(text);
  throw editProblems.refusal('PIN_NOT_SEMVER', {
    message: `The version ${JSON.stringify(text)}${place} is not strict semantic versioning.`,
    fix: meant === undefined ? 'Write it with three numbers, such as 1.2.0.' : `Write it as ${meant}.`,
    where,
  });
}

function strictForm(text: string): string | undefined {
  const [, major, minor = '0', patch = '0', rest = ''] =
    /^v?(\d{1,15})(?:\.(\d{1,15}))?(?:\.(\d{1,15}))?([-+].*)?$/.exec(text.trim()) ?? [];
  if (major === undefined) return undefined;
  const form = `${[major, minor, patch].map((part) => BigInt(part).toString()).join('.')}${rest}`;
  return isStrictVersion(form) ? form : undefined;
}
