import { resolve } from 'node:path';
import { textFlag } from '../arguments/given.ts';
import { usageProblems } from '../arguments/problems.ts';
import { namedFlow } from '../config/flow.ts';
import { loadConfig } from '../config/load.ts';
import { forgeOfRemote } from '../facts/forge.ts';
import { defined } from '../model/defined.ts';
import { isError, type Problem } from '../model/problem.ts';
import { diffView } from '../output/diff.ts';
import { comparePipelines, driftProblems, type PipelineState, stateProblems } from '../pipelines/compare.ts';
import { pipelineFiles } from '../pipelines/files.ts';
import { includeProblems } from '../pipelines/gitlab/include.ts';
import { packageFiles } from '../pipelines/install.ts';
import type { Forge, PipelineFile } from '../pipelines/project.ts';
import type { Invocation } from '../session/invocation.ts';
import type { Repository } from '../session/session.ts';

/** `release ci`: writes the pipelines of all flows, or compares them with those that are there. */
export async function run(invocation: Invocation): Promise<number> {
  const { flags, console, json } = invocation;
  const repository = await invocation.repository();
  const files = await wantedPipelines(invocation, repository);
  if (flags['stdout'] === true) {
    if (json) console.json({ schema: 1, files: files.map(({ path, content }) => ({ path, content })) });
    else console.raw(files.map(({ path, content }) => `# ${path}\n${content}`).join('---\n'));
    return 0;
  }
  const states = await statesOf(files, repository, textFlag(flags, 'flow'));
  const check = flags['check'] === true;
  const problems = [
    ...stateProblems(states).filter(({ severity }) => severity === 'error' || !check),
    ...(await includeProblems(files, repository.files)),
    ...(check ? driftProblems(states) : []),
  ];
  const writes = !check && !problems.some(isError);
  if (writes) await write(files, states, invocation, repository);
  tell(states, problems, invocation, { check, writes });
  return problems.some(isError) ? 2 : 0;
}

/** With one flow in mind, files of the others are none of ours. */
async function statesOf(
  files: readonly PipelineFile[],
  { files: tree }: Repository,
  flow: string | undefined,
): Promise<readonly PipelineState[]> {
  const states = await comparePipelines(files, tree);
  return flow === undefined ? states : states.filter(({ state }) => state !== 'stale');
}

/**
 * Gives the files of the pipelines that the configuration calls for.
 * @throws USAGE_VALUE for two forges at once, FLOW_UNKNOWN, and what is wrong with the configuration
 */
export async function wantedPipelines(
  { flags, terminal }: Invocation,
  { top, files, origin }: Repository,
): Promise<readonly PipelineFile[]> {
  const explicit = textFlag(flags, 'config');
  const config = await loadConfig(top, explicit === undefined ? undefined : resolve(terminal.cwd, explicit));
  const named = textFlag(flags, 'flow');
  if (named !== undefined) namedFlow(config.flows, named);
  const forge = forgeFlag(flags) ?? forgeOfOrigin(await origin());
  const present = await Promise.all(
    packageFiles.map(async (name) => ((await files.text(name)) === undefined ? [] : [name])),
  );
  const written = pipelineFiles(config.flows, config.file, {
    ...defined({ forge }),
    files: present.flat(),
    env: (name) => terminal.env[name],
  });
  return written.filter(({ flows }) => named === undefined || flows.includes(named));
}

function forgeFlag(flags: Invocation['flags']): Forge | undefined {
  const [github, gitlab] = [flags['github'] === true, flags['gitlab'] === true];
  if (github && gitlab) {
    throw usageProblems.refusal('USAGE_VALUE', {
      message: '`--github` and `--gitlab` are both given.',
      fix: "Give one of them. A flow that runs on one forge alone says so itself: `when: { ci: 'gitlab' }`.",
    });
  }
  if (github) return 'github';
  return gitlab ? 'gitlab' : undefined;
}

function forgeOfOrigin(address: string | undefined): Forge | undefined {
  const kind = address === undefined ? undefined : forgeOfRemote(address)?.kind;
  return kind === 'github' || kind === 'gitlab' ? kind : undefined;
}

async function write(
  files: readonly PipelineFile[],
  states: readonly PipelineState[],
  { terminal }: Invocation,
  { top }: Repository,
): Promise<void> {
  for (const { path, content } of files) {
    const found = states.find((state) => state.path === path);
    if (found?.state === 'new' || found?.state === 'changed')
      await terminal.write(resolve(top, path), content);
  }
}

function tell(
  states: readonly PipelineState[],
  problems: readonly Problem[],
  { console, json }: Invocation,
  { check, writes }: { readonly check: boolean; readonly writes: boolean },
): void {
  console.problems(problems);
  if (json) {
    console.json({ schema: 1, files: states, problems });
    return;
  }
  const open = states.filter(({ state }) => state === 'new' || state === 'changed');
  if (check)
    console.answer(
      diffView(
        open.filter(({ state }) => state === 'changed'),
        console.canvas,
      ),
    );
  else if (writes)
    console.answer(open.map(({ path, state }) => `${state === 'new' ? 'Wrote' : 'Rewrote'} ${path}`));
  else console.answer(['Nothing was written; `release ci --stdout` prints what would be.']);
  if (open.length === 0 && problems.length === 0)
    console.say(['The pipelines are as the configuration calls for.']);
}
