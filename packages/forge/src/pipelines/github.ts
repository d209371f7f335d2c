import type { Tree } from '@launchway/core';
import { isRecord } from '../answers.ts';
import { githubFilter, githubGlob } from '../glob-github.ts';
import { skipWords } from '../skip.ts';
import type { Forecast, PushEvent } from './event.ts';
import { textsOf } from './gitlab-rules.ts';
import { type Triggers, workflowTriggers } from './workflow.ts';

const workflowFile = /^\.github\/workflows\/[^/]+\.ya?ml$/;

/** GitHub compares no more than this many files of a push with `paths`. */
const comparedFiles = 300;

/**
 * Foretells which workflows GitHub will start for a pushed ref, from the `on` of each file in `.github/workflows`.
 * @returns nothing when there are no workflows
 */
export async function forecastGithub(tree: Tree, event: PushEvent): Promise<Forecast | undefined> {
  const files = (await tree.list('.github/workflows')).filter(({ path }) => workflowFile.test(path));
  if (files.length === 0) return undefined;
  const skip = skipWords('github', event.message ?? '');
  if (skip !== undefined)
    return { starts: false, jobs: [], because: `the commit's message says ${skip}`, unsure: [] };
  const unsure: string[] = [];
  const jobs: { name: string; manual: boolean }[] = [];
  for (const { path } of files) {
    const triggers = await workflowTriggers((await tree.text(path)) ?? '');
    if (triggers === undefined) unsure.push(`${path} cannot be read`);
    else if (startsOnPush(triggers, event))
      jobs.push({ name: path.slice('.github/workflows/'.length), manual: false });
  }
  if (jobs.length > 0) return { starts: true, jobs, unsure };
  return { starts: false, jobs, because: 'no workflow is for a push of it', unsure };
}

function startsOnPush(triggers: Triggers, event: PushEvent): boolean {
  if (event.ref.kind === 'tag' && 'create' in triggers) return true;
  if (!('push' in triggers)) return false;
  const push = isRecord(triggers['push']) ? triggers['push'] : {};
  const { kind, name } = event.ref;
  const [own, other] = kind === 'tag' ? ['tags', 'branches'] : ['branches', 'tags'];
  const names = [push[own], push[`${own}-ignore`]];
  const isForOthers =
    names.every((list) => list === undefined) && (push[other] ?? push[`${other}-ignore`]) !== undefined;
  if (isForOthers || !passes(names, (test) => test(name))) return false;
  // Paths count for branches alone.
  if (kind === 'tag' || event.changed === undefined) return true;
  const changed = event.changed.slice(0, comparedFiles);
  const included = push['paths'];
  if (included !== undefined) return changed.some(githubFilter(textsOf(included)));
  const ignored = push['paths-ignore'];
  return ignored === undefined || !changed.every(githubFilter(textsOf(ignored)));
}

/** Whether a list of names lets a name in, and the list of the ignored ones does not keep it out. */
function passes(
  [included, ignored]: readonly unknown[],
  meets: (test: (text: string) => boolean) => boolean,
): boolean {
  if (included !== undefined && !meets(githubFilter(textsOf(included)))) return false;
  const tests = textsOf(ignored).flatMap((pattern) => githubGlob(pattern) ?? []);
  return !tests.some(meets);
}
