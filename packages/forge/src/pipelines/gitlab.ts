import type { Tree } from '@launchway/core';
import { isRecord } from '../answers.ts';
import { skipWords } from '../skip.ts';
import type { Variables } from './condition.ts';
import { type Forecast, type PushEvent, pushVariables } from './event.ts';
import { asList, mergeDeep, type PipelineFile, readPipelineFile } from './gitlab-file.ts';
import { judgeOnly } from './gitlab-only.ts';
import { judgeRules, type RuleContext, textValues } from './gitlab-rules.ts';

/** Keys of a pipeline file that are no jobs. */
const notJobs = new Set(
  'after_script before_script cache default image include pages:deploy services spec stages types variables workflow'.split(
    ' ',
  ),
);

/**
 * Foretells what GitLab will start for a pushed ref, from `.gitlab-ci.yml` and the local files it includes: `workflow`,
 * then each job's `rules`, or `only` and `except`.
 * @returns nothing when there is no pipeline file
 */
export async function forecastGitlab(
  tree: Tree,
  event: PushEvent,
  path = '.gitlab-ci.yml',
): Promise<Forecast | undefined> {
  const file = await readPipelineFile(tree, path);
  if (file === undefined) return undefined;
  const unsure = new Set(file.missing.map((name) => `${name} is not read`));
  const skip = skipWords('gitlab', event.message ?? '');
  if (skip !== undefined) return nothing(`the commit's message says ${skip}`, unsure);
  const variables = { ...pushVariables(event), ...withoutOwn(textValues(file.content['variables']), event) };
  const context: RuleContext = { event, variables, tree, doubt: (reason) => unsure.add(reason) };
  const workflow = await judgeWorkflow(file, context);
  if (workflow === undefined) return nothing('`workflow: rules` let no pipeline start for it', unsure);
  const jobs = await startedJobs(file, { ...context, variables: { ...variables, ...workflow } });
  if (jobs.length === 0) return nothing(`no job of ${path} runs for it`, unsure);
  return { starts: true, jobs, unsure: [...unsure] };
}

const nothing = (because: string, unsure: ReadonlySet<string>): Forecast => ({
  starts: false,
  jobs: [],
  because,
  unsure: [...unsure],
});

/** Variables of the file do not hide those of the run. */
function withoutOwn(ofFile: Variables, event: PushEvent): Variables {
  const given = new Set(Object.keys(pushVariables(event)));
  return Object.fromEntries(Object.entries(ofFile).filter(([name]) => !given.has(name)));
}

/** The variables the workflow adds; nothing when it lets no pipeline start. */
async function judgeWorkflow(
  { content }: PipelineFile,
  context: RuleContext,
): Promise<Variables | undefined> {
  const workflow = content['workflow'];
  if (!isRecord(workflow) || workflow['rules'] === undefined) return {};
  const verdict = await judgeRules(workflow['rules'], context);
  return verdict === undefined || verdict.when === 'never' ? undefined : verdict.variables;
}

async function startedJobs({ content }: PipelineFile, context: RuleContext): Promise<Forecast['jobs']> {
  const started: { name: string; manual: boolean; stage: unknown }[] = [];
  for (const [name, raw] of Object.entries(content)) {
    if (name.startsWith('.') || notJobs.has(name) || !isRecord(raw)) continue;
    const job = extended(raw, content);
    const when = await whenOf(job, context);
    if (when !== undefined && when !== 'never')
      started.push({ name, manual: when === 'manual', stage: job['stage'] });
  }
  const isAlone = started.every(({ stage }) => stage === '.pre' || stage === '.post');
  return isAlone ? [] : started.map(({ name, manual }) => ({ name, manual }));
}

async function whenOf(
  job: Readonly<Record<string, unknown>>,
  context: RuleContext,
): Promise<string | undefined> {
  const own = typeof job['when'] === 'string' ? job['when'] : 'on_success';
  const variables = { ...textValues(job['variables']), ...context.variables };
  if (job['rules'] === undefined) return judgeOnly(job, { ...context, variables }) ? own : undefined;
  const verdict = await judgeRules(job['rules'], { ...context, variables });
  return verdict === undefined ? undefined : (verdict.when ?? own);
}

/** A job with what it extends below it; each base is put together once, and one that extends itself stays as it is. */
function extended(
  job: Readonly<Record<string, unknown>>,
  content: Readonly<Record<string, unknown>>,
  known = new Map<string, Readonly<Record<string, unknown>>>(),
): Readonly<Record<string, unknown>> {
  if (job['extends'] === undefined) return job;
  const bases = asList(job['extends']).flatMap((name) => {
    const base = typeof name === 'string' ? content[name] : undefined;
    if (typeof name !== 'string' || !isRecord(base)) return [];
    const found = known.get(name);
    if (found !== undefined) return [found];
    known.set(name, base);
    const whole = extended(base, content, known);
    known.set(name, whole);
    return [whole];
  });
  const { extends: _, ...own } = job;
  return mergeDeep(bases.reduce<Readonly<Record<string, unknown>>>(mergeDeep, {}), own);
}
