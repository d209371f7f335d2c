import type { Problem } from '@launchway/core';
import { evaluate, type RuleInput } from './candidates.ts';
import type { EventContext } from './context.ts';
import { globalScope, tagOf } from './expressions.ts';
import { type Flavor, plainFlavor } from './flavor.ts';
import type { Line } from './lines.ts';
import { tagProblems } from './problems.ts';
import { byPriority, type Rule } from './rule.ts';
import { longestTag, replaceIllegal, sanitiseTag } from './sanitise.ts';
import { renderTemplate } from './template.ts';
import { isPrerelease, versionOfTag } from './versions.ts';

/** A tag, and what stands around the version in it; `1.2-alpine` has the suffix `-alpine`. */
export interface ResolvedTag {
  readonly name: string;
  readonly line: Line;
  readonly prefix: string;
  readonly suffix: string;
}

export interface TagRequest {
  readonly rules: readonly Rule[];
  readonly flavor?: Flavor;
  readonly context: EventContext;
  /** The version that is released; where absent, the one the git tag says. */
  readonly version?: string;
  /** Whether `{major}` may give the tag `0`. */
  readonly majorZero?: boolean;
}

export interface TagResult {
  /** The first tag, or `null` when there is none. */
  readonly version: string | null;
  /** Every tag once, the version first and `latest` last. */
  readonly tags: readonly ResolvedTag[];
  readonly latest: boolean;
  /** Warnings. */
  readonly problems: readonly Problem[];
}

/**
 * Computes the tags that rules call for on a commit.
 * @throws TAG_RULE_INVALID, TAG_TEMPLATE_INVALID, TAG_PATTERN_INVALID
 */
export function resolveTags(request: TagRequest): TagResult {
  const { context, flavor = plainFlavor } = request;
  const version = request.version ?? versionOfTag(tagOf(context.ref));
  const problems: Problem[] = [];
  const input: RuleInput = { context, version, warn: (problem) => problems.push(problem) };
  const rules = byPriority(request.rules).filter((rule) => isEnabled(rule, context));
  const found = rules.flatMap((rule) => given(rule, { ...request, flavor }, input) ?? []);
  const tags = new Map<string, ResolvedTag>();
  const latest = callsForLatest(rules, found, flavor, version)
    ? affixed({ text: 'latest', line: 'latest' }, latestAffixes(flavor, context), input)
    : undefined;
  for (const tag of [...found.map((each) => each.tag), ...(latest ? [latest] : [])]) {
    if (!tags.has(tag.name)) tags.set(tag.name, tag);
  }
  const [first] = tags.values();
  if (!first) problems.push(nothing(context));
  return { version: first?.name ?? null, tags: [...tags.values()], latest: latest !== undefined, problems };
}

/** A tag with its rule's say about `latest`. */
interface Given {
  readonly tag: ResolvedTag;
  readonly latest: boolean | undefined;
}

/** Gives the tag of one rule; nothing where the rule is not meant for this commit. */
function given(rule: Rule, request: TagRequest & { flavor: Flavor }, input: RuleInput): Given | undefined {
  const candidate = evaluate(rule, input);
  if (!candidate || isWithheld(rule, candidate.text, request, input)) return undefined;
  const { text, line } = candidate;
  if (rule.own && line === 'major' && text === '0' && !request.majorZero) return undefined;
  const isLatest = text === 'latest' && input.version !== undefined;
  const affixes = affixesOf(rule, request.flavor, request.context);
  const tag = affixed({ text, line: isLatest ? 'latest' : line }, affixes, input);
  return tag && { tag, latest: rule.own ? undefined : candidate.latest };
}

/** The rule of that name, else the flavor, else the first tag that has a say. */
function callsForLatest(
  rules: readonly Rule[],
  found: readonly Given[],
  flavor: Flavor,
  version: string | undefined,
): boolean {
  if (rules.some(({ kind }) => kind === 'latest') && version !== undefined && !isPrerelease(version))
    return true;
  if (found.length === 0 || flavor.latest !== 'auto') return found.length > 0 && flavor.latest === 'true';
  return found.find(({ latest }) => latest !== undefined)?.latest ?? false;
}

