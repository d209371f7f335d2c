import { here } from '../config/flow.ts';
import { configProblems } from '../config/problems.ts';
import { instanceName } from '../hooks/order.ts';
import { isError, isReleaseError, type Problem, withoutRepeats } from '../model/problem.ts';
import { indent, table } from '../output/layout.ts';
import type { Canvas } from '../output/view.ts';
import type { Invocation } from '../session/invocation.ts';
import type { Session } from '../session/session.ts';

/** What was found out, as far as one came. */
interface Findings {
  readonly facts: Readonly<Record<string, string>>;
  /** What a push will start, one thing a line. */
  readonly starts: readonly string[];
  readonly problems: readonly Problem[];
}

/** `release doctor`: everything that can be found wrong, at once. */
export async function run(invocation: Invocation): Promise<number> {
  const { console, json } = invocation;
  const findings = await examine(invocation);
  const { problems } = findings;
  if (json) console.json({ schema: 1, ...findings });
  else console.answer(findingsView(findings, console.canvas));
  console.problems(problems);
  if (!json && problems.length === 0) console.say(['', 'Nothing stands in the way of a release.']);
  return problems.some(isError) ? 2 : 0;
}

async function examine(invocation: Invocation): Promise<Findings> {
  const { console, version, ci, terminal } = invocation;
  const facts: Record<string, string> = { launchway: version, node: terminal.node, ci: ci.provider };
  const starts: string[] = [];
  const found: Problem[] = [];
  try {
    const repository = await invocation.repository();
    Object.assign(facts, { repository: repository.top, git: await repository.gitVersion() });
    const session = await invocation.session();
    Object.assign(facts, described(session));
    if (session.misfits.length > 0) found.push(elsewhere(session));
    console.progress('Asking for tools and credentials ...');
    const built = await session.engine.planForLook();
    found.push(...built.plan.problems, ...(await session.engine.ready(built.plan)));
    const { lines, problems: inVain } = await session.engine.outlook(built);
    starts.push(...lines);
    found.push(...inVain);
  } catch (error) {
    if (!isReleaseError(error)) throw error;
    found.push(...error.problems);
  }
  return { facts, starts, problems: withoutRepeats(found) };
}

function findingsView({ facts, starts, problems }: Findings, { style }: Canvas): readonly string[] {
  return [
    ...table(Object.entries(facts).map(([name, value]) => [style.strong(name), value])),
    ...(starts.length === 0 ? [] : ['', style.strong('What a push will start'), ...indent(starts, '  ')]),
    ...(problems.length === 0 ? [] : ['']),
  ];
}

function described({ configFile, flow, tracks, situation }: Session): Record<string, string> {
  return {
    config: configFile,
    flow: `${flow.name}, on ${here(situation)}`,
    plugins: flow.plugins.map(instanceName).join(', '),
    tracks: tracks.map((track) => track.name).join(', '),
  };
}

function elsewhere({ flow, misfits, situation }: Session): Problem {
  return configProblems.warning('FLOW_ELSEWHERE', {
    message: `The flow ${flow.name} is not meant for ${here(situation)}: ${misfits.join('; ')}.`,
    fix: 'Nothing to do, unless you mean to release from here.',
  });
}
