import parse from 'semver/functions/parse.js';
import type { Candidate, RuleInput } from './candidates.ts';
import { globalScope, tagOf } from './expressions.ts';
import { lineOfTemplate, lineOfText } from './lines.ts';
import { matchPattern, readPattern } from './pattern.ts';
import { isFinal, parsePep440 } from './pep440.ts';
import { tagProblems } from './problems.ts';
import type { Rule } from './rule.ts';
import { renderTemplate } from './template.ts';
import { isRawStatement } from './template-parse.ts';
import { isPrerelease } from './versions.ts';

type VersionRule = Extract<Rule, { readonly kind: 'semver' | 'pep440' }>;
type MatchRule = Extract<Rule, { readonly kind: 'match' }>;

/** A semantic version by a pattern; a prerelease is never cut short, so that it moves no floating tag. */
export function fromSemver(rule: VersionRule, input: RuleInput): Candidate | undefined {
  const text = versionText(rule, input);
  if (text === undefined) return undefined;
  const version = parse(text);
  if (!version) return notAVersion(rule, input, text, 'no semantic version', 'https://semver.org');
  const { raw, major, minor, patch, prerelease, build } = version;
  const render = (pattern: string): string =>
    renderTemplate(pattern, {
      values: { raw, version: version.version, major, minor, patch, prerelease, build },
    });
  if (prerelease.length === 0)
    return { text: render(rule.pattern), line: lineOfTemplate(rule.pattern), latest: true };
  return {
    text: render(isRawStatement(rule.pattern) ? rule.pattern : '{{version}}'),
    line: 'exact',
    latest: false,
  };
}

/** A Python version by a pattern; pre-, post- and development releases are never cut short. */
export function fromPep440(rule: VersionRule, input: RuleInput): Candidate | undefined {
  const text = versionText(rule, input);
  if (text === undefined) return undefined;
  const found = parsePep440(text);
  if (!found)
    return notAVersion(rule, input, text, 'no version by PEP 440', 'https://peps.python.org/pep-0440/');
  const { raw, version, release } = found;
  if (!isFinal(found))
    return { text: isRawStatement(rule.pattern) ? raw : version, line: 'exact', latest: false };
  const [major = 0, minor = 0, patch = 0] = release;
  const rendered = renderTemplate(rule.pattern, { values: { raw, version, major, minor, patch } });
  return { text: rendered, line: lineOfTemplate(rule.pattern), latest: true };
}

/** What a regular expression finds in the git tag. */
export function fromMatch(rule: MatchRule, input: RuleInput): Candidate | undefined {
  const text = subject(rule, input);
  if (text === undefined) return undefined;
  const groups = matchPattern(readPattern(rule.pattern), text);
  if (!groups) return noMatch(rule, input, `The pattern "${rule.pattern}" finds nothing in "${text}"`);
  const found = (Object.hasOwn(groups, rule.group) ? groups[Number(rule.group)] : undefined) ?? undefined;
  if (found === undefined)
    return noMatch(rule, input, `The pattern "${rule.pattern}" finds no group ${rule.group} in "${text}"`);
  return { text: found, line: lineOfText(found), latest: !isPrerelease(text) && !isPrerelease(found) };
}

/** The text a rule reads: its value, or the git tag; nothing when there is neither. */
function subject({ value }: { readonly value: string }, { context }: RuleInput): string | undefined {
  return value === '' ? tagOf(context.ref) : renderTemplate(value, globalScope(context));
}

/** The same for versions: cut out by `match`, in the group it has or as a whole. */
function versionText(rule: VersionRule, input: RuleInput): string | undefined {
  const text = subject(rule, input);
  if (text === undefined || rule.match === '') return text?.replaceAll('/', '-');
  const groups = matchPattern({ expression: rule.match, flags: '' }, text);
  const found = groups?.[1] ?? groups?.[0];
  return (
    found?.replaceAll('/', '-') ?? noMatch(rule, input, `"match=${rule.match}" finds nothing in "${text}"`)
  );
}

function notAVersion(rule: Rule, input: RuleInput, text: string, what: string, page: string): undefined {
  input.warn(
    tagProblems.warning('TAG_NOT_A_VERSION', {
      message: `"${text}" is ${what}, so the rule "${rule.source}" gives no tag.`,
      fix: `Name git tags as ${page} says, or let "match" cut the version out.`,
    }),
  );
}

function noMatch(rule: Rule, input: RuleInput, why: string): undefined {
  input.warn(
    tagProblems.warning('TAG_NO_MATCH', {
      message: `${why}, so the rule "${rule.source}" gives no tag.`,
      fix: 'Correct the pattern, or disable the rule where it does not apply.',
    }),
  );
}
