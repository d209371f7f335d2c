import type { StepKind } from '../../model/plugin.ts';
import type { Deferred } from '../../model/step.ts';
import { refuse } from './branch.ts';
import { look, type PushInput } from './look.ts';
import { follow, push, settled, todoOr } from './push.ts';
import type { RemoteInput } from './remote.ts';
import { makeTags, type TagInput, unsignable } from './tags.ts';

export type LaterTagInput = RemoteInput & { readonly commit: Deferred<string>; readonly tag: TagInput };

/** One further tag, in a push of its own: forges start no pipelines for many at once. */
export const tagStep: StepKind<LaterTagInput, { readonly tag: string }> = {
  kind: 'git:tag',
  phase: 'publish',
  ready: async (input, reads) => {
    const { problems, refs } = await look(tagOnly(input), reads);
    return [...problems, ...(await unsignable([input.tag], refs, reads))];
  },
  probe: async (input, reads) => {
    const seen = await look(tagOnly(input), reads);
    if (seen.isDone) return { state: 'done', output: { tag: input.tag.name } };
    return todoOr(seen.problems, [`push ${input.tag.name} to ${input.remote}`]);
  },
  run: async (input, effects) => {
    const commit = settled(input.commit);
    const seen = await look(tagOnly(input), effects);
    if (seen.problems.length > 0) throw refuse(seen.problems);
    const tags = await makeTags([input.tag], seen.refs, commit, effects);
    await push(input, tags, seen.connection, effects);
    await follow(tagOnly(input), commit, tags, effects);
    return { tag: input.tag.name };
  },
};

const tagOnly = ({ tag, ...rest }: LaterTagInput): PushInput => ({
  ...rest,
  tags: [tag],
  branch: null,
  parent: null,
  head: '',
});
