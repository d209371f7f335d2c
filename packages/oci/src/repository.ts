import type { HttpResponse } from '@launchway/core';
import { sha256 } from '@launchway/core';
import { resolve } from './address.ts';
import { failure, jsonOf, refused, registryErrors } from './answers.ts';
import { tooFewRights } from './auth.ts';
import { acceptManifests, type Descriptor, mediaTypeOf, referencesOf } from './media.ts';
import { problems } from './problems.ts';
import { isDigest, isTag } from './reference.ts';
import { covers, push, type Scopes } from './scopes.ts';
import type { Purpose, Session } from './session.ts';

/** A manifest as the registry holds it: its bytes are never written anew, for they are what the digest names. */
export interface Manifest extends ManifestInfo {
  readonly bytes: Uint8Array;
}

export interface ManifestInfo {
  readonly digest: string;
  readonly mediaType: string;
}

/**
 * How sure it is that a push will be allowed: the token says so (`granted`), the credentials are right and the registry
 * does not tell more without a push (`unproven`), or it asks nobody who they are (`open`).
 */
export type PushProof = 'granted' | 'unproven' | 'open';

/** One repository of a registry, for reading. Every error is a problem of this package's catalogue. */
export interface Repository {
  /** The registry's host, such as `ghcr.io`. */
  readonly registry: string;
  /** The path there, such as `org/app`. */
  readonly name: string;
  /**
   * The manifest of a tag or digest, its digest verified; nothing when there is none.
   *
   * @throws `REGISTRY_DIGEST_MISMATCH` and those of any exchange.
   */
  getManifest(reference: string): Promise<Manifest | undefined>;
  /** Digest and media type by HEAD, which counts against no pull limit; nothing when there is none. */
  headManifest(reference: string): Promise<ManifestInfo | undefined>;
  /** Every tag, in the registry's order; none for a repository that does not exist yet. */
  listTags(): Promise<readonly string[]>;
  hasBlob(digest: string): Promise<boolean>;
  /** A blob's bytes, its digest verified. */
  getBlob(descriptor: Pick<Descriptor, 'digest' | 'size'>): Promise<Uint8Array>;
  /**
   * Proves what can be proven of the right to push, and writes nothing.
   *
   * @throws `REGISTRY_UNAUTHORIZED`, `REGISTRY_DENIED`, `REGISTRY_UNREACHABLE` and those of any exchange.
   */
  canPush(): Promise<PushProof>;
}

/** Amazon allows no more in a page, and GitHub gives 100 unless asked. */
const pageSize = 1000;
const mostPages = 2000;
const blobTimeout = 10 * 60_000;

/**
 * Reads a repository with the rights given, which for one that is going to be written to are those of writing, so that
 * one token serves for all.
 */
export function openRepository(session: Session, name: string, scopes: Scopes): Repository {
  const base = `/v2/${name}`;
  const purpose = (doing: string, ...answers: number[]): Purpose => ({
    doing,
    repository: name,
    scopes,
    answers,
  });

  /** A 404 means "there is none" only from a registry: a wrong address answers 404 too, and to everything. */
  const isAbsent = async (response: HttpResponse): Promise<boolean> => {
    if (response.status !== 404) return false;
    if (registryErrors(response).length === 0) await ping(session, scopes);
    return true;
  };

  const getManifest: Repository['getManifest'] = async (reference) => {
    const what = purpose(`read ${shown(reference)} of ${name}`, 200, 404);
    const headers = { accept: acceptManifests };
    const response = await session.get(`${base}/manifests/${checked(reference)}`, what, { headers });
    if (await isAbsent(response)) return undefined;
    const mediaType = mediaTypeOf(response);
    if (mediaType === undefined || referencesOf(response.bytes) === undefined) {
      throw failure(
        'REGISTRY_ANSWER_INVALID',
        session.context(what),
        'what it answered is no image manifest',
      );
    }
    const { bytes } = response;
    const digest = sha256(bytes);
    for (const expected of [isDigest(reference) ? reference : undefined, contentDigest(response)]) {
      if (expected !== undefined && expected !== digest) throw mismatch(session, what, expected, digest);
    }
    return { digest, mediaType, bytes };
  };

  return {
    registry: session.site.name,
    name,
    getManifest,

    async headManifest(reference) {
      const what = purpose(`look up ${shown(reference)} of ${name}`, 200, 404);
      const request = { method: 'HEAD', headers: { accept: acceptManifests } } as const;
      const response = await session.get(`${base}/manifests/${checked(reference)}`, what, request);
      if (response.status === 404) return undefined;
      const digest = contentDigest(response);
      const mediaType = mediaTypeOf(response);
      if (digest === undefined || mediaType === undefined) return getManifest(reference);
      if (isDigest(reference) && digest !== reference) throw mismatch(session, what, reference, digest);
      return { digest, mediaType };
    },

    async listTags() {
      const what = purpose(`list the tags of ${name}`, 200, 400, 404, 405);
      const tags = new Set<string>();
      const seen = new Set<string>();
      let query: string | undefined = `?n=${pageSize}`;
      while (query !== undefined) {
        if (seen.has(query) || seen.size >= mostPages) {
          throw failure(
            'REGISTRY_ANSWER_INVALID',
            session.context(what),
            `its pages do not end after ${seen.size}`,
          );
        }
        seen.add(query);
        const response: HttpResponse = await session.get(`${base}/tags/list${query}`, what);
        if (await isAbsent(response)) break;
        if (response.status !== 200) {
          // Some refuse the size of the page; then theirs is taken.
          if (query === '' || seen.size > 1) throw refused(response, session.context(what));
          query = '';
          continue;
        }
        for (const tag of tagsOf(response, session, what)) tags.add(tag);
        query = nextPage(response, session, what);
      }
      return [...tags];
    },

    async hasBlob(digest) {
      const what = purpose(`look up the blob ${digest} of ${name}`, 200, 404);
      return (await session.get(`${base}/blobs/${digest}`, what, { method: 'HEAD' })).status === 200;
    },

    async getBlob({ digest, size }) {
      const what = purpose(`read the blob ${digest} of ${name}`, 200);
      const request = { limit: size, timeout: blobTimeout };
      const { bytes } = await session.get(`${base}/blobs/${digest}`, what, request);
      if (sha256(bytes) !== digest) throw mismatch(session, what, digest, sha256(bytes));
      return bytes;
    },

    async canPush() {
      const rights = push(name);
      await ping(session, rights);
      const what: Purpose = { ...purpose(`push to ${name}`, 200, 404), scopes: rights };
      const granted = await session.auth.granted(rights, session.context(what));
      if (granted !== undefined && !covers(granted, rights)) throw tooFewRights(session.context(what));
      if (granted !== undefined) return 'granted';
      await session.get(`${base}/tags/list?n=1`, what);
      return session.auth.scheme === 'none' ? 'open' : 'unproven';
    },
  };
}

