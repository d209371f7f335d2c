import { type CiNeeds, credentialNeeds } from '@launchway/core';
import { tokenVariables } from './access/place.ts';
import { workflowsOf } from './option-rules.ts';
import type { GithubOptions } from './options.ts';

/** What workflows must let their token do, or the secret that holds another one. */
export function githubNeeds(options: GithubOptions): CiNeeds {
  const { release, comments = {}, token } = options;
  const env = typeof token === 'object' ? token.env : (token ?? tokenVariables[0] ?? '');
  return {
    forge: 'github',
    takesAssets: release !== false,
    permissions: {
      ...(release === false ? {} : { contents: 'write' }),
      ...(workflowsOf(options).length > 0 ? { actions: 'write' } : {}),
      ...(comments.requests === true ? { 'pull-requests': 'write' } : {}),
      ...(comments.issues === true ? { issues: 'write' } : {}),
    },
    ...credentialNeeds([{ env }]),
  };
}
