import { usageProblems } from '../arguments/problems.ts';
import type { Repository } from '../effects/git/reading/repository.ts';
import { pathTest } from '../facts/globs.ts';
import { stamped } from '../hooks/lifecycle.ts';
import { instanceName } from '../hooks/order.ts';
import { didYouMean } from '../model/nearest.ts';
import type { Check, CheckContext, Plugin } from '../model/plugin.ts';
import { type Problem, ReleaseError, withoutRepeats } from '../model/problem.ts';
import type { CompiledFlow } from '../planning/flow.ts';

export interface CheckRequest {
  /** Names of checks; all when empty. */
  readonly names: readonly string[];
  /** Look at the index in place of HEAD. */
  readonly staged: boolean;
}

interface OwnedCheck {
  readonly plugin: Plugin;
  readonly check: Check;
}

/**
 * Runs the checks of a flow that concern what has changed: in the index against HEAD, or in HEAD against its first
 * parent. Checks that are named run in any case where nothing is staged.
 * @throws USAGE_VALUE when a name means no check
 */
export async function runChecks(
  repository: Repository,
  { plugins, tracks }: Pick<CompiledFlow, 'plugins' | 'tracks'>,
  { names, staged }: CheckRequest,
): Promise<readonly Problem[]> {
  const all = plugins.flatMap((plugin) =>
    (plugin.checks ?? []).map((check): OwnedCheck => ({ plugin, check })),
  );
  refuseUnknown(names, all);
  const wanted = all.filter(({ check }) => names.length === 0 || names.includes(check.name));
  if (wanted.length === 0) return [];
  const compared = staged ? await stagedChange(repository) : await headChange(repository);
  const due = wanted.filter(({ check }) => !staged || concerns(check, compared.changed));
  const found = await Promise.all(due.map((one) => problemsOf(one, { ...compared, tracks })));
  return withoutRepeats(found.flat());
}

function refuseUnknown(names: readonly string[], checks: readonly OwnedCheck[]): void {
  const known = [...new Set(checks.map(({ check }) => check.name))];
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  throw new ReleaseError(
    unknown.map((name) =>
      usageProblems.error('USAGE_VALUE', {
        message: `This flow has no check "${name}".${didYouMean(name, known)}`,
        fix: known.length === 0 ? 'Its plugins bring no checks.' : `Take some of: ${known.join(', ')}.`,
      }),
    ),
  );
}

type Change = Pick<CheckContext, 'tree' | 'before' | 'changed'>;

async function stagedChange(repository: Repository): Promise<Change> {
  const { tree, changed } = await repository.index();
  return {
    tree,
    changed,
    ...(repository.head === undefined ? {} : { before: repository.tree(repository.head) }),
  };
}

async function headChange(repository: Repository): Promise<Change> {
  const { head } = repository;
  if (head === undefined) return { tree: (await repository.index()).tree, changed: [] };
  const parent = await repository.commit(`${head}^1`);
  if (parent === undefined) return { tree: repository.tree(head), changed: [] };
  return {
    tree: repository.tree(head),
    before: repository.tree(parent),
    changed: await repository.changedPaths(parent, head),
  };
}

const concerns = (check: Check, changed: readonly string[]): boolean => changed.some(pathTest(check.paths));

async function problemsOf({ plugin, check }: OwnedCheck, context: CheckContext): Promise<readonly Problem[]> {
  try {
    const problems = await check.run(context);
    return problems.map((problem) => ({ plugin: instanceName(plugin), ...problem }));
  } catch (error) {
    return stamped(error, plugin, `the check ${check.name}`);
  }
}
