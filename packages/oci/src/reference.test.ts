import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { domainPattern, identifierPattern, namePattern, referencePattern } from './grammar.ts';
import {
  canonicalRegistry,
  checkRepository,
  familiarName,
  imageName,
  isDigest,
  isTag,
  parseChart,
  parseImage,
  parseReference,
} from './reference.ts';

interface Match {
  readonly input: string;
  readonly match: boolean;
  readonly subs?: readonly string[];
}

interface Cases {
  readonly parse: readonly {
    readonly input: string;
    readonly domain?: string;
    readonly repository?: string;
    readonly tag?: string;
    readonly digest?: string;
    readonly err?: string;
  }[];
  readonly normalized_valid: readonly string[];
  readonly normalized_invalid: readonly string[];
  readonly repository_info: readonly Record<
    'RemoteName' | 'FamiliarName' | 'FullName' | 'AmbiguousName' | 'Domain',
    string
  >[];
  readonly any_reference: readonly { readonly reference: string; readonly equivalent: string }[];
  readonly regexp: Record<'domain' | 'name' | 'reference' | 'identifier', readonly Match[]>;
}

const cases = JSON.parse(
  readFileSync(new URL('fixtures/image-reference-cases.json', import.meta.url), 'utf8'),
) as Cases;

describe('the published cases of distribution/reference', () => {
  it.each(cases.parse.filter(({ err }) => err === undefined))('parse "$input"', (row) => {
    const { input, repository, ...expected } = row;
    const { path, ...found } = parseReference(input);
    expect(found).toEqual(expected);
    expect(found.domain === undefined ? path : `${found.domain}/${path}`).toBe(repository);
  });

  it.each(cases.parse.filter(({ err }) => err !== undefined))('refuse "$input"', ({ input }) => {
    expect(() => parseReference(input)).toThrow(/is not an image reference: /);
  });

  it.each(cases.normalized_valid)('take %s', (input) => {
    expect(imageName(parseImage(imageName(parseImage(input))))).toBe(imageName(parseImage(input)));
  });

  it.each(cases.normalized_invalid)('refuse %s', (input) => {
    expect(() => parseImage(input)).toThrow(/is not an image reference: /);
  });

  it.each(cases.repository_info)('name $FullName', (row) => {
    for (const spelling of [row.FamiliarName, row.FullName, row.AmbiguousName].filter(
      (name) => name !== '',
    )) {
      const image = parseImage(spelling);
      expect(image).toEqual({ registry: row.Domain, repository: row.RemoteName });
      expect(imageName(image)).toBe(row.FullName);
      expect(familiarName(image)).toBe(row.FamiliarName);
    }
  });

  it.each(cases.any_reference)('normalise $reference', ({ reference, equivalent }) => {
    expect(imageName(parseImage(reference))).toBe(equivalent);
  });

  it.each([
    ['domain', domainPattern],
    ['name', namePattern],
    ['reference', referencePattern],
    ['identifier', identifierPattern],
  ] as const)('match the grammar of a %s', (part, pattern) => {
    for (const row of cases.regexp[part]) {
      const found = pattern.exec(row.input);
      const groups = [...(found ?? [])].slice(1).map((group) => group ?? '');
      expect({ ...row, match: found !== null, ...(row.subs && { subs: groups }) }).toEqual(row);
    }
  });
});

describe('an image reference', () => {
  it.each([
    ['', 'it is empty'],
    ['https://ghcr.io/org/app', 'leave the scheme out'],
    ['ghcr.io/Org/app', '"Org/app" has upper-case letters'],
    ['ghcr.io/org/app:not~a~tag', '"not~a~tag" is not a tag'],
    ['ghcr.io/org/app@sha256:abc', 'what follows "@" is not'],
    ['ghcr.io/org app', 'white space'],
    [`ghcr.io/${'a'.repeat(256)}`, 'at most 255 are allowed'],
    [`ghcr.io/${'a-'.repeat(5000)}`, 'it has 10008 characters'],
  ])('that is wrong (%s) is told what is wrong in it', (input, why) => {
    expect(() => parseImage(input)).toThrow(why);
  });

  it('keeps a tag beside a digest', () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    expect(parseImage(`host:5000/a/b:1.2@${digest}`)).toEqual({
      registry: 'host:5000',
      repository: 'a/b',
      tag: '1.2',
      digest,
    });
  });
});

describe('names of registries, repositories and tags', () => {
  it('know Docker Hub by all its names', () => {
    expect(['docker.io', 'index.docker.io', 'registry-1.docker.io'].map(canonicalRegistry)).toEqual(
      Array.from({ length: 3 }, () => 'docker.io'),
    );
  });

  it.each(['https://ghcr.io', 'ghcr.io/org', '', 'ghcr.io:port'])('refuse "%s" as a registry', (registry) => {
    expect(() => canonicalRegistry(registry)).toThrow(/host and port alone/);
  });

  it.each(['127.0.0.1:99999', '1.2.3.4.5', 'registry.256'])(
    'refuse "%s", which has no address',
    (registry) => {
      for (const read of [
        () => canonicalRegistry(registry),
        () => parseImage(`${registry}/org/app:1.0`),
        () => parseChart(`oci://${registry}/charts`),
      ]) {
        expect(read).toThrow(`"${registry}" is no host with a port`);
      }
    },
  );

  it('take a name of digits on Docker Hub', () => {
    expect(parseImage('999999999999/app')).toEqual({ registry: 'docker.io', repository: '999999999999/app' });
  });

  it.each(['Org/app', '/app', 'app/', 'a//b', '../x', 'a?b', ''])(
    'refuse "%s" as a repository',
    (repository) => {
      expect(() => checkRepository(repository)).toThrow(/lower-case words/);
    },
  );

  it('tell tags from what is none', () => {
    expect(['1.2.3', '_x', 'A'.repeat(128)].map(isTag)).toEqual([true, true, true]);
    expect(['.x', '-x', 'a+b', '', 'A'.repeat(129), '1.0\n'].map(isTag)).toEqual(
      Array.from({ length: 6 }, () => false),
    );
  });

  it('tell digests from what is none', () => {
    expect(isDigest(`sha256:${'0'.repeat(64)}`)).toBe(true);
    expect(isDigest(`sha256:${'0'.repeat(63)}`)).toBe(false);
  });
});

describe('a chart reference', () => {
  it('has a registry, a path and perhaps a tag', () => {
    expect(parseChart('oci://ghcr.io/org/charts/')).toEqual({
      registry: 'ghcr.io',
      repository: 'org/charts',
    });
    expect(parseChart('oci://localhost:5000/demo:1.2.3_build.5')).toEqual({
      registry: 'localhost:5000',
      repository: 'demo',
      tag: '1.2.3_build.5',
    });
  });

  it.each(['ghcr.io/org/charts', 'oci://charts', 'oci://', 'oci://ghcr.io/Org/charts'])(
    'refuses %s',
    (text) => {
      expect(() => parseChart(text)).toThrow(/is not an image reference/);
    },
  );
});
