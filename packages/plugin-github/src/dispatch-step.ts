import { type Deferred, defined, type Effects, known, type Reads, type StepKind } from '@launchway/core';
import {
  type ForgeReader,
  forecastGithub,
  misanswered,
  pusherStartsNothing,
  record,
  records,
  textOf,
  workflowTriggers,
} from '@launchway/forge';
import { connect } from './access/access.ts';
import type { Place } from './access/place.ts';
import { pusherTo, type Remote } from './access/pusher.ts';
import { readyFor } from './access/ready.ts';
import { githubProblems } from './problems.ts';

export type DispatchInput = {
  readonly place: Place;
  readonly workflow: string;
  readonly tag: string;
  readonly commit: Deferred<string>;
  readonly inputs: { readonly [name: string]: string };
  readonly remote: Remote | null;
  /** Whether the tag was pushed by an earlier run, so that what it has started can be seen. */
  readonly made: boolean;
};

type DispatchOutput = { readonly url: string };

/**
 * Starts a workflow with the tag as its ref, where pushing the tag starts none. It is started once: a run that is there for
 * the tag and the commit, whoever has started it, is enough.
 */
export const dispatchStep: StepKind<DispatchInput, DispatchOutput> = {
  kind: 'github:dispatch',
  phase: 'publish',
  confirm: false,
  ready: async (input, reads) => {
    const rights = await readyFor(input.place, { writes: 'actions' }, reads);
    return rights.length > 0 ? rights : unknownWorkflow(input, reads);
  },
  probe: async (input, reads) => {
    const url = await startedRun(input, await connect(input.place, reads));
    if (url !== undefined) return { state: 'done', output: { url } };
    if (await startsByPush(input, reads))
      return { state: 'done', output: { url: pageOf(input) }, preview: ['the push of the tag starts it'] };
    return { state: 'todo', preview: [`start ${input.workflow} for ${input.tag}`] };
  },
  run: async (input, effects) => {
    const { workflow, tag, inputs } = input;
    const forge = await connect(input.place, effects);
    const asked = {
      path: `/actions/workflows/${encodeURIComponent(workflow)}/dispatches`,
      json: { ref: tag, ...(Object.keys(inputs).length === 0 ? {} : { inputs }) },
      doing: `start ${workflow} for ${tag}`,
    };
    const result = await forge.create(asked, () => awaitRun(input, forge, effects));
    if ('found' in result) return { url: result.found };
    // Servers that answer 200 name the run; with 204 it has to be looked for.
    const url = textOf(record(result.made)['html_url']) ?? (await awaitRun(input, forge, effects));
    return { url: url ?? pageOf(input) };
  },
};

/** The page of a run for this tag at this commit; skipped ones have done nothing. */
async function startedRun(
  { workflow, tag, commit }: DispatchInput,
  forge: ForgeReader,
): Promise<string | undefined> {
  const sha = known(commit);
  const query = new URLSearchParams({
    branch: tag,
    per_page: '30',
    ...defined({ head_sha: sha }),
  });
  const asked = {
    path: `/actions/workflows/${encodeURIComponent(workflow)}/runs?${query.toString()}`,
    doing: `look for a run of ${workflow}`,
  };
  const listed = await forge.find(asked);
  const { workflow_runs: runs } = record(listed);
  if (listed !== undefined && !Array.isArray(runs))
    throw misanswered(forge, asked, 'it answered without a list of runs');
  const started = records(runs).find((run) => run['head_branch'] === tag && run['conclusion'] !== 'skipped');
  return textOf(started?.['html_url']);
}

/** How long a run may take to be seen, in steps of milliseconds. */
const patience = [0, 1000, 2000, 4000];

/** Looks for the run until it is seen: GitHub lists it some seconds after it was asked for. */
async function awaitRun(
  input: DispatchInput,
  forge: ForgeReader,
  effects: Effects,
): Promise<string | undefined> {
  for (const wait of patience) {
    if (wait > 0) await effects.sleep(wait);
    const url = await startedRun(input, forge);
    if (url !== undefined) return url;
  }
  return undefined;
}

/** Whether the push of the tag will start the workflow by itself. */
async function startsByPush({ remote, made, tag, workflow }: DispatchInput, reads: Reads): Promise<boolean> {
  if (made || remote === null || pusherStartsNothing(await pusherTo(remote, reads)) !== undefined)
    return false;
  const forecast = await forecastGithub(reads.tree, { ref: { kind: 'tag', name: tag } });
  return forecast?.jobs.some(({ name }) => name === workflow) === true;
}

async function unknownWorkflow({ place, workflow }: DispatchInput, reads: Reads) {
  const file = `.github/workflows/${workflow}`;
  const text = await reads.tree.text(file);
  const triggers = text === undefined ? undefined : await workflowTriggers(text);
  const isDeaf = triggers !== undefined && !('workflow_dispatch' in triggers);
  const forge = await connect(place, reads);
  const asked = { path: `/actions/workflows/${encodeURIComponent(workflow)}`, doing: `look for ${workflow}` };
  const found = isDeaf ? undefined : await forge.find(asked);
  if (found !== undefined) return [];
  return [
    githubProblems.error('GITHUB_WORKFLOW_UNKNOWN', {
      message: isDeaf
        ? `${workflow} is to be started for each tag, and has no \`workflow_dispatch\` among what starts it.`
        : `GitHub knows no workflow ${workflow}, which is to be started for each tag.`,
      fix: isDeaf
        ? 'Add `workflow_dispatch:` to its `on`.'
        : 'Correct the name, and merge the file into the default branch first: GitHub knows the workflows of that branch alone.',
      where: { file },
    }),
  ];
}

const pageOf = ({ place, workflow }: DispatchInput): string =>
  `${place.web}/actions/workflows/${encodeURIComponent(workflow)}`;
