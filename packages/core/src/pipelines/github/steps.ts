import { type CiPermissions, type CiTool, isOfForge } from '../../model/ci.ts';
import type { PipelineFlow, PluginNeeds } from '../project.ts';
import { actions } from './actions.ts';
import type { WorkflowStep } from './workflow.ts';

const setUp: Readonly<Record<CiTool, WorkflowStep>> = {
  qemu: { uses: actions.setupQemu },
  buildx: { uses: actions.setupBuildx },
  // Only actions are told where the cache is.
  'actions-cache': {
    uses: actions.script,
    with: {
      script: ['ACTIONS_RESULTS_URL', 'ACTIONS_RUNTIME_TOKEN']
        .map((name) => `core.exportVariable('${name}', process.env.${name} ?? '');`)
        .join('\n'),
    },
  },
  deno: { uses: actions.setupDeno, with: { 'deno-version': 'v2.x' } },
  go: { uses: actions.setupGo, with: { 'go-version': 'stable', cache: false } },
};

/** Steps that provide these programs, each once, in an order in which they find each other. */
export function toolSteps(wanted: ReadonlySet<CiTool>): readonly WorkflowStep[] {
  return (Object.keys(setUp) as CiTool[]).flatMap((tool) => (wanted.has(tool) ? [setUp[tool]] : []));
}

/** The repository with its whole history; the token is not left in its configuration. */
const checkOut: WorkflowStep = {
  uses: actions.checkout,
  with: { 'fetch-depth': 0, 'persist-credentials': false },
};

/**
 * What every job needs that runs the command: history, Node, the packages, programs of its plugins. No cache is used, which
 * a job with fewer rights could have filled.
 */
export function preparation(
  { ci, install }: PipelineFlow,
  tools: ReadonlySet<CiTool>,
): readonly WorkflowStep[] {
  return [
    checkOut,
    { uses: actions.setupNode, with: { 'node-version': ci?.node ?? '22', 'package-manager-cache': false } },
    { run: install.join('\n') },
    // After the packages, whose scripts need not know what these tell.
    ...toolSteps(tools),
  ];
}

/** What the step that runs the command gets, and no other step: the job's own token, and secrets and variables by name. */
export function environment(
  { ci }: PipelineFlow,
  needs: readonly PluginNeeds[],
): Readonly<Record<string, string>> {
  const secrets = [...needs.flatMap(({ secrets = [] }) => secrets), ...(ci?.secrets ?? [])];
  const variables = [...needs.flatMap(({ variables = [] }) => variables), ...(ci?.variables ?? [])];
  return {
    GITHUB_TOKEN: '${{ github.token }}',
    ...named(variables, 'vars'),
    ...named(secrets, 'secrets'),
  };
}

const named = (names: readonly string[], context: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    names.filter((name) => !isOfForge(name)).map((name) => [name, `\${{ ${context}.${name} }}`]),
  );

/** All rights that any of them asks for, besides those of the job itself: to read the repository unless told. */
export function permissionsOf(
  needs: readonly PluginNeeds[],
  own: CiPermissions = { contents: 'read' },
): CiPermissions {
  const all: Record<string, 'read' | 'write'> = { ...own };
  for (const { permissions = {} } of needs) {
    for (const [name, level] of Object.entries(permissions)) {
      if (all[name] !== 'write') all[name] = level;
    }
  }
  return all;
}
