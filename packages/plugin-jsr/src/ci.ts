import type { CiNeeds } from '@launchway/core';
import type { JsrOptions } from './options.ts';
import type { JsrPackage } from './packages.ts';
import { tokenVariables } from './publish/access.ts';

/** What pipelines must provide: an identity or a token, deno, and a way to publish by hand. */
export function jsrNeeds(options: JsrOptions, packages: readonly JsrPackage[]): CiNeeds {
  const hasToken = options.auth === 'token' || (options.auth === undefined && options.token !== undefined);
  return {
    tools: ['deno'],
    ...(options.auth === 'token' ? {} : { permissions: { 'id-token': 'write' } }),
    ...(hasToken ? { secrets: tokenVariables(options) } : {}),
    starts: { hand: [...new Set(packages.map(({ track }) => track))] },
  };
}
