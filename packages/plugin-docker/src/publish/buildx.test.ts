import { describe, expect, test } from 'vitest';
import { digestIn, referenceIn } from './build-result.ts';
import { bakeArguments, buildArguments, buildInput } from './buildx.ts';

const digest = `sha256:${'a1'.repeat(32)}`;
const call = {
  image: 'ghcr.io/acme/api',
  insecure: false,
  labels: { 'org.opencontainers.image.version': '2.5.0' },
  annotations: ['index:k=v'],
  metadataFile: '/scratch/metadata.json',
  fill: (text: string) => text.replace('{version}', '2.5.0'),
};
const options = {
  context: 'apps/api',
  dockerfile: 'apps/api/Dockerfile',
  target: 'runtime',
  platforms: ['linux/amd64', 'linux/arm64'],
  args: { VERSION: '{version}' },
  secrets: { npm: { env: 'NPM_TOKEN' } },
  cacheFrom: ['type=gha'],
  cacheTo: ['type=gha,mode=max'],
  provenance: 'mode=max',
  sbom: true,
  builder: 'multi',
} as const;

describe('docker buildx build', () => {
  test('is given every option, and pushes by digest alone', () => {
    const { argv, env } = buildArguments({ ...call, build: buildInput(options) });
    expect(argv.join(' ')).toBe(
      [
        'docker buildx build --builder multi --metadata-file /scratch/metadata.json',
        '--file apps/api/Dockerfile --target runtime --platform linux/amd64,linux/arm64',
        '--build-arg VERSION=2.5.0 --secret id=npm,env=LAUNCHWAY_BUILD_SECRET_0',
        '--cache-from type=gha --cache-to type=gha,mode=max --provenance=mode=max --sbom=true',
        '--label org.opencontainers.image.version=2.5.0 --annotation index:k=v',
        '--output type=image,name=ghcr.io/acme/api,push-by-digest=true,name-canonical=true,push=true apps/api',
      ].join(' '),
    );
    expect(env).toEqual({
      BUILDX_METADATA_PROVENANCE: 'disabled',
      LAUNCHWAY_BUILD_SECRET_0: { env: 'NPM_TOKEN' },
    });
  });

  test('pushes under a tag of no meaning where the driver cannot push by digest', () => {
    const { argv } = buildArguments({ ...call, tag: 'build-1a2b3c', build: buildInput({}) });
    expect(argv.slice(-4)).toEqual(['--tag', 'ghcr.io/acme/api:build-1a2b3c', '--push', '.']);
  });

  test('names a registry that is spoken to in plain HTTP as such', () => {
    const { argv } = buildArguments({ ...call, insecure: true, build: buildInput({}) });
    expect(argv.at(-2)).toMatch(/,registry\.insecure=true$/);
  });

  test('takes a target of bake files, with all that the release decides', () => {
    const bake = { target: 'api', files: ['docker-bake.hcl'] };
    const { argv } = bakeArguments({ ...call, build: buildInput({ ...options, context: '.', bake }) }, bake);
    expect(argv.slice(0, 9).join(' ')).toBe(
      'docker buildx bake --builder multi --metadata-file /scratch/metadata.json --file docker-bake.hcl',
    );
    expect(argv).toContain('api.output=type=image,push-by-digest=true,name-canonical=true,push=true');
    expect(argv).toContain('api.labels.org.opencontainers.image.version=2.5.0');
    expect(argv).toContain('api.args.VERSION=2.5.0');
    expect(argv.at(-1)).toBe('api');
  });
});

describe('the digest of a build', () => {
  test.each([
    [{ 'containerimage.digest': digest, 'image.name': 'ghcr.io/acme/api' }, undefined, digest],
    [{ api: { 'containerimage.digest': digest }, web: {} }, 'api', digest],
    [{ api: { 'containerimage.digest': digest } }, undefined, digest],
    [
      {
        api: { 'containerimage.digest': digest },
        web: { 'containerimage.digest': `sha256:${'b2'.repeat(32)}` },
      },
      undefined,
      undefined,
    ],
    [{ 'containerimage.digest': 'sha256:short' }, undefined, undefined],
  ])('in %j for the target %s is %s', (metadata, target, found) => {
    expect(digestIn(JSON.stringify(metadata), target)).toBe(found);
  });

  test.each([
    [`${digest}\n`, digest],
    [`ghcr.io/acme/api@${digest}`, `ghcr.io/acme/api@${digest}`],
    [JSON.stringify({ 'containerimage.digest': digest }), digest],
    ['{ "something": "else" }', undefined],
    ['', undefined],
    ['two words', undefined],
  ])('in the file %j that a job left is %s', (text, found) => {
    expect(referenceIn(text)).toBe(found);
  });
});
