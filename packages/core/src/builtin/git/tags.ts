import { gitProblems } from '../../git/problems.ts';
import { type RemoteRef, short } from '../../git/refs.ts';
import { signingTrouble } from '../../git/signing.ts';
import type { Effects, Reads, RefUpdate } from '../../model/ports.ts';
import type { Problem } from '../../model/problem.ts';
import { gitQuery } from './remote.ts';

export type TagInput = { readonly name: string; readonly message: string };

export const tagRef = ({ name }: TagInput): string => `refs/tags/${name}`;

/** Gives a problem for each tag that is on the remote at another commit; every one while the commit is not made. */
export function tagsElsewhere(
  tags: readonly TagInput[],
  refs: ReadonlyMap<string, RemoteRef>,
  commit: string | undefined,
  remote: string,
): readonly Problem[] {
  return tags.flatMap((tag) => {
    const found = refs.get(tagRef(tag))?.commit;
    if (found === undefined || found === commit) return [];
    const here = commit === undefined ? 'the release commit, which is still to be made' : short(commit);
    return [
      gitProblems.error('TAG_ELSEWHERE', {
        message: `The tag ${tag.name} is on ${remote} at ${short(found)}, and this release puts it at ${here}.`,
        fix: `If another branch has released it, ask for the next version that is free, with \`--as\`; if the tag is a mistake, run \`git push ${remote} --delete ${tag.name}\` and run again.`,
      }),
    ];
  });
}

/** Gives what keeps the tags from being signed that the remote does not have yet. */
export async function unsignable(
  tags: readonly TagInput[],
  refs: ReadonlyMap<string, RemoteRef>,
  reads: Reads,
): Promise<readonly Problem[]> {
  return missingAmong(tags, refs).length === 0 ? [] : signingTrouble(gitQuery(reads), 'tag', reads);
}

/** Makes the tag objects that the remote has not, and gives the updates that publish them. */
export async function makeTags(
  tags: readonly TagInput[],
  refs: ReadonlyMap<string, RemoteRef>,
  commit: string,
  { repository }: Effects,
): Promise<readonly RefUpdate[]> {
  return Promise.all(
    missingAmong(tags, refs).map(async (tag) => ({
      ref: tagRef(tag),
      target: await repository.tag({ ...tag, target: commit }),
      expect: null,
    })),
  );
}

const missingAmong = (tags: readonly TagInput[], refs: ReadonlyMap<string, RemoteRef>): readonly TagInput[] =>
  tags.filter((tag) => !refs.has(tagRef(tag)));
