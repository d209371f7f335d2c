import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isReleaseError, type Plugin, type Problem, type Report } from '@launchway/core';
import {
  applyPlan,
  buildPlan,
  compileFlow,
  dryRun,
  journal,
  openWorkspace,
  planForRun,
  type Workspace,
} from '@launchway/core/engine';
import { testClock } from '../src/faults/clock.ts';
import { quietGit, type TestRepository } from '../src/index.ts';

/** How a run of a flow ended, for tests to look at. */
export interface Outcome {
  readonly outcome: string;
  readonly codes: readonly string[];
  readonly problems: readonly Problem[];
  /** State by step. */
  readonly steps: Readonly<Record<string, string>>;
  /** What the run reports; a refusal has none. */
  readonly report?: Report;
  /** What a dry run foretells. */
  readonly preview: readonly string[];
  /** Everything that left the process. */
  readonly said: string;
}

export type Env = Readonly<Record<string, string | undefined>>;

/** A run of a flow in a repository. */
export interface Carrying {
  readonly plugins: readonly Plugin[];
  readonly env: Env;
  /** Tells what would be done, in place of doing it. */
  readonly dry?: boolean;
  /** Publishes what HEAD holds by these plugins alone, as `release publish --only` does. */
  readonly only?: readonly string[];
}

/** The same dates in every world, so that release commits are the same. */
const dates = { GIT_AUTHOR_DATE: '2026-02-03T04:05:06Z', GIT_COMMITTER_DATE: '2026-02-03T04:05:06Z' };

/** Runs a flow, or runs it dry; a refusal is an outcome too. */
export async function carryOut(repository: TestRepository, carrying: Carrying): Promise<Outcome> {
  const said: string[] = [];
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: repository.path,
    ...quietGit,
    ...dates,
    ...carrying.env,
  };
  const workspace = await openWorkspace({
    cwd: repository.path,
    env,
    say: (line) => said.push(line),
    watch: (line) => said.push(JSON.stringify(line)),
    clock: testClock(),
  });
  try {
    const report = await run(workspace, carrying, said);
    return {
      ...found(report.outcome, report.problems),
      report,
      steps: Object.fromEntries(report.steps.map(({ id, state }) => [id, state])),
      preview: report.steps.flatMap(({ preview = [] }) => preview),
      said: [...said, JSON.stringify(report)].join('\n'),
    };
  } catch (error) {
    if (!isReleaseError(error)) throw error;
    return {
      ...found(error.kind, error.problems),
      steps: {},
      preview: [],
      said: [...said, error.message, JSON.stringify(error.problems)].join('\n'),
    };
  } finally {
    await workspace.close();
  }
}

const found = (outcome: string, problems: readonly Problem[]) => ({
  outcome,
  problems,
  codes: problems.map(({ code }) => code),
});

async function run(workspace: Workspace, { plugins, dry, only }: Carrying, said: string[]): Promise<Report> {
  const flow = compileFlow({ name: 'test', plugins });
  const source = workspace.source(flow);
  const { plan } =
    only === undefined
      ? await planForRun(flow, source, workspace.remote)
      : await buildPlan(flow, source, { release: (await workspace.repository.commit('HEAD')) ?? '' });
  said.push(JSON.stringify(plan));
  const machinery = {
    kinds: flow.kinds,
    effects: workspace.effects,
    reads: workspace.reads,
    journal: journal(workspace.reads.now, (event) => void said.push(JSON.stringify(event))),
  };
  return dry === true
    ? dryRun(plan, machinery)
    : applyPlan(plan, machinery, only === undefined ? {} : { only });
}

/** Writes files into the working tree, as an earlier job's artifacts. */
export async function writeArtifacts(
  repository: TestRepository,
  artifacts: Readonly<Record<string, string>>,
): Promise<void> {
  for (const [path, content] of Object.entries(artifacts)) {
    await mkdir(dirname(join(repository.path, path)), { recursive: true });
    await writeFile(join(repository.path, path), content);
  }
}
