import { defined } from '@launchway/core';
import {
  digestPattern,
  domainPattern,
  identifierPattern,
  namePattern,
  pathPattern,
  referencePattern,
  tagPattern,
} from './grammar.ts';
import { ociProblems } from './problems.ts';

/** An image by its full name: which registry, which repository there, and what of it. */
export interface ImageReference {
  /** Host with its port, such as `ghcr.io`; Docker Hub is `docker.io`. */
  readonly registry: string;
  /** Path in the registry, such as `org/app`. */
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

const hub = 'docker.io';
const longestPath = 255;
const longestText = 1024;

/**
 * Reads an image reference as Docker does: `debian` is `docker.io/library/debian`. No tag is added.
 *
 * @throws REFERENCE_INVALID with what is wrong in it.
 */
export function parseImage(text: string): ImageReference {
  if (text === '') throw invalid(text, whatIsWrong(text));
  if (identifierPattern.test(text)) {
    throw invalid(text, 'it is an image id (64 hexadecimal digits), which names no repository');
  }
  const { registry, rest } = splitRegistry(text);
  const upperCase = /^[^:@]*[A-Z][^:@]*/.exec(rest)?.[0];
  if (upperCase !== undefined) throw invalid(text, `the repository "${upperCase}" has upper-case letters`);
  const { domain: _, path, ...what } = parseReference(`${registry}/${rest}`, text);
  refuseNoAddress(registry, text);
  return { registry, repository: path, ...what };
}

/**
 * Reads a reference by the bare grammar, where a lone name has no domain and nothing is added.
 *
 * @throws REFERENCE_INVALID with what is wrong in it; `shown` is what the message quotes.
 */
export function parseReference(
  text: string,
  shown = text,
): { readonly domain?: string; readonly path: string; readonly tag?: string; readonly digest?: string } {
  const [, name, tag, digest] = (text.length <= longestText && referencePattern.exec(text)) || [];
  if (name === undefined) throw invalid(shown, whatIsWrong(text));
  const [, domain, path = name] = namePattern.exec(name) ?? [];
  if (path.length > longestPath) {
    throw invalid(
      shown,
      `its repository has ${path.length} characters and at most ${longestPath} are allowed`,
    );
  }
  if (digest !== undefined && !digestPattern.test(digest)) {
    throw invalid(shown, `its digest is not \`sha256:\` and 64 lower-case hexadecimal digits`);
  }
  return {
    ...defined({ domain }),
    path,
    ...defined({ tag, digest }),
  };
}

/** Writes a reference in full, as in `docker.io/library/debian:12@sha256:...`. */
export function imageName({ registry, repository, tag, digest }: ImageReference): string {
  return `${registry}/${repository}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
}

/** Gives the name people use: Docker Hub's `docker.io/library/debian` is `debian`. Tag and digest are left out. */
export function familiarName({ registry, repository }: ImageReference): string {
  return registry === hub ? repository.replace(/^library\/([^/]+)$/, '$1') : `${registry}/${repository}`;
}

/**
 * Reads where a Helm chart is in a registry: `oci://host/path`, with `:version` if it has one. A tag cannot hold
 * `+`, so charts write `_` for it; here it is the tag, as the registry has it.
 *
 * @throws REFERENCE_INVALID
 */
export function parseChart(text: string): ImageReference {
  const bare = text.replace(/^oci:\/\//, '').replace(/\/+$/, '');
  if (bare === text)
    throw invalid(text, 'a chart\'s address begins with "oci://" and does not end with a slash');
  const { domain, path, ...what } = parseReference(bare, text);
  if (domain === undefined) throw invalid(text, 'a path must follow the registry, as in oci://host/charts');
  return { registry: canonicalRegistry(domain), repository: path, ...what };
}

/** Tells a digest (`sha256:` and 64 lower-case hexadecimal digits) from a tag. */
export const isDigest = (text: string): boolean => digestPattern.test(text);

/** True for what a registry takes as a tag: at most 128 of letters, digits, `_`, `.` and `-`, not beginning with `.` or `-`. */
export const isTag = (text: string): boolean => tagPattern.test(text);

/**
 * Checks a registry's host, and gives the one name of Docker Hub for all it goes by.
 *
 * @throws REFERENCE_INVALID
 */
export function canonicalRegistry(registry: string): string {
  if (!domainPattern.test(registry)) {
    throw invalid(
      registry,
      'a registry is named by its host and port alone, such as ghcr.io or localhost:5000',
    );
  }
  refuseNoAddress(registry, registry);
  return registry === 'index.docker.io' || registry === 'registry-1.docker.io' ? hub : registry;
}

/** The grammar takes any digits as a port, and as parts of a name. */
function refuseNoAddress(registry: string, shown: string): void {
  if (URL.canParse(`http://${registry}`)) return;
  throw invalid(
    shown,
    `"${registry}" is no host with a port: ports end at 65535, and a host that ends in a number is an IPv4 address`,
  );
}

/**
 * Checks a repository's path in a registry.
 *
 * @throws REFERENCE_INVALID
 */
export function checkRepository(repository: string): string {
  if (repository.length > longestPath || !pathPattern.test(repository)) {
    throw invalid(
      repository,
      'a repository is lower-case words joined by ".", "_", "-" and "/", at most 255 characters',
    );
  }
  return repository;
}

function splitRegistry(text: string): { readonly registry: string; readonly rest: string } {
  const slash = text.indexOf('/');
  const first = text.slice(0, Math.max(slash, 0));
  if (first === 'index.docker.io' || first === hub) return onHub(text.slice(slash + 1));
  const isHost = first === 'localhost' || /[.:A-Z]/.test(first);
  return isHost ? { registry: first, rest: text.slice(slash + 1) } : onHub(text);
}

const onHub = (rest: string): { readonly registry: string; readonly rest: string } => ({
  registry: hub,
  rest: rest.includes('/') ? rest : `library/${rest}`,
});

function whatIsWrong(text: string): string {
  if (text === '') return 'it is empty';
  if (text.length > longestText) return `it has ${text.length} characters`;
  if (/^[a-z]+:\/\//.test(text)) return 'it begins like a web address; leave the scheme out';
  if (/\s/.test(text)) return 'it has white space in it';
  const [name = '', digest] = text.split('@');
  if (digest !== undefined && !digestPattern.test(digest)) {
    return 'what follows "@" is not `sha256:` and 64 lower-case hexadecimal digits';
  }
  if (/[A-Z]/.test(name.replace(/:[^/]*$/, ''))) return 'its name has upper-case letters';
  const tag = /:([^/]*)$/.exec(name)?.[1];
  if (tag !== undefined && !tagPattern.test(tag)) return `"${tag}" is not a tag`;
  return 'it is not of the form host/path:tag@digest';
}

function invalid(text: string, why: string): Error {
  const shown = text.length > 120 ? `${text.slice(0, 120)}...` : text;
  return ociProblems.refusal('REFERENCE_INVALID', {
    message: `"${shown}" is not an image reference: ${why}.`,
    fix: 'Write it as registry/path, as in ghcr.io/org/app, with :tag or @sha256:digest where one is wanted.',
  });
}
