import { type Deferred, defined, type Effects, known, type Reads, type StepKind } from '@launchway/core';
import { type ForgeReader, misanswered, record, records, textOf } from '@launchway/forge';
import { connect, findToken } from './access/access.ts';
import type { Place } from './access/place.ts';
import { findRelease } from './release/api.ts';

export type PipelineInput = {
  readonly place: Place;
  readonly tag: string;
  readonly commit: Deferred<string>;
  readonly variables: { readonly [name: string]: string };
};

type PipelineOutput = { readonly url: string };

/**
 * Starts the pipeline of a tag, where pushing it starts none. A token that may not list pipelines can tell by the release,
 * which is announced after it.
 */
export const pipelineStep: StepKind<PipelineInput, PipelineOutput> = {
  kind: 'gitlab:pipeline',
  phase: 'publish',
  confirm: false,
  probe: async (input, reads) => {
    const url = await startedPipeline(input, await connect(input.place, reads));
    if (url !== undefined) return { state: 'done', output: { url } };
    return { state: 'todo', preview: [`start the pipeline of ${input.tag}`] };
  },
  run: async (input, effects) => {
    const forge = await connect(input.place, effects);
    const { tag } = input;
    const request = { ...(await requestOf(input, effects)), doing: `start the pipeline of ${tag}` };
    const result = await forge.create(request, () => startedPipeline(input, forge));
    if ('found' in result) return { url: result.found };
    return { url: textOf(record(result.made)['web_url']) ?? '' };
  },
};

/** The address of a pipeline that runs for this tag at this commit, whoever has started it. */
async function startedPipeline(
  { tag, commit, place }: PipelineInput,
  forge: ForgeReader,
): Promise<string | undefined> {
  const sha = known(commit);
  const query = new URLSearchParams({ ref: tag, ...defined({ sha }), per_page: '20' });
  const asked = { path: `/pipelines?${query.toString()}`, doing: `look for the pipeline of ${tag}` };
  const listed = await forge.find(asked, [401, 403, 404]);
  if (listed === undefined)
    return (await findRelease(forge, tag)) === undefined ? undefined : `${place.web}/-/pipelines`;
  if (!Array.isArray(listed) || records(listed).some(({ status }) => typeof status !== 'string'))
    throw misanswered(forge, asked, 'it answered with something other than pipelines');
  const started = records(listed).find(({ status }) => status !== 'skipped');
  return started === undefined ? undefined : (textOf(started['web_url']) ?? `${place.web}/-/pipelines`);
}

/** A job token starts pipelines as triggers do, in the body; other tokens by the project's own address. */
async function requestOf({ place, tag, variables }: PipelineInput, effects: Effects | Reads) {
  const token = await findToken(place, effects);
  if (token?.kind !== 'job') {
    const list = Object.entries(variables).map(([key, value]) => ({ key, value }));
    return { path: '/pipeline', json: { ref: tag, variables: list } };
  }
  const secret = (await effects.credential({ env: place.token }))?.secret ?? '';
  return { path: '/trigger/pipeline', json: { token: secret, ref: tag, variables } };
}
