import { type Effects, known, type Reads, type StepKind } from '@launchway/core';
import { configOf, readPackage } from '../package/manifest.ts';
import { type ShippedFile, shippedFiles } from '../package/shipped.ts';
import { denoEnv, findDeno, publishArguments } from './deno.ts';
import { type CheckInput, targetOf } from './inputs.ts';
import { checkReady } from './ready.ts';
import { failed, lastLines } from './refusals.ts';
import { findVersion, labelOf } from './registry.ts';
import { openWorkshop, packageFolder, refuseStale } from './workshop.ts';

/** Lets deno itself check the packages as they would be published, in a checkout of the release commit. */
export const checkStep: StepKind<CheckInput, Record<string, never>> = {
  kind: 'jsr:check',
  phase: 'stage',
  confirm: false,
  ready: checkReady,
  probe: async (input, reads) => {
    const found = await Promise.all(
      input.packages.map((one) => findVersion(targetOf(input, one), one.version, reads)),
    );
    if (found.every((version) => version !== undefined)) return { state: 'done', output: {} };
    return {
      state: 'todo',
      preview: (await Promise.all(input.packages.map((one) => outlook(input, one, reads)))).flat(),
    };
  },
  run: async (input, effects) => {
    const commit = known(input.commit);
    if (commit === undefined) throw new TypeError('The release commit must be made before it is checked.');
    const deno = await findDeno(input.deno, effects);
    const workshop = await openWorkshop(input, commit, effects);
    for (const one of input.packages) {
      await refuseStale(one, workshop, effects);
      await checkByDeno(input, one, deno.path, workshop, effects);
    }
    return {};
  },
};

/** What is to be done with a package, and the files that users will get: once published, they stay for ever. */
async function outlook(
  { commit, folders }: CheckInput,
  one: CheckInput['packages'][number],
  reads: Reads,
): Promise<readonly string[]> {
  const made = known(commit);
  const tree = made === undefined ? reads.tree : reads.git.tree(made);
  const config = configOf(await readPackage(tree, one.folder));
  const files = config === undefined ? [] : await shippedFiles(tree, config, one.folder, folders);
  return [
    `deno publish --dry-run in ${one.folder || '.'}`,
    `${labelOf(one)} ships ${files.length === 1 ? '1 file' : `${files.length} files`}: ${spellFiles(files)}`,
  ];
}

const mostFiles = 50;

function spellFiles(files: readonly ShippedFile[]): string {
  const names = files.slice(0, mostFiles).map(({ path }) => path);
  const more = files.length - names.length;
  return `${names.join(', ')}${more === 0 ? '' : ` and ${more} more`}`;
}

async function checkByDeno(
  input: CheckInput,
  one: CheckInput['packages'][number],
  deno: string,
  workshop: string,
  effects: Effects,
): Promise<void> {
  const call = { flags: input.flags, ofNpm: one.ofNpm };
  const { exitCode, stderr } = await effects.exec([deno, ...publishArguments(call), '--dry-run'], {
    cwd: packageFolder(workshop, one),
    env: { ...denoEnv(call), JSR_URL: input.registry },
    timeout: input.timeout,
    exitCodes: 'any',
  });
  if (exitCode === 0) return;
  const isUninstalled =
    /Could not find a matching package|not found in (?:the )?node_modules|npm package .* not found|resolution failed/i.test(
      stderr,
    );
  throw failed(
    'JSR_CHECK_FAILED',
    `deno would not publish ${labelOf(one)}@${one.version}. It said:\n${lastLines(inRepository(stderr, workshop))}`,
    isUninstalled && input.prepare === null
      ? "Its dependencies are not installed in the throw-away checkout: add `prepare: ['npm', 'ci']` to the options of jsr()."
      : 'Mend what deno says and commit it. For slow types: write the types out, or set `allowSlowTypes: true`.',
  );
}

/** Names files as the repository does, not as the throw-away checkout. */
const inRepository = (words: string, workshop: string): string =>
  words.replaceAll(`file://${workshop}/`, '').replaceAll(`${workshop}/`, '');
