import { expect, test } from 'vitest';
import { artifacts, type ArtifactsOptions } from './index.ts';

const build = ['go', 'build', '-o', '{output}', './cmd/sheep'];

test.each<[string, ArtifactsOptions]>([
  ['a command', { name: 'sheep', build }],
  [
    'files by platform and others',
    { name: 'sheep', files: ['dist/*/{name}-{os}{exe}', 'out/{name}-{version}.pdf'] },
  ],
  ['packages by platform', { name: 'sheep', files: ['dist/{name}_{version}_{os}_{arch}.deb'] }],
  [
    'files a step has made',
    { name: 'sheep', files: { paths: ['a.txt'], folder: { $output: 'x:y', field: 'folder' } } },
  ],
  [
    'everything there is',
    {
      name: 'sheep',
      id: 'sheep-2',
      build: {
        run: build,
        folder: 'apps/cli',
        env: { CGO_ENABLED: '0' },
        output: 'bin/{os}/sheep',
        timeout: 90.5,
      },
      targets: ['linux/386', { os: 'darwin', arch: 'arm64', host: 'darwin', env: { SDKROOT: '/sdk' } }],
      archive: {
        name: '{name}-{os}',
        format: { windows: 'zip', linux: 'tar.gz' },
        with: ['NOTICE'],
        folder: '{name}',
      },
      checksums: '{name}.sums',
      sign: { key: 'A1B2', home: '/keys' },
      track: 'cli',
      from: 'handed/on',
    },
  ],
])('%s may be asked for', (_, options) => {
  expect(artifacts(options).problems).toBeUndefined();
});

test.each<[string, object, string]>([
  ['neither a command nor files', { name: 'sheep' }, 'Neither "build" nor "files"'],
  ['no name', { build }, 'The key "name" is missing'],
  ['a name that leads elsewhere', { name: '../sheep', build }, 'a name of letters'],
  ['a shell line', { name: 'sheep', build: 'go build' }, 'must be a list'],
  ['an empty command', { name: 'sheep', build: [] }, 'a list of at least 1'],
  [
    'a target that is no pair',
    { name: 'sheep', build, targets: ['linux'] },
    'a target such as `linux/arm64`',
  ],
  ['no targets', { name: 'sheep', build, targets: [] }, 'a list of at least 1'],
  [
    'a host that does not exist',
    { name: 'sheep', build, targets: [{ os: 'darwin', arch: 'arm64', host: 'macos' }] },
    'one of "linux", "darwin", "windows"',
  ],
  [
    'a file whose name is not known beforehand',
    { name: 'sheep', files: ['dist/*'] },
    'a name without wildcards',
  ],
  [
    'a package whose name is not known beforehand',
    { name: 'sheep', files: ['dist/{os}-*.deb'] },
    'a name without wildcards',
  ],
  ['a file outside', { name: 'sheep', files: ['../sheep'] }, 'a path inside the repository'],
  [
    'a placeholder that means nothing',
    { name: 'sheep', build, archive: { name: '{name}-{platform}' } },
    '{name}, {version}, {os}, {arch}, {exe} are filled in',
  ],
  ['a name with a folder', { name: 'sheep', build, checksums: 'dist/sums' }, "a file's name"],
  [
    'a format that does not exist',
    { name: 'sheep', build, archive: { format: { windows: 'rar' } } },
    'one of "tar.gz" or "zip"',
  ],
  ['no time at all', { name: 'sheep', build: { run: build, timeout: 0 } }, 'a number of seconds above 0'],
  ['a misspelt option', { name: 'sheep', build, checksum: true }, 'Unknown key "checksum"'],
])('%s is refused', (_, options, words) => {
  const { problems = [] } = artifacts(options as ArtifactsOptions);
  expect(problems.map(({ message }) => message).join()).toContain(words);
});
