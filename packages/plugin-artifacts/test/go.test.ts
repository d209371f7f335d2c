import { expect, test } from 'vitest';
import type { ArtifactsOptions } from '../src/index.ts';
import { lacks, worldOfTest, run, shelved } from './world.fixture.ts';

const files = {
  'go.mod': 'module example.com/ahoy\n\ngo 1.19\n',
  'cmd/ahoy/main.go': 'package main\n\nvar version = "none"\n\nfunc main() { println("ahoy " + version) }\n',
};

const options: ArtifactsOptions = {
  name: 'ahoy',
  build: {
    run: [
      'go',
      'build',
      '-trimpath',
      '-ldflags',
      '-s -w -X main.version={version}',
      '-o',
      '{output}',
      './cmd/ahoy',
    ],
    env: { CGO_ENABLED: '0' },
  },
};

// Other tests build with a script; this one with the line for Go that the README shows.
test.skipIf(lacks('go', 'version'))(
  'a Go program is built for this platform and another, and is the same wherever it is built',
  { timeout: 600_000 },
  async () => {
    const here = `${process.platform}/${process.arch === 'arm64' ? 'arm64' : 'amd64'}`;
    const archive = `ahoy_3.2.0_${here.replace('/', '_')}.tar.gz`;
    const world = await worldOfTest(files);
    expect((await world.offer({ ...options, targets: [here, 'windows/arm64'] })).codes).toEqual([]);
    const digests = shelved(world.shelf);
    expect(Object.keys(digests)).toHaveLength(3);
    run(world.shelf, 'tar', '-xzf', archive);
    expect(run(world.shelf, 'sh', '-c', './ahoy 2>&1')).toBe('ahoy 3.2.0\n');

    const elsewhere = await worldOfTest(files);
    await elsewhere.offer({ ...options, targets: [here] });
    expect(shelved(elsewhere.shelf)[archive]).toBe(digests[archive]);
  },
);
