import type { Commit } from '../../model/facts.ts';
import type { Bump } from '../../model/track.ts';
import type { Reason } from '../../model/verdict.ts';
import type { Said } from './message.ts';

/** A rule of one's own: the first whose conditions all hold decides. */
export interface CommitRule {
  readonly type?: string;
  /** One of the commit's scopes, which commas divide. */
  readonly scope?: string;
  readonly breaking?: boolean;
  readonly track?: string;
  /** `null`: counts for nothing. */
  readonly bump: Bump | null;
}

/** What commits amount to, where it is not the usual. */
export interface ConventionalOptions {
  /** Bumps by type, besides or instead of the usual ones; `null` takes one away. */
  readonly types?: Readonly<Record<string, Bump | null>>;
  /** Looked at before breaking changes and types. */
  readonly rules?: readonly CommitRule[];
}

/** What a message amounts to for a track, and by which rule. */
export interface Ruling {
  readonly bump: Bump | null;
  readonly rule: string;
}

export type Rules = (said: Said, track: string) => Ruling;

const usual: Readonly<Record<string, Bump>> = { feat: 'minor', fix: 'patch', perf: 'patch', revert: 'patch' };
const others = ['build', 'chore', 'ci', 'docs', 'refactor', 'style', 'test'];

/** The types by which a message is known inside a squashed commit. */
export function knownTypes({ types = {}, rules = [] }: ConventionalOptions): ReadonlySet<string> {
  const named = rules.flatMap((rule) => rule.type ?? []);
  return new Set(
    [...Object.keys(usual), ...others, ...Object.keys(types), ...named].map((type) => type.toLowerCase()),
  );
}

export function compileRules({ types = {}, rules = [] }: ConventionalOptions): Rules {
  const own = Object.entries(types).map(([type, bump]) => [type.toLowerCase(), bump] as const);
  const byType = new Map<string, Bump | null>([...Object.entries(usual), ...own]);
  return (said, track) => {
    const rule = rules.find((candidate) => holds(candidate, said, track));
    if (rule !== undefined) return ruling(spell(rule), rule.bump);
    if (said.breaking) return ruling('breaking', 'major');
    if (said.type === null)
      return { bump: null, rule: said.subject === '' ? 'empty message' : 'not a conventional message' };
    return ruling(said.type, byType.get(said.type) ?? null);
  };
}

function holds(rule: CommitRule, said: Said, track: string): boolean {
  const scopes = said.scope?.split(',').map((scope) => scope.trim()) ?? [];
  return (
    (rule.type === undefined || rule.type.toLowerCase() === said.type) &&
    (rule.scope === undefined || scopes.includes(rule.scope)) &&
    (rule.breaking === undefined || rule.breaking === said.breaking) &&
    (rule.track === undefined || rule.track === track)
  );
}

function spell({ type = '*', scope, breaking }: CommitRule): string {
  return `${type}${scope === undefined ? '' : `(${scope})`}${breaking === true ? '!' : ''}`;
}

function ruling(what: string, bump: Bump | null): Ruling {
  return { bump, rule: bump === null ? `${what} counts for nothing` : `${what} -> ${bump}` };
}

/** Gives what a commit has to say about a track, once it is ruled what that amounts to. */
export function reason(
  commit: Commit,
  { type, scope, subject, breaking }: Said,
  paths: readonly string[],
  { bump, rule }: Ruling,
): Reason {
  // In the order of canonical JSON, which then takes it as it is.
  return { breaking, bump, commit: commit.sha, paths, rule, scope, subject, type };
}
