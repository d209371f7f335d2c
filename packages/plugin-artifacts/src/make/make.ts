import { posix } from 'node:path';
import { type Effects, known } from '@launchway/core';
import { commitTime, gzip, writeTar, writeZip, type ArchivedFile } from '@launchway/pack';
import { fill } from '../naming.ts';
import { artifactProblems } from '../problems.ts';
import { extraFiles } from './extras.ts';
import { handedFile, isOfAnotherHost, takeFile } from './file.ts';
import type { BuildSource, MakeInput, Packing } from './input.ts';
import type { Made } from './keep.ts';

/**
 * Makes one file of a release: builds or finds the program, and packs it.
 * @throws COMMAND_FAILED and its kin of the core, ARTIFACT_OUTPUT_MISSING, ARTIFACT_HOST,
 * ARTIFACT_FILE_MISSING, ARTIFACT_FILE_AMBIGUOUS, ARTIFACT_OTHER_COMMIT, ARTIFACT_EXTRA_MISSING
 */
export async function make(input: MakeInput, effects: Effects): Promise<Made> {
  const { source, packing } = input;
  if (source.from === 'build' && isOfAnotherHost(source))
    return takeFile(handedFile(input.name, source), input, effects);
  const commit = known(input.commit);
  if (commit === undefined) throw new TypeError('The release commit must be made before its files are.');
  const program =
    source.from === 'build' ? await build(source, commit, effects) : await takeFile(source, input, effects);
  return packing === null ? program : pack(program, packing, commit, effects);
}

/** Runs the command in a checkout of the commit, and takes what it leaves. */
async function build(source: BuildSource, commit: string, effects: Effects): Promise<Made> {
  const checkout = await effects.checkout(commit);
  const { output } = source;
  const place =
    output === null
      ? { folder: await effects.scratch(), path: 'program' }
      : { folder: checkout, path: output };
  const absolute = `${place.folder}/${place.path}`;
  await effects.exec(
    source.run.map((argument) => fill(argument, { output: absolute })),
    {
      cwd: source.folder === '' ? checkout : `${checkout}/${source.folder}`,
      timeout: source.timeout,
      env: {
        SOURCE_DATE_EPOCH: String(await commitTime(commit, effects)),
        ...source.env,
        OUTPUT: absolute,
      },
    },
  );
  const bytes = await effects.folder(place.folder).bytes(place.path);
  if (bytes === undefined) throw nothingMade(source);
  return { bytes, executable: true };
}

async function pack({ bytes }: Made, packing: Packing, commit: string, effects: Effects): Promise<Made> {
  const extras = await extraFiles(packing, effects.git.tree(commit));
  const files: readonly ArchivedFile[] = [{ path: packing.program, bytes, executable: true }, ...extras].map(
    (file) => ({ ...file, path: posix.join(packing.folder, file.path) }),
  );
  const time = await commitTime(commit, effects);
  const packed = packing.format === 'zip' ? writeZip(files, time) : gzip(writeTar(files, time));
  return { bytes: packed, executable: false };
}

function nothingMade({ run, output, target }: BuildSource): Error {
  const [program = ''] = run;
  return artifactProblems.refusal('ARTIFACT_OUTPUT_MISSING', {
    message: `${program} ended well for ${target}, and left no file ${output === null ? 'where {output} told it to' : `at ${output}`}.`,
    fix:
      output === null
        ? 'Pass `{output}` or `$OUTPUT` on to what writes the program, or say with `build: { output }` where it is.'
        : 'Correct `build: { output }`; it starts at the top of the checkout.',
  });
}
