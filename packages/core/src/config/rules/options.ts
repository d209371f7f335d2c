import type { Plugin } from '../../model/plugin.ts';
import type { Problem } from '../../model/problem.ts';
import { configProblems } from '../problems.ts';
import { type Finding, spell } from './findings.ts';
import type { Rule } from './rule.ts';

const codes = {
  unknown: 'CONFIG_UNKNOWN_KEY',
  missing: 'CONFIG_MISSING_KEY',
  invalid: 'CONFIG_INVALID',
  plugin: 'PLUGIN_INVALID',
} as const;

/** Turns what a rule found into problems; their pointers begin at the value that was looked at. */
export function toProblems(findings: readonly Finding[]): readonly Problem[] {
  return findings.map(({ kind, path, message, fix }) =>
    configProblems.error(codes[kind], { message, fix, where: { pointer: spell(path) } }),
  );
}

/**
 * Gives everything that is wrong with a plugin's options: CONFIG_UNKNOWN_KEY with the name it is near to,
 * CONFIG_MISSING_KEY, CONFIG_INVALID.
 * @param options what the user wrote
 * @param rule what they must be, such as `object({ chart: text }, ['chart'])`
 */
export function optionProblems(options: unknown, rule: Rule): readonly Problem[] {
  return toProblems(rule(options, []));
}

/**
 * Checks a plugin's options before they are used. Gives a plugin that carries what is wrong, so that the
 * configuration can name every problem with its place at once, or nothing when the options are right:
 * `const misused = checkOptions('chart', options, rule); if (misused) return misused;`
 * @param name the plugin's
 * @param contradictions what is wrong with options that the rule lets pass, such as two that exclude each other
 */
export function checkOptions<Options>(
  name: string,
  options: Options,
  rule: Rule,
  contradictions: (options: Options) => readonly Problem[] = () => [],
): Plugin | undefined {
  const misshapen = optionProblems(options, rule);
  const problems = misshapen.length > 0 ? misshapen : contradictions(options);
  return problems.length === 0 ? undefined : { name, problems };
}
