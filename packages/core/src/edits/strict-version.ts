import parse from 'semver/functions/parse.js';
import type { Place } from '../model/problem.ts';
import { formed } from '../model/track.ts';
import { editProblems } from './problems.ts';

/** Whether a text is a version as semver.org defines it: no `v`, no leading zeros, no white space. */
export function isStrictVersion(text: string): boolean {
  const version = parse(text);
  if (version === null) return false;
  const build = version.build.length === 0 ? '' : `+${version.build.join('.')}`;
  return text === version.version + build;
}

/**
 * Refuses what is not a strict version.
 * @param form how its place writes a version, where that is known
 * @throws PIN_NOT_SEMVER naming the place and, where it can be told, the version that was meant
 */
export function requireStrictVersion(text: string, where: Place, form?: string): void {
  if (isStrictVersion(text)) return;
  const place =
    where.file === undefined
      ? ''
      : ` in ${where.file}${where.line === undefined ? '' : `, line ${where.line},`}`;
  throw editProblems.refusal('PIN_NOT_SEMVER', {
    message:
      text.trim() === ''
        ? `The version${place} is empty.`
        : `The version ${JSON.stringify(text)}${place} is not strict semantic versioning.`,
    fix: remedy(text, where, form),
    where,
  });
}

/** The version of a chart or a package has one form; other places may write theirs in another. */
function remedy(text: string, { file, pointer }: Place, known?: string): string {
  const meant = meantVersion(text);
  const isElsewhere = file !== undefined && pointer !== 'version';
  if (text.trim() === '' && isElsewhere)
    return `Write it there, such as 1.2.0; or take the pin out, where an empty ${pointer ?? 'value'} means another.`;
  if (meant === undefined) return `Write it with three numbers, such as ${formed(known, '1.2.0')}.`;
  const isOther = isElsewhere && known === undefined && text === `v${meant}`;
  return `Write it as ${formed(known, meant)}${isOther ? ", or tell how it is written there: `form: 'v{version}'`" : ''}.`;
}

/** Gives the strict version that a text means: `v1.2` means 1.2.0; nothing where it means none. */
export function meantVersion(text: string): string | undefined {
  const [, major, minor = '0', patch = '0', rest = ''] =
    /^v?(\d{1,15})(?:\.(\d{1,15}))?(?:\.(\d{1,15}))?([-+].*)?$/.exec(text.trim()) ?? [];
  if (major === undefined) return undefined;
  const form = `${[major, minor, patch].map((part) => BigInt(part).toString()).join('.')}${rest}`;
  return isStrictVersion(form) ? form : undefined;
}
