import { type Problem, refSlug } from '@launchway/core';
import { matchesBranch } from './branches.ts';
import type { EventContext } from './context.ts';
import { branchOf, dateHelpers, globalScope, requestOf, shortSha, tagOf } from './expressions.ts';
import { type Line, lineOfTemplate, lineOfText } from './lines.ts';
import { channelOf, fillPlaceholders } from './placeholders.ts';
import type { Rule, RuleKind } from './rule.ts';
import { renderTemplate } from './template.ts';
import { fromMatch, fromPep440, fromSemver } from './versioned.ts';
import { isPrerelease } from './versions.ts';

/** What one rule gives, before prefix, suffix and repair. */
export interface Candidate {
  readonly text: string;
  readonly line: Line;
  /** Whether this tag calls for `latest` when nobody says; absent: it has no say. */
  readonly latest?: boolean;
}

/** What rules read. */
export interface RuleInput {
  readonly context: EventContext;
  /** The version that is released, where it is known otherwise than by a git tag. */
  readonly version: string | undefined;
  /** Says why a rule gives nothing, where that may be a mistake. */
  warn(problem: Problem): void;
}

type Of<Kind extends RuleKind> = Extract<Rule, { readonly kind: Kind }>;
type Evaluator<Kind extends RuleKind> = (rule: Of<Kind>, input: RuleInput) => Candidate | undefined;

const free = (text: string | undefined): Candidate | undefined =>
  text === undefined ? undefined : { text, line: 'free', latest: false };

const evaluators: { readonly [Kind in RuleKind]: Evaluator<Kind> } = {
  semver: fromSemver,
  pep440: fromPep440,
  match: fromMatch,
  schedule: ({ pattern, own = false }, { context, version }) => {
    if (!context.eventName.includes('schedule')) return undefined;
    if (own) return free(fillPlaceholders(pattern, version, context));
    return free(renderTemplate(pattern, { values: {}, helpers: dateHelpers(context) }));
  },
  edge: ({ branch }, { context }) =>
    branchOf(context.ref) === (branch || context.defaultBranch) ? free('edge') : undefined,
  branch: ({ only }, { context }) => {
    const branch = branchOf(context.ref);
    return only === undefined || (branch !== undefined && matchesBranch(only, branch))
      ? free(branch)
      : undefined;
  },
  tag: (_rule, { context }) => {
    const tag = tagOf(context.ref);
    return tag === undefined ? undefined : { text: tag, line: lineOfText(tag), latest: !isPrerelease(tag) };
  },
  request: (_rule, { context }) => free(requestOf(context.ref)),
  raw: ({ value }, { context }) => free(renderTemplate(value, globalScope(context))),
  sha: ({ length }, { context }) => {
    if (context.sha === '') return undefined;
    if (length === 'long') return free(context.sha);
    return free(length === undefined ? shortSha(context) : context.sha.slice(0, length));
  },
  slug: (_rule, { context }) => free(refSlug(context.sourceRef)),
  own: ({ template }, { context, version }) => {
    const text = fillPlaceholders(template, version, context);
    return text === undefined ? undefined : { text, line: lineOfTemplate(template) };
  },
  channel: ({ channel }, { version }) =>
    channelOf(version) === channel ? { text: channel, line: 'channel' } : undefined,
  // It adds no text of its own: it says that there is a latest.
  latest: () => undefined,
};

/** Gives what a rule makes of this commit; nothing when it is meant for another event. */
export function evaluate(rule: Rule, input: RuleInput): Candidate | undefined {
  const evaluator = evaluators[rule.kind] as (rule: Rule, input: RuleInput) => Candidate | undefined;
  return evaluator(rule, input);
}