/**
 * Proves that a registry is there, and that its token service takes the credentials for some rights.
 *
 * @throws `REGISTRY_UNREACHABLE`, `REGISTRY_UNAUTHORIZED`, `REGISTRY_DENIED`, `REGISTRY_ANSWER_INVALID`.
 */
export async function ping(session: Session, scopes: Scopes = []): Promise<void> {
  const what: Purpose = { doing: 'log in', scopes, answers: [200, 404, 405] };
  const response = await session.get('/v2/', what);
  const isPage = /^text\/html/i.test(response.header('content-type') ?? '');
  if (response.status === 200 && !isPage) return;
  const found = isPage ? 'a web page' : response.status;
  throw failure(
    'REGISTRY_ANSWER_INVALID',
    session.context(what),
    `it has no registry API, ${found} is at /v2/`,
  );
}

/** @throws `REFERENCE_INVALID` for what is neither tag nor digest: it must not become part of an address. */
export function checked(reference: string): string {
  if (isTag(reference) || isDigest(reference)) return reference;
  throw problems.refusal('REFERENCE_INVALID', {
    message: `"${reference.slice(0, 150)}" is neither a tag nor a digest.`,
    fix: 'A tag has at most 128 letters, digits, "_", "." and "-" and begins with none of the last two; a digest is sha256: and 64 lower-case hexadecimal digits.',
  });
}

/** How messages name a tag or a digest. */
export const shown = (reference: string): string =>
  isDigest(reference) ? reference : `the tag ${reference}`;

/** The digest a registry says it gave or took; nothing when it does not say, or by another algorithm. */
export function contentDigest(response: HttpResponse): string | undefined {
  const digest = response.header('docker-content-digest') ?? '';
  return isDigest(digest) ? digest : undefined;
}

export const mismatch = (session: Session, what: Purpose, expected: string, found: string): Error =>
  failure(
    'REGISTRY_DIGEST_MISMATCH',
    session.context(what),
    `the digest must be ${expected} and is ${found}`,
  );

function tagsOf(response: HttpResponse, session: Session, what: Purpose): readonly string[] {
  const body = jsonOf(response);
  const tags = typeof body === 'object' && body !== null && 'tags' in body ? body.tags : undefined;
  if (tags === null) return [];
  if (Array.isArray(tags) && tags.every((tag) => typeof tag === 'string')) return tags;
  throw failure('REGISTRY_ANSWER_INVALID', session.context(what), 'what it answered is no list of tags');
}

/**
 * The query of the next page (RFC 8288 `Link`). Only the query is taken: Artifactory names a path that lacks its prefix.
 * A link to another host is refused, since it would be asked with this one's credentials.
 */
function nextPage(response: HttpResponse, session: Session, what: Purpose): string | undefined {
  const links = (response.header('link') ?? '').matchAll(/<([^>]*)>([^<]*)/g);
  const next = [...links].find(([, , parameters = '']) =>
    /;\s*rel\s*=\s*(?:"[^"]*\bnext\b[^"]*"|next\b)/i.test(parameters),
  );
  if (next === undefined) return undefined;
  const context = session.context(what);
  const url = resolve(next[1] ?? '', response.url, context);
  if (url.host === new URL(session.site.origin).host) return url.search;
  throw failure('REGISTRY_ANSWER_INVALID', context, `its next page is at another host, ${url.host}`);
}
