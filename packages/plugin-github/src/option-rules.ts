import { type Problem, type Rule, rule } from '@launchway/core';
import { commentsRule, githubAddress, tokenRule } from '@launchway/forge';
import type { DispatchOptions, GithubOptions } from './options.ts';
import { githubProblems } from './problems.ts';

const { either, glob, listOf, mapOf, matching, no, object, oneOf, text } = rule;

const address = matching(
  'an http or https address without user and password',
  (value) => typeof value === 'string' && githubAddress(value) !== undefined,
);
const repository = matching('a repository as owner/name', (value) =>
  /^[A-Za-z0-9-]+\/[\w.-]+$/.test(String(value)),
);
const workflow = matching('the name of a file in .github/workflows', (value) =>
  /^[^/]+\.ya?ml$/.test(String(value)),
);

/** GitHub takes no more inputs than this. */
const mostInputs = 25;

const dispatch = object({ workflow, inputs: mapOf(text) }, ['workflow']);

/** What the options of the plugin must be. */
export const githubRule: Rule = object({
  id: text,
  url: address,
  repository,
  token: tokenRule,
  track: text,
  release: either(
    object({
      name: text,
      latest: oneOf('highest', 'always', 'never'),
      files: listOf(glob),
      notesUrl: text,
      needs: listOf(text),
    }),
    no,
  ),
  dispatch: either(dispatch, listOf(dispatch, { atLeast: 1 })),
  comments: commentsRule,
});

/** The workflows to start, whether one is given or several. */
export const workflowsOf = ({ dispatch = [] }: GithubOptions): readonly DispatchOptions[] =>
  isList(dispatch) ? dispatch : [dispatch];

/** What is wrong with options that have the right shape. */
export function contradictions(options: GithubOptions): readonly Problem[] {
  const workflows = workflowsOf(options);
  const names = workflows.map(({ workflow: name }) => name);
  const twice = [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
  const many = workflows.filter(({ inputs = {} }) => Object.keys(inputs).length > mostInputs);
  return [
    ...twice.map((name) =>
      misused(`The workflow ${name} is to be started twice for each tag`, 'Name each workflow once.'),
    ),
    ...many.map(({ workflow: name }) =>
      misused(
        `The workflow ${name} is given more than ${mostInputs} inputs, and GitHub takes no more`,
        'Give it fewer, for example several values in one.',
      ),
    ),
  ];
}

const isList = (given: NonNullable<GithubOptions['dispatch']>): given is readonly DispatchOptions[] =>
  Array.isArray(given);

const misused = (found: string, fix: string): Problem =>
  githubProblems.error('GITHUB_DISPATCH_OPTIONS', {
    message: `${found}.`,
    fix,
    where: { pointer: 'dispatch' },
  });
