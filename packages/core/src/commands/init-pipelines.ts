import { join } from 'node:path';
import type { ForgeFacts } from '../model/facts.ts';
import { isReleaseError, type Problem } from '../model/problem.ts';
import { includeProblems } from '../pipelines/gitlab/include.ts';
import type { PipelineFile } from '../pipelines/project.ts';
import type { Invocation } from '../session/invocation.ts';
import type { Repository } from '../session/session.ts';
import { wantedPipelines } from './ci.ts';

/** The pipelines that were written with a configuration, and what is left to do about them. */
export interface NewPipelines {
  readonly files: readonly { readonly path: string; readonly content: string }[];
  readonly left: readonly string[];
}

const forgeFlags: Readonly<Record<ForgeFacts['kind'], Invocation['flags']>> = {
  github: { github: true },
  gitlab: { gitlab: true },
  other: {},
};

/**
 * Writes the pipelines of a configuration that was just written, as `release ci` does, where there is none of their names
 * yet. What keeps them from being written is told, and `release ci` is left to do.
 */
export async function createPipelines(
  invocation: Invocation,
  repository: Repository,
  forge: ForgeFacts | undefined,
): Promise<NewPipelines> {
  const flags = { ...invocation.flags, ...forgeFlags[forge?.kind ?? 'other'] };
  try {
    const wanted = await wantedPipelines({ ...invocation, flags }, repository);
    return await createAll(wanted, invocation, repository);
  } catch (error) {
    if (!isReleaseError(error)) throw error;
    return { files: [], left: error.problems.map(later) };
  }
}

async function createAll(
  wanted: readonly PipelineFile[],
  { terminal }: Invocation,
  { top, files }: Repository,
): Promise<NewPipelines> {
  const missing = await includeProblems(wanted, files);
  const created: PipelineFile[] = [];
  for (const file of wanted) {
    if (await terminal.create(join(top, file.path), file.content)) created.push(file);
  }
  const kept = wanted.filter((file) => file.once !== true && !created.includes(file));
  return {
    files: created.map(({ path, content }) => ({ path, content })),
    left: [
      ...missing.map(({ message, fix }) => `${message} ${fix}`),
      ...kept.map(
        ({ path }) => `${path} is there already; \`release ci --stdout\` prints what it would write.`,
      ),
    ],
  };
}

const later = ({ message, fix }: Problem): string =>
  `The pipelines are not written yet: ${message} ${fix} Then run \`npx --no-install release ci\`.`;
