import type { EventContext } from './context.ts';
import { formatDate } from './dates.ts';
import { tagProblems } from './problems.ts';
import type { Helper, Scope } from './template.ts';

/** The names every template of prefixes, suffixes, values, `enable`, labels and annotations may use. */
export function globalScope(context: EventContext): Scope {
  return {
    values: {
      branch: branchOf(context.ref) ?? '',
      tag: tagOf(context.ref) ?? '',
      sha: shortSha(context),
      base_ref: context.baseRef,
      is_default_branch: String(context.isDefaultBranch),
      is_not_default_branch: String(!context.isDefaultBranch),
    },
    helpers: dateHelpers(context),
  };
}

/**
 * `{{date 'FORMAT' tz='ZONE'}}` and `{{commit_date 'FORMAT' tz='ZONE'}}`.
 * @throws by them: TAG_TEMPLATE_INVALID for another attribute than `tz`, and for a zone that is unknown
 */
export function dateHelpers({ now, commitDate }: EventContext): Readonly<Record<string, Helper>> {
  return { date: dateHelper(now), commit_date: dateHelper(commitDate) };
}

export const branchOf = (ref: string): string | undefined => behind('refs/heads/', ref);
export const tagOf = (ref: string): string | undefined => behind('refs/tags/', ref);

/** The number of a request, `15` of `refs/pull/15/merge`. */
export const requestOf = (ref: string): string | undefined =>
  behind('refs/pull/', ref)?.replace(/\/merge$/, '');

/** The commit cut to the length that is set, 7 unless told. */
export const shortSha = ({ sha, shortShaLength }: EventContext): string => sha.substring(0, shortShaLength);

function dateHelper(instant: number): Helper {
  return ([format], named) => {
    for (const key of named.keys()) {
      if (key === 'tz') continue;
      throw tagProblems.refusal('TAG_TEMPLATE_INVALID', {
        message: `A date in a template has the attribute "${key}", which does not exist.`,
        fix: "The only attribute of a date is its time zone: tz='Europe/Berlin'.",
      });
    }
    const zone = named.get('tz');
    return formatDate(
      instant,
      format === undefined ? undefined : String(format),
      zone === undefined ? 'UTC' : String(zone),
    );
  };
}

const behind = (prefix: string, ref: string): string | undefined =>
  ref.startsWith(prefix) ? ref.slice(prefix.length) : undefined;