interface Affixes {
  readonly prefix: string;
  readonly suffix: string;
}

function isEnabled(rule: Rule, context: EventContext): boolean {
  const enabled = renderTemplate(rule.enable, globalScope(context));
  if (enabled === 'true' || enabled === 'false') return enabled === 'true';
  throw tagProblems.refusal('TAG_RULE_INVALID', {
    message: `"enable" of the tag rule "${rule.source}" is "${enabled}", neither "true" nor "false".`,
    fix: 'Write enable=true, enable=false, or an expression that gives one of the two.',
  });
}

/** A prerelease does not become `latest` by a plain rule that fires for every tag. */
function isWithheld(
  rule: Rule,
  text: string,
  request: TagRequest & { flavor: Flavor },
  input: RuleInput,
): boolean {
  if (text !== 'latest' || request.flavor.latest === 'true') return false;
  const tag = request.version ?? tagOf(request.context.ref);
  if (!isPrerelease(tag)) return false;
  input.warn(
    tagProblems.warning('TAG_LATEST_WITHHELD', {
      message: `The rule "${rule.source}" asks for "latest", but "${tag ?? ''}" is a prerelease: there is no "latest" for it.`,
      fix: 'Leave "latest" to the flavor latest=auto, or say latest=true if prereleases are to have it.',
    }),
  );
  return true;
}

/** A rule's own prefix and suffix, even empty ones, take the place of the flavor's. */
function affixesOf(rule: Rule, flavor: Flavor, context: EventContext): Affixes {
  const scope = globalScope(context);
  return {
    prefix: renderTemplate(rule.prefix ?? flavor.prefix, scope),
    suffix: renderTemplate(rule.suffix ?? flavor.suffix, scope),
  };
}

function latestAffixes(flavor: Flavor, context: EventContext): Affixes {
  const scope = globalScope(context);
  return {
    prefix: flavor.prefixLatest ? renderTemplate(flavor.prefix, scope) : '',
    suffix: flavor.suffixLatest ? renderTemplate(flavor.suffix, scope) : '',
  };
}

/** Gives the legal tag of a text with its affixes, with a warning where it had to be changed or nothing is left. */
function affixed(
  { text, line }: { text: string; line: Line },
  { prefix, suffix }: Affixes,
  input: RuleInput,
): ResolvedTag | undefined {
  const whole = `${prefix}${text}${suffix}`;
  const name = sanitiseTag(whole);
  if (whole === '') return undefined;
  if (name === '')
    input.warn(
      tagProblems.warning('TAG_EMPTY', {
        message: `Nothing of "${whole}" may stand in a tag, so it gives none.`,
        fix: 'Give the rule a prefix, or use another rule, such as type=sha.',
      }),
    );
  else if (name !== replaceIllegal(whole)) input.warn(repaired(whole, name));
  return name === ''
    ? undefined
    : { name, line, prefix: replaceIllegal(prefix), suffix: replaceIllegal(suffix) };
}

function repaired(whole: string, name: string): Problem {
  return tagProblems.warning('TAG_REPAIRED', {
    message: `"${whole}" is no legal tag, so it became "${name}".`,
    fix: `A tag begins with a letter, a digit or "_" and has at most ${longestTag} characters. Choose another rule or prefix if this one does not suit.`,
  });
}

function nothing({ eventName, ref }: EventContext): Problem {
  return tagProblems.warning('TAG_NONE', {
    message: `No rule gave a tag for ${ref === '' ? 'an unknown ref' : `"${ref}"`}${eventName === '' ? '' : ` (event "${eventName}")`}.`,
    fix: 'Add a rule for this event, such as type=ref,event=branch or type=sha.',
  });
}
