/** What every rule can say besides what it is. Templates are docker/metadata-action's. */
interface Common {
  /** The rule as it was written, for messages. */
  readonly source: string;
  /** Higher comes first; the first tag is the version. Not a number: keeps its place. */
  readonly priority: number;
  /** A template that gives `true` or `false`. */
  readonly enable: string;
  /** A template; given, even empty, it takes the place of the flavor's. */
  readonly prefix?: string;
  readonly suffix?: string;
  /** Written in this package's own language: `latest` is a rule of its own there, and comes from no other. */
  readonly own?: true;
}

/** Where a rule for versions finds its text: a template, or when that is empty the git tag. */
interface Versioned {
  readonly pattern: string;
  readonly value: string;
}

/** A rule, whichever language it was written in. */
export type Rule = Common &
  (
    | { readonly kind: 'schedule'; readonly pattern: string }
    | ({ readonly kind: 'semver' | 'pep440'; readonly match: string } & Versioned)
    | ({ readonly kind: 'match'; readonly group: string } & Versioned)
    | { readonly kind: 'edge'; readonly branch: string }
    | { readonly kind: 'branch'; readonly only?: string }
    | { readonly kind: 'tag' }
    | { readonly kind: 'request' }
    | { readonly kind: 'raw'; readonly value: string }
    | { readonly kind: 'sha'; readonly length?: number | 'long' }
    | { readonly kind: 'slug' }
    | { readonly kind: 'own'; readonly template: string }
    | { readonly kind: 'channel'; readonly channel: string }
    | { readonly kind: 'latest' }
  );

export type RuleKind = Rule['kind'];

/** The order in which kinds come when no rule says otherwise. */
export const priorities: Readonly<Record<RuleKind, number>> = {
  schedule: 1000,
  semver: 900,
  pep440: 900,
  own: 900,
  match: 800,
  channel: 750,
  edge: 700,
  branch: 600,
  tag: 600,
  request: 600,
  slug: 500,
  raw: 200,
  sha: 100,
  latest: 0,
};

/** Sorts rules by priority, the highest first; equal ones, and those without a number, keep their place. */
export function byPriority(rules: readonly Rule[]): Rule[] {
  return [...rules].sort((left, right) => {
    if (left.priority < right.priority) return 1;
    return left.priority > right.priority ? -1 : 0;
  });
}
