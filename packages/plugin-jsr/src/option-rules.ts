import { type Problem, type Rule, rule } from '@launchway/core';
import type { JsrOptions } from './options.ts';
import { packagesOf } from './packages.ts';
import { jsrProblems } from './problems.ts';
import { milliseconds } from './timeout.ts';

const { either, flag, glob, listOf, matching, object, oneOf, path, tag, text } = rule;

const timeout = matching(
  'milliseconds, or a text such as `90s` or `10m`',
  (value) => milliseconds(value) !== undefined,
);
const address = matching(
  'an http or https address',
  (value) => typeof value === 'string' && URL.canParse(value) && /^https?:$/.test(new URL(value).protocol),
);

const paths = listOf(glob);
const one = object({ package: path, name: text, paths }, ['package']);

/** What the options of the plugin must be. */
export const jsrRule: Rule = object({
  id: text,
  package: path,
  packages: listOf(either(path, one), { atLeast: 1 }),
  name: text,
  paths,
  manifests: listOf(path, { atLeast: 1 }),
  tag,
  follows: listOf(text),
  initial: text,
  auth: oneOf('oidc', 'token'),
  token: either(text, object({ env: either(text, listOf(text, { atLeast: 1 })) }, ['env'])),
  timeout,
  deno: text,
  allowSlowTypes: flag,
  typeCheck: flag,
  provenance: flag,
  prepare: listOf(text, { atLeast: 1 }),
  registry: address,
});

/** What is wrong with options that have the right shape. */
export function contradictions(options: JsrOptions): readonly Problem[] {
  const given: Readonly<Record<string, unknown>> = { ...options };
  const [isOne, areMany] = [given['package'] !== undefined, given['packages'] !== undefined];
  if (!isOne && !areMany)
    return [
      wrong('no package is named', "Name the package's folder: `jsr({ package: 'packages/shared' })`."),
    ];
  if (isOne && areMany)
    return [wrong('`package` and `packages` are both given', 'Write all of them in `packages`.')];
  if (areMany && given['paths'] !== undefined)
    return [
      wrong(
        '`paths` are given for several packages at once',
        "Give each package its own: `packages: [{ package: 'libs/a', paths: ['libs/a/src/**'] }]`.",
      ),
    ];
  return twice(packagesOf(options).map(({ folder }) => folder));
}

function twice(folders: readonly string[]): readonly Problem[] {
  const again = folders.filter((folder, index) => folders.indexOf(folder) !== index);
  return [...new Set(again)].map((folder) => wrong(`"${folder}" is named twice`, 'Name each package once.'));
}

const wrong = (found: string, fix: string): Problem =>
  jsrProblems.error('JSR_OPTIONS', { message: `The options of jsr() are wrong: ${found}.`, fix });
