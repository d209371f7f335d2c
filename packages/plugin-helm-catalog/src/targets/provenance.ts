import { type Effects, type HttpResponse, type HttpSend, ReleaseError } from '@launchway/core';
import type { PublishInput } from '../plan.ts';
import { catalogProblems } from '../problems.ts';
import { type ChartServer, fileNameOf, read, refused } from './listing.ts';
import { notHeld } from './upload.ts';

/**
 * Uploads the provenance of a package, and reads it back. Servers that know charts alone have no place for it, which is
 * said.
 * @throws CATALOG_REFUSED, CATALOG_NOT_LISTED where it is not there, and CATALOG_VERSION_TAKEN where it is
 * that of another package
 */
export async function uploadProvenance(
  server: ChartServer,
  input: PublishInput,
  request: HttpSend & { readonly body: string },
  effects: Effects,
): Promise<void> {
  const { status } = await send(server, request, effects);
  if (hasNoPlace(status)) {
    effects.say(
      `${server.name} has no place for provenance (HTTP ${status}): the package is published without it.`,
    );
    return;
  }
  const file = `${fileNameOf(input)}.prov`;
  const held = await read(server, file, effects);
  if (held.status === 404) throw notHeld(server, file);
  if (held.status !== 200) throw refused(server.name, `give ${file}`, held);
  if (signedIn(held.text()) !== signedIn(request.body)) throw ofAnother(server, file);
}

/** Sends it again to a server that seems to have no place for it: once the chart is listed, no run would. */
async function send({ name }: ChartServer, request: HttpSend, effects: Effects): Promise<HttpResponse> {
  const first = await effects.send(request);
  const response = hasNoPlace(first.status) ? await effects.send(request) : first;
  const { status } = response;
  if (status < 300 || status === 409 || hasNoPlace(status)) return response;
  throw refused(name, 'take the provenance of the package', response);
}

const hasNoPlace = (status: number): boolean => status === 404 || status === 405;

/** The digests that a provenance signs; two signatures of the same differ in their time. */
const signedIn = (provenance: string): string =>
  [...provenance.matchAll(/^ {2}\S+: sha256:[0-9a-f]{64}$/gm)].join('\n');

function ofAnother({ name, file }: ChartServer, fileName: string): ReleaseError {
  const problem = catalogProblems.error('CATALOG_VERSION_TAKEN', {
    message: `${name} already has ${fileName}, which signs another package than that of this release.`,
    fix: 'Delete it there where it belongs to no package, and run again; or release a new version.',
    where: { url: file(fileName) },
  });
  return new ReleaseError([problem], 'failed');
}
