import { isOutputOf, type Problem, type Rule, rule } from '@launchway/core';
import { commentsRule, gitlabAddress, tokenRule } from '@launchway/forge';
import type { GitlabOptions } from './options.ts';
import { gitlabProblems } from './problems.ts';

const { either, flag, glob, listOf, mapOf, matching, no, object, oneOf, text } = rule;

const address = matching(
  'an http or https address without user and password',
  (value) => typeof value === 'string' && gitlabAddress(value) !== undefined,
);
const project = matching(
  "a project's number or path",
  (value) =>
    Number.isSafeInteger(value) || (typeof value === 'string' && /^\/?[\w.-]+(?:\/[\w.-]+)*$/.test(value)),
);
const moment = matching(
  'a moment in ISO 8601',
  (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value)),
);
const packageName = matching('a name of letters, digits, ".", "_", "-" and "+"', (value) =>
  /^[\w.+-]+$/.test(String(value)),
);
const assetPath = matching('a path that begins with "/"', (value) => /^\/./.test(String(value)));

const link = object(
  { name: text, url: text, type: oneOf('other', 'runbook', 'image', 'package'), path: assetPath },
  ['name', 'url'],
);

const files = object(
  {
    name: packageName,
    files: listOf(glob, { atLeast: 1 }),
    folder: either(text, matching('the output of a step', isOutputOf)),
    needs: listOf(text),
    version: text,
    existing: oneOf('refuse', 'keep'),
  },
  ['name', 'files'],
);

/** What the options of the plugin must be. */
export const gitlabRule: Rule = object({
  id: text,
  url: address,
  project,
  token: tokenRule,
  tokenKind: oneOf('job', 'personal', 'deploy', 'oauth'),
  ca: text,
  track: text,
  release: either(
    object({
      name: text,
      milestones: listOf(text),
      links: listOf(link),
      releasedAt: moment,
      needs: listOf(text),
    }),
    no,
  ),
  packages: listOf(files),
  assets: either(object({ package: packageName }), no),
  comments: commentsRule,
  pipeline: either(flag, object({ variables: mapOf(text) })),
});

/** What is wrong with options that have the right shape: GitLab refuses a name or an address that comes twice. */
export function contradictions({ release, packages = [] }: GitlabOptions): readonly Problem[] {
  const links = (release === false ? undefined : release?.links) ?? [];
  return [
    ...twice(links.map(({ name }) => name)).map((name) =>
      repeated(`Two links are called "${name}"`, 'release.links'),
    ),
    ...twice(links.map(({ url }) => url)).map((url) => repeated(`Two links lead to ${url}`, 'release.links')),
    ...twice(packages.map(({ name }) => name)).map((name) =>
      repeated(`Two packages are called "${name}"`, 'packages'),
    ),
  ];
}

const twice = (values: readonly string[]): readonly string[] => [
  ...new Set(values.filter((value, index) => values.indexOf(value) !== index)),
];

const repeated = (found: string, pointer: string): Problem =>
  gitlabProblems.error('GITLAB_NAME_TWICE', {
    message: `${found}; GitLab refuses that.`,
    fix: 'Give each a name and an address of its own.',
    where: { pointer },
  });
