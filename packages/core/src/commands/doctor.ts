import { here } from '../config/flow.ts';
import { configProblems } from '../config/problems.ts';
import { instanceName } from '../hooks/order.ts';
import { isError, isReleaseError, type Problem, withoutRepeats } from '../model/problem.ts';
import { indent, table } from '../output/layout.ts';
import type { Invocation } from '../session/invocation.ts';
import type { Session } from '../session/session.ts';

/** `release doctor`: everything that can be found wrong, at once. */
export async function run(invocation: Invocation): Promise<number> {
  const { console, json, version, ci } = invocation;
  const found: Problem[] = [];
  const starts: string[] = [];
  const facts: Record<string, string> = {
    launchway: version,
    node: nodeVersion(invocation),
    ci: ci.provider,
  };
  await noting(found, async () => {
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
  });
  const problems = withoutRepeats(found);
  if (json) console.json({ schema: 1, facts, starts, problems });
  else {
    console.answer(
      table(Object.entries(facts).map(([name, value]) => [console.canvas.style.strong(name), value])),
    );
    if (starts.length > 0)
      console.answer(['', console.canvas.style.strong('What a push will start'), ...indent(starts, '  ')]);
  }
  if (!json && problems.length > 0) console.answer(['']);
  console.problems(problems);
  if (!json && problems.length === 0) console.say(['', 'Nothing stands in the way of a release.']);
  return problems.some(isError) ? 2 : 0;
}

async function noting(problems: Problem[], look: () => Promise<void>): Promise<void> {
  try {
    await look();
  } catch (error) {
    if (!isReleaseError(error)) throw error;
    problems.push(...error.problems);
  }
}

const nodeVersion = ({ terminal }: Invocation): string => terminal.node;

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
