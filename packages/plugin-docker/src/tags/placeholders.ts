import parse from 'semver/functions/parse.js';
import type { EventContext } from './context.ts';
import { formatDate } from './dates.ts';
import { branchOf, tagOf } from './expressions.ts';
import { tagProblems } from './problems.ts';

const placeholder = /\{([a-zA-Z]+)(?::([^}]*))?\}/g;

/** Gives a placeholder's text; nothing where there is none on this commit. */
type Writer = (of: {
  readonly version: string | undefined;
  readonly context: EventContext;
  readonly detail: string | undefined;
}) => string | undefined;

const writers: Readonly<Record<string, Writer>> = {
  version: ({ version }) => parse(version)?.version,
  major: ({ version }) => stable(version)?.major.toString(),
  minor: ({ version }) => stable(version)?.minor.toString(),
  patch: ({ version }) => stable(version)?.patch.toString(),
  prerelease: ({ version }) => parse(version)?.prerelease.join('.') || undefined,
  channel: ({ version }) => channelOf(version),
  sha: ({ context, detail }) =>
    context.sha.slice(0, detail === 'long' ? undefined : Number(detail ?? context.shortShaLength)) ||
    undefined,
  branch: ({ context }) => branchOf(context.ref),
  tag: ({ context }) => tagOf(context.ref),
  date: ({ context, detail }) => formatDate(context.now, detail ?? 'YYYYMMDD'),
  commitDate: ({ context, detail }) => formatDate(context.commitDate, detail ?? 'YYYYMMDD'),
};

/**
 * Gives the names in a template such as `{major}.{minor}-{sha:8}`.
 * @throws TAG_TEMPLATE_INVALID for a name that does not exist
 */
export function placeholders(template: string): string[] {
  const names = [...template.matchAll(placeholder)].map(([, name = '']) => name);
  const unknown = names.find((name) => !Object.hasOwn(writers, name));
  const stray = /[{}]/.exec(template.replace(placeholder, ''));
  if (unknown === undefined && !stray) return names;
  throw tagProblems.refusal('TAG_TEMPLATE_INVALID', {
    message: `The template "${template}" ${unknown === undefined ? 'has a brace without a partner' : `names {${unknown}}, which does not exist`}.`,
    fix: `The names are ${Object.keys(writers)
      .map((name) => `{${name}}`)
      .join(', ')}.`,
  });
}

/** Fills a template; nothing where one of its values does not exist on this commit, such as `{branch}` for a tag. */
export function fillPlaceholders(
  template: string,
  version: string | undefined,
  context: EventContext,
): string | undefined {
  let complete = true;
  const filled = template.replace(placeholder, (_whole, name: string, detail: string | undefined) => {
    const written = writers[name]?.({ version, context, detail });
    complete &&= written !== undefined;
    return written ?? '';
  });
  return complete ? filled : undefined;
}

/** The word a prerelease's channel goes by, `rc` of `2.0.0-rc.1` and of `2.0.0-rc1`; a number alone is no channel. */
export function channelOf(version: string | undefined): string | undefined {
  const [first] = parse(version)?.prerelease ?? [];
  return /^([A-Za-z][A-Za-z-]*?)-?\d*$/.exec(String(first ?? ''))?.[1];
}

/** Parts of a version go into floating tags, which prereleases do not move. */
function stable(version: string | undefined): { major: number; minor: number; patch: number } | undefined {
  const parsed = parse(version);
  return parsed && parsed.prerelease.length === 0 ? parsed : undefined;
}
