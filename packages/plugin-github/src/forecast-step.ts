import { type Deferred, known, type Problem, type Reads, type StepKind } from '@launchway/core';
import {
  describeForecast,
  type Forecast,
  forecastGithub,
  type PushEvent,
  pusherStartsNothing,
  workflowFiles,
} from '@launchway/forge';
import { pusherTo, type Remote } from './access/pusher.ts';
import { githubProblems } from './problems.ts';

export type ForecastInput = {
  readonly refs: readonly {
    readonly kind: 'branch' | 'tag';
    readonly name: string;
    /** Paths that the release commit changes; of branches alone. */
    readonly changed: readonly string[] | null;
  }[];
  readonly commit: Deferred<string>;
  readonly remote: Remote;
  /** What git calls the remote's branch, as last fetched. */
  readonly upstream: string | null;
  /** Paths that the release commit changes. */
  readonly changes: readonly string[];
  /** Workflows that are started for each tag anyway. */
  readonly dispatched: readonly string[];
};

/**
 * Foretells before anything is visible which workflows the push will start, and warns where somebody waits for one in vain.
 * It is optional: it can tell, not stop. What GitHub is known to refuse is an error all the same.
 */
export const forecastStep: StepKind<ForecastInput, Record<string, never>> = {
  kind: 'github:forecast',
  phase: 'stage',
  confirm: false,
  foretells: true,
  ready: async (input, reads) => {
    const idle = pusherStartsNothing(await pusherTo(input.remote, reads));
    if (idle === undefined) return [];
    const refused = await changedWorkflows(input, reads);
    const found = await Promise.all(
      (await forecasts(input, reads)).map(([ref, forecast]) => inVain(input, ref, forecast, { idle, reads })),
    );
    return [...refused, ...found.flat()];
  },
  probe: async (input, reads) => {
    const idle = pusherStartsNothing(await pusherTo(input.remote, reads));
    const found = await forecasts(input, reads);
    const dispatched = input.dispatched.map((name) => `${name} is started for each tag`);
    const told = found.flatMap(([ref, forecast]) => describeForecast(ref, forecast, 'workflow', idle));
    return { state: 'todo', preview: [...told, ...dispatched] };
  },
  run: async (input, effects) => {
    const commit = known(input.commit);
    const message = commit === undefined ? '' : await effects.git.message(commit);
    const skipped = (await forecasts(input, effects, message)).find(
      ([{ kind }, { because }]) => kind === 'tag' && because?.includes('message says'),
    );
    if (skipped === undefined || input.dispatched.length > 0) return {};
    const [{ name }, { because }] = skipped;
    throw githubProblems.refusal('GITHUB_NO_WORKFLOW', {
      message: `Pushing ${name} will start no workflow: ${because}.`,
      fix: 'Take these words out of `message` in the options of git(), or name the workflow in `dispatch`.',
    });
  },
};

type Foretold = readonly (readonly [ref: PushEvent['ref'], forecast: Forecast])[];

async function forecasts({ refs, commit }: ForecastInput, reads: Reads, message = ''): Promise<Foretold> {
  const release = known(commit);
  const tree = release === undefined ? reads.tree : reads.git.tree(release);
  const found = await Promise.all(
    refs.map(async ({ changed, ...ref }) => {
      const event = { ref, message, ...(changed === null ? {} : { changed }) };
      return [ref, await forecastGithub(tree, event)] as const;
    }),
  );
  return found.flatMap(([ref, forecast]) => (forecast === undefined ? [] : [[ref, forecast] as const]));
}

/** Workflows that wait for a tag which starts none. */
async function inVain(
  { dispatched }: ForecastInput,
  { kind, name }: PushEvent['ref'],
  { jobs }: Forecast,
  { idle, reads }: { readonly idle: string; readonly reads: Reads },
): Promise<readonly Problem[]> {
  const due = jobs.map((job) => job.name).filter((file) => !dispatched.includes(file));
  const isIdle = await Promise.all(due.map((file) => isCompletion(file, reads)));
  const waiting = due.filter((_, at) => isIdle[at] === false);
  const [first = ''] = waiting;
  if (kind !== 'tag' || waiting.length === 0) return [];
  return [
    githubProblems.warning('GITHUB_NO_WORKFLOW', {
      message: `${waiting.join(', ')} would run for the tag ${name}, and will not: ${idle}.`,
      fix: `Set \`dispatch: { workflow: '${first}' }\` in the options of github() and \`on: workflow_dispatch\` in the workflow, or push with another token in LAUNCHWAY_GIT_TOKEN.`,
      where: { file: `.github/workflows/${first}` },
    }),
  ];
}

/** Whether a workflow publishes what a release misses, so that the run which makes the release leaves it nothing to do. */
async function isCompletion(file: string, reads: Reads): Promise<boolean> {
  const text = await reads.tree.text(`.github/workflows/${file}`);
  return text !== undefined && /\brelease publish\b/.test(text);
}

/** Workflow files that the push would bring, which GitHub refuses of a workflow's own token. */
async function changedWorkflows(
  { upstream, changes }: ForecastInput,
  reads: Reads,
): Promise<readonly Problem[]> {
  const [head, tip] = [
    await reads.git.commit('HEAD'),
    upstream === null ? undefined : await reads.git.commit(upstream),
  ];
  const unpushed = head === undefined || tip === undefined ? [] : await reads.git.changedPaths(tip, head);
  const files = [...new Set(workflowFiles([...changes, ...unpushed]))];
  if (files.length === 0) return [];
  return [
    githubProblems.error('GITHUB_WORKFLOW_CHANGE', {
      message: `The push would change ${files.join(', ')}, and GitHub takes no change of workflows from the workflow's own token.`,
      fix: 'Push with another token in LAUNCHWAY_GIT_TOKEN (classic: scope `workflow`; fine-grained: Workflows, write), or run the release again from the tip of the branch.',
    }),
  ];
}
