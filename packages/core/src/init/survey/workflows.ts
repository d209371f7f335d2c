import { isOurs as isWritten } from '../../pipelines/yaml.ts';
import { lastPart } from '../paths.ts';
import { entriesOf, memberOf, readData, textOf, textsOf } from './data.ts';
import type { Sight } from './sight.ts';

/** One workflow of GitHub Actions, as far as a release is concerned. */
export interface Workflow {
  /** Path of the file. */
  readonly file: string;
  readonly name: string;
  /** Globs of tags whose push starts it; nothing where none does. */
  readonly tags?: readonly string[];
  /** Globs of branches whose push starts it; nothing where none does. */
  readonly branches?: readonly string[];
  readonly steps: readonly WorkflowStep[];
  /** Whether `release ci` has written it. */
  readonly isOurs: boolean;
}

export interface WorkflowStep {
  /** The action without its version. */
  readonly uses: string;
  readonly with: Readonly<Record<string, string>>;
  readonly run: string;
}

/** Reads the workflows of a repository, the expressions in them filled in where they are known beforehand. */
export async function readWorkflows(sight: Sight): Promise<readonly Workflow[]> {
  const files = sight.paths.filter((path) => /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path));
  const read = await Promise.all(
    files.map(async (file) => {
      const workflow = workflowOf(file, await readData(sight, file), knownExpressions(sight));
      return workflow && { ...workflow, isOurs: isWritten((await sight.text(file)) ?? '') };
    }),
  );
  return read.filter((workflow) => workflow !== undefined);
}

type Known = Readonly<Record<string, string>>;

/** What stays the same in every run. */
function knownExpressions({ forge, name }: Sight): Known {
  const path = forge === undefined ? '' : new URL(forge.url).pathname.slice(1);
  if (path === '') return { 'github.event.repository.name': name };
  return {
    'github.repository': path,
    'github.repository_owner': path.split('/')[0] ?? '',
    'github.event.repository.name': lastPart(path),
    'github.server_url': new URL(forge?.url ?? '').origin,
  };
}

function workflowOf(file: string, data: unknown, known: Known): Omit<Workflow, 'isOurs'> | undefined {
  const jobs = entriesOf(memberOf(data, 'jobs'));
  if (jobs.length === 0) return undefined;
  const outer = withVariables(known, memberOf(data, 'env'));
  const steps = jobs.flatMap(([, job]) => {
    const inner = withVariables(outer, memberOf(job, 'env'));
    const listed = memberOf(job, 'steps');
    return (Array.isArray(listed) ? listed : []).map((step) => stepOf(step, inner));
  });
  return { file, name: lastPart(file), ...triggersOf(memberOf(data, 'on')), steps };
}

function triggersOf(on: unknown): Pick<Workflow, 'tags' | 'branches'> {
  const push = memberOf(on, 'push');
  if (!textsOf(on).includes('push') && (typeof on !== 'object' || on === null || !('push' in on))) return {};
  const tags = memberOf(push, 'tags');
  const branches = memberOf(push, 'branches');
  return {
    ...(tags !== undefined || branches === undefined
      ? { tags: tags === undefined ? ['**'] : textsOf(tags) }
      : {}),
    ...(branches !== undefined || tags === undefined
      ? { branches: branches === undefined ? ['**'] : textsOf(branches) }
      : {}),
  };
}

function withVariables(known: Known, env: unknown): Known {
  const own = entriesOf(env).flatMap(([name, value]) => {
    const text = filledIn(String(value), known);
    return [[`env.${name}`, text] as const];
  });
  return { ...known, ...Object.fromEntries(own) };
}

function stepOf(step: unknown, known: Known): WorkflowStep {
  const inputs = entriesOf(memberOf(step, 'with')).map(([name, value]) => [
    name,
    filledIn(String(value), known),
  ]);
  return {
    uses: (textOf(memberOf(step, 'uses')) ?? '').replace(/@.*$/, ''),
    with: Object.fromEntries(inputs),
    run: shellFilledIn(filledIn(textOf(memberOf(step, 'run')) ?? '', known), known),
  };
}

function filledIn(text: string, known: Known): string {
  return text.replace(/\$\{\{\s*([\w.-]+)\s*\}\}/g, (whole, name: string) => known[name] ?? whole);
}

/** Variables of the workflow as a shell spells them. */
function shellFilledIn(text: string, known: Known): string {
  const ofCi: Readonly<Record<string, string | undefined>> = {
    GITHUB_REPOSITORY: known['github.repository'],
    GITHUB_REPOSITORY_OWNER: known['github.repository_owner'],
  };
  return text.replace(
    /\$(?:\{(\w+)\}|(\w+))/g,
    (whole, braced: string | undefined, bare: string | undefined) => {
      const name = braced ?? bare ?? '';
      return known[`env.${name}`] ?? ofCi[name] ?? whole;
    },
  );
}

/** Whether a text still has something in it that only a run knows. */
export const isOpen = (text: string): boolean => /\$|[{}]/.test(text);
