import { isDeepStrictEqual } from 'node:util';
import picomatch from 'picomatch';
import { parse } from 'yaml';
import type { Tree } from '../../model/ports.ts';
import type { Problem } from '../../model/problem.ts';
import { pipelineProblems } from '../problems.ts';
import type { PipelineFile } from '../project.ts';

/** The file GitLab reads, which is the user's own. */
export const mainFile = '.gitlab-ci.yml';
/** The file `release ci` writes. */
export const includedFile = '.gitlab/launchway.yml';

/** The file GitLab reads, where there is none. */
export const mainText = `# Yours: \`release ci\` made it because there was none, and leaves it alone. The release is in the file it includes.
include:
  - local: ${includedFile}
`;

/** What a `.gitlab-ci.yml` that people wrote lacks to run the included jobs. */
export async function includeProblems(
  files: readonly PipelineFile[],
  tree: Tree,
): Promise<readonly Problem[]> {
  const written = files.find(({ path }) => path === includedFile);
  const main = written === undefined ? undefined : await tree.text(mainFile);
  if (written === undefined || main === undefined) return [];
  const content = entriesOf(main);
  return [...notIncluded(content), ...missingStages(content, entriesOf(written.content))];
}

type Entries = Readonly<Record<string, unknown>>;

/** A file that is no YAML says nothing here: GitLab refuses it, and tells where. */
function entriesOf(text: string): Entries {
  try {
    const value: unknown = parse(text, { logLevel: 'silent', merge: true });
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function notIncluded({ include }: Entries): readonly Problem[] {
  const named = [include]
    .flat()
    .map((entry: unknown) =>
      typeof entry === 'object' && entry !== null && 'local' in entry ? entry.local : entry,
    );
  // Wildcards are allowed there.
  const isMeant = (path: unknown): boolean =>
    typeof path === 'string' && picomatch.isMatch(includedFile, path.replace(/^\//, ''), { dot: true });
  if (named.some(isMeant)) return [];
  return [
    pipelineProblems.error('CI_NOT_INCLUDED', {
      message: `${mainFile} does not include ${includedFile}, so GitLab does not know the jobs of the release.`,
      fix: `Add to ${mainFile}:\ninclude:\n  - local: ${includedFile}`,
      where: { file: mainFile },
    }),
  ];
}

/** The stages that a file names; none where it means GitLab's own. */
const stages = (entries: Entries): readonly string[] =>
  Array.isArray(entries['stages']) ? entries['stages'].map(String) : [];

function missingStages(main: Entries, written: Entries): readonly Problem[] {
  const own = stages(main);
  const wanted = stages(written);
  const missing = wanted.filter((stage) => !own.includes(stage));
  const inOrder = isDeepStrictEqual(
    own.filter((stage) => wanted.includes(stage)),
    wanted.filter((stage) => own.includes(stage)),
  );
  if (own.length === 0 || (missing.length === 0 && inOrder)) return [];
  return [
    pipelineProblems.error('CI_STAGE_MISSING', {
      message:
        missing.length === 0
          ? `The stages of ${mainFile} come in another order than the release needs: ${wanted.join(', ')}.`
          : `${mainFile} names its own stages, and ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} not among them. GitLab would refuse the jobs of the release.`,
      fix: `Let \`stages\` in ${mainFile} hold ${wanted.join(', ')}, in this order.`,
      where: { file: mainFile, pointer: 'stages' },
    }),
  ];
}
