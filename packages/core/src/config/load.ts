import { relative } from 'node:path';
import type { Plugin } from '../model/plugin.ts';
import { type Problem, ReleaseError } from '../model/problem.ts';
import type { Flow, When } from './define.ts';
import { type FoundConfig, findConfig } from './reading/find.ts';
import { type Finding, isRecord, type Path, spell } from './rules/findings.ts';
import { foreignProblem, isSemanticRelease } from './reading/foreign.ts';
import { toProblems } from './rules/options.ts';
import { locate } from './reading/place.ts';
import { makePlugin, type NamedPlugin, problemsOf } from './plugins.ts';
import { configuration, plugin as pluginRule } from './rules/shape.ts';

/** A flow with its plugins made. */
export interface ReadyFlow extends Omit<Flow, 'plugins'> {
  readonly name: string;
  readonly when?: When;
  readonly plugins: readonly Plugin[];
}

/** A configuration in which nothing is wrong. */
export interface LoadedConfig {
  /** Path from the top of the repository. */
  readonly file: string;
  readonly flows: readonly ReadyFlow[];
}

/**
 * Finds, reads and checks the configuration of a repository, and makes the plugins it names.
 * @param top top folder of the repository
 * @param explicit an absolute path, in place of a search
 * @throws ReleaseError with every problem at once, each with its place
 */
export async function loadConfig(top: string, explicit?: string): Promise<LoadedConfig> {
  const found = await findConfig(top, explicit);
  const file = relative(top, found.file);
  if (isSemanticRelease(found.value)) throw new ReleaseError([foreignProblem(file, 'semantic-release')]);
  const findings = configuration(found.value, []);
  const broken = toProblems(findings).map(
    (problem, index): Located => [problem, findings[index]?.path ?? []],
  );
  const { flows, problems } = await makeFlows(found.value, top, findings);
  const all = [...broken, ...problems];
  if (all.length > 0) throw new ReleaseError(await Promise.all(all.map((one) => placed(one, file, found))));
  return { file, flows };
}

/** A problem, and the path in the file it is about. */
type Located = readonly [Problem, Path];

/** Makes the plugins of every flow that has the right shape; a mistake elsewhere does not hide theirs. */
async function makeFlows(
  value: unknown,
  top: string,
  findings: readonly Finding[],
): Promise<{ flows: ReadyFlow[]; problems: Located[] }> {
  const flows: ReadyFlow[] = [];
  const problems: Located[] = [];
  const given = isRecord(value) && isRecord(value['flows']) ? Object.entries(value['flows']) : [];
  for (const [name, flow] of given) {
    if (!isRecord(flow) || !Array.isArray(flow['plugins'])) continue;
    const plugins: Plugin[] = [];
    for (const [index, entry] of Array.from(flow['plugins']).entries()) {
      const path = ['flows', name, 'plugins', index];
      if (findings.some((finding) => startsWith(finding.path, path))) continue;
      const made = await madePlugin(top, entry, path);
      if ('plugin' in made) plugins.push(made.plugin);
      else problems.push(...made.problems);
    }
    flows.push({ ...flow, name, plugins });
  }
  return { flows, problems };
}

async function madePlugin(
  top: string,
  entry: unknown,
  path: Path,
): Promise<{ plugin: Plugin } | { problems: Located[] }> {
  const named = isNamed(entry);
  const prefixed = (problem: Problem): Located => inside(problem, path, named && typeof entry !== 'string');
  try {
    const made = named ? await makePlugin(top, entry) : entry;
    const wrong = named ? toProblems(pluginRule(made, [])) : [];
    if (wrong.length > 0 || !isPlugin(made)) return { problems: wrong.map(prefixed) };
    return made.problems === undefined || made.problems.length === 0
      ? { plugin: made }
      : { problems: made.problems.map(prefixed) };
  } catch (error) {
    return { problems: problemsOf(error).map(prefixed) };
  }
}

const isNamed = (entry: unknown): entry is NamedPlugin => typeof entry === 'string' || Array.isArray(entry);
const isPlugin = (value: unknown): value is Plugin => isRecord(value) && typeof value['name'] === 'string';

/** Prefixes a plugin's own problem with the place of the plugin in the configuration. */
function inside(problem: Problem, path: Path, tuple: boolean): Located {
  const pointer = problem.where?.pointer ?? '';
  const whole =
    pointer === '' || pointer.startsWith('[') ? spell(path) + pointer : `${spell(path)}.${pointer}`;
  const steps = [...pointer.matchAll(/\[(\d+)\]|([^.[\]"]+)/g)].map(([, index, key]) =>
    index === undefined ? (key ?? '') : Number(index),
  );
  const options = tuple && steps.length > 0 ? [1] : [];
  return [{ ...problem, where: { ...problem.where, pointer: whole } }, [...path, ...options, ...steps]];
}

/** Names the file, and in JSON and YAML the line and column. */
async function placed([problem, path]: Located, file: string, found: FoundConfig): Promise<Problem> {
  const position = found.text === undefined ? undefined : await locate(found.text, path);
  return { ...problem, where: { file, ...position, ...problem.where } };
}

const startsWith = (path: Path, start: Path): boolean => start.every((key, index) => path[index] === key);
