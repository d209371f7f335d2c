import { defined, isOutputOf } from '@launchway/core';
import type { PublishInput } from '../plan.ts';
import type { StepCode } from '../steps.ts';
import { packageFor } from './content.ts';
import { credentialProblems } from './credential.ts';
import { credentialOf, type HttpInput } from './input.ts';
import { type ChartServer, type Listed, lookUp, proveReadable, serves } from './listing.ts';
import { uploadProvenance } from './provenance.ts';
import { upload } from './upload.ts';

type Input = PublishInput & { readonly target: HttpInput };

/** Uploads the package to a ChartMuseum, or to a server that takes charts as it does (`POST /api/charts`). */
export const httpStep: StepCode<Input, Listed> = {
  ready: async (input, reads) => {
    const unset = await credentialProblems(credentialOf(input.target.credential), reads);
    if (unset.length === 0) await proveReadable(serverOf(input), reads);
    return unset;
  },
  probe: (input, reads) => lookUp(serverOf(input), input, reads),
  run: async (input, effects) => {
    const { packed } = await packageFor(input, effects);
    const server = serverOf(input);
    const authorized = defined({ credential: server.credential });
    const post = {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      ...authorized,
    } as const;
    const { provenance } = input;
    // First, for once the index lists the chart, no run looks for what else is missing.
    if (provenance !== null && !isOutputOf(provenance))
      await uploadProvenance(
        server,
        input,
        { ...post, url: apiOf(input, 'prov'), body: provenance },
        effects,
      );
    const chart = { ...post, url: apiOf(input, 'charts'), body: packed.bytes };
    return upload(server, input, chart, effects);
  },
};

/** A repository below a path has its API below `/api` in front of that path. */
function apiOf({ target }: Input, what: string): string {
  const { origin, pathname } = new URL(target.url);
  return `${origin}/api${pathname === '/' ? '' : pathname}/${what}`;
}

function serverOf({ target }: Input): ChartServer {
  const credential = credentialOf(target.credential);
  const server: ChartServer = {
    name: target.url,
    index: `${target.url}/index.yaml`,
    file: (fileName) => `${target.url}/charts/${fileName}`,
    ...(credential === undefined ? {} : { credential: { scheme: 'basic', ...credential } }),
    // It keeps a package before it answers, and only its index may be behind.
    mayList: (input, reads) => serves(server, input, reads),
  };
  return server;
}
