import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isReleaseError, type Plugin, type Problem } from '@launchway/core';
import {
  applyPlan,
  compileFlow,
  dryRun,
  journal,
  openWorkspace,
  planForRun,
  type Workspace,
} from '@launchway/core/engine';
import { testClock } from '../src/fault-clock.ts';
import { quietGit, type TestRepository } from '../src/index.ts';

/** How a run of a flow ended, for tests to look at. */
export interface Outcome {
  readonly outcome: string;
  readonly codes: readonly string[];
  readonly problems: readonly Problem[];
  /** State by step. */
  readonly steps: Readonly<Record<string, string>>;
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
  readonly dry: boolean;
}

/** The same dates in every world, so that release commits are the same. */
const dates = { GIT_AUTHOR_DATE: '2026-02-03T04:05:06Z', GIT_COMMITTER_DATE: '2026-02-03T04:05:06Z' };

/** Runs a flow, or runs it dry; a refusal is an outcome too. */
export async function carryOut(
  repository: TestRepository,
  { plugins, env, dry }: Carrying,
): Promise<Outcome> {
  const said: string[] = [];
  const own = { PATH: process.env['PATH'] ?? '', HOME: repository.path, ...quietGit, ...dates, ...env };
  const workspace = await openWorkspace({
    cwd: repository.path,
    env: own,
    say: (line) => said.push(line),
    clock: testClock(),
  });
  try {
    const report = await run(workspace, plugins, dry, said);
    const ofSteps = report.steps.flatMap(({ problem }) => (problem === undefined ? [] : [problem]));
    const problems = [...report.problems, ...ofSteps];
    return {
      outcome: report.outcome,
      problems,
      codes: [...new Set(problems.map(({ code }) => code))],
      steps: Object.fromEntries(report.steps.map(({ id, state }) => [id, state])),
      preview: report.steps.flatMap(({ preview = [] }) => preview),
      said: [...said, JSON.stringify(report)].join('\n'),
    };
  } catch (error) {
    if (!isReleaseError(error)) throw error;
    const { problems, kind } = error;
    const codes = problems.map(({ code }) => code);
    return {
      outcome: kind,
      problems,
      codes,
      steps: {},
      preview: [],
      said: [...said, JSON.stringify(problems)].join('\n'),
    };
  } finally {
    await workspace.close();
  }
}

async function run(workspace: Workspace, plugins: readonly Plugin[], dry: boolean, said: string[]) {
  const flow = compileFlow({ name: 'test', plugins });
  const { plan } = await planForRun(flow, workspace.source(flow), (push, branch) =>
    workspace.remote(push, branch),
  );
  said.push(JSON.stringify(plan));
  const machinery = {
    kinds: flow.kinds,
    effects: workspace.effects,
    reads: workspace.reads,
    journal: journal(workspace.reads.now, (event) => void said.push(JSON.stringify(event))),
  };
  return dry ? dryRun(plan, machinery) : applyPlan(plan, machinery);
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
