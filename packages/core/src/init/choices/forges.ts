import type { ForgeFacts } from '../../model/facts.ts';
import type { Sight } from '../survey/sight.ts';
import { type Survey, survey } from '../survey/survey.ts';

/** A forge that a flow is for, and what is seen of the repository from there. */
export interface ForgeSight {
  /** Name of the flow. */
  readonly flow: string;
  /** The CI that the flow is for, where it is not the one of the remote. */
  readonly ci?: 'github' | 'gitlab';
  readonly survey: Survey;
}

type Forge = 'github' | 'gitlab';

/** Files that are pipelines of a forge. */
const pipelines: Readonly<Record<Forge, (path: string) => boolean>> = {
  github: (path) => path.startsWith('.github/workflows/'),
  gitlab: (path) => path === '.gitlab-ci.yml',
};

/**
 * Gives the forges that flows are for: the one of the remote, and the other where there are pipelines for both. Each sees its
 * own pipelines alone.
 */
export async function forgesOf(all: Survey): Promise<readonly ForgeSight[]> {
  const { sight } = all;
  const own = sight.forge?.kind;
  if (sight.forge === undefined || (own !== 'github' && own !== 'gitlab'))
    return [{ flow: 'main', survey: all }];
  const isBoth = sight.paths.some(pipelines.github) && sight.paths.some(pipelines.gitlab);
  if (!isBoth) return [{ flow: own, survey: all }];
  const other = own === 'github' ? 'gitlab' : 'github';
  const { pathname } = new URL(sight.forge.url);
  const elsewhere: ForgeFacts = { kind: other, url: `https://${other}.com${pathname}` };
  return [
    { flow: own, survey: await survey(seenFrom(own, sight)) },
    { flow: other, ci: other, survey: await survey(seenFrom(other, { ...sight, forge: elsewhere })) },
  ];
}

function seenFrom(forge: Forge, sight: Sight): Sight {
  const isHidden = pipelines[forge === 'github' ? 'gitlab' : 'github'];
  return {
    ...sight,
    paths: sight.paths.filter((path) => !isHidden(path)),
    text: async (path) => (isHidden(path) ? undefined : sight.text(path)),
  };
}
