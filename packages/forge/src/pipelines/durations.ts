import { gitlabDuration, type Tree } from '@launchway/core';
import { isRecord } from '../answers.ts';

import { readPipelineFile } from './gitlab-file.ts';

/** A duration in a pipeline file that GitLab refuses. */
export interface BadDuration {
  /** Where it stands, such as `build.artifacts.expire_in`. */
  readonly pointer: string;
  readonly value: string;
}

/** Finds the `expire_in` of artifacts that GitLab cannot read; it refuses a whole pipeline file for one. */
export async function badDurations(tree: Tree, path = '.gitlab-ci.yml'): Promise<readonly BadDuration[]> {
  const file = await readPipelineFile(tree, path);
  return Object.entries(file?.content ?? {}).flatMap(([job, content]) => {
    const artifacts = isRecord(content) ? content['artifacts'] : undefined;
    const value = isRecord(artifacts) ? artifacts['expire_in'] : undefined;
    if (typeof value !== 'string' || gitlabDuration(value).valid) return [];
    return [{ pointer: `${job}.artifacts.expire_in`, value }];
  });
}
