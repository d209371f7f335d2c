import { expect, test } from 'vitest';
import { artifacts } from '../src/index.ts';
import { lacks, makeWorld, run, shelved } from './world.fixture.ts';

const program = 'package main\n\nvar version = "none"\n\nfunc main() { println("ahoy " + version) }\n';

// Other tests build with a script; this one with the line for Go that the README shows.
test.skipIf(lacks('go', 'version'))(
  'a Go program is built for this platform and another',
  { timeout: 600_000 },
  async () => {
    const here = process.arch === 'arm64' ? 'arm64' : 'amd64';
    const world = await makeWorld({
      'go.mod': 'module example.com/ahoy\n\ngo 1.19\n',
      'cmd/ahoy/main.go': program,
    });
    const outcome = await world.release([
      artifacts({
        name: 'ahoy',
        targets: [`${process.platform}/${here}`, 'windows/arm64'],
        build: [
          'go',
          'build',
          '-trimpath',
          '-ldflags',
          '-s -w -X main.version={version}',
          '-o',
          '{output}',
          './cmd/ahoy',
        ],
      }),
    ]);
    expect(outcome).toMatchObject({ outcome: 'released', codes: [] });
    expect(Object.keys(shelved(world.shelf))).toHaveLength(3);
    run(world.shelf, 'tar', '-xzf', `ahoy_3.2.0_${process.platform}_${here}.tar.gz`);
    expect(run(world.shelf, 'sh', '-c', './ahoy 2>&1')).toBe('ahoy 3.2.0\n');
    await world.close();
  },
);
