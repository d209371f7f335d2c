import {
  isReleaseError,
  type Plan,
  type Plugin,
  type Problem,
  type Reads,
  type ReleaseContext,
  type Report,
} from '@launchway/core';
import { applyPlan, dryRun, journal } from '@launchway/core/engine';
import { orderSteps, stepKinds } from '../../core/src/planning/steps.ts';
import { type TestPort, testPort } from '../../oci/test/port.ts';
import { docker } from '../src/docker.ts';
import type { DockerOptions } from '../src/options.ts';

/** A release of the track `app`, already pushed, whose image is to be published. */
export interface TestRelease {
  readonly version: string;
  /** The release commit, and the one before it. */
  readonly commit?: string;
  readonly head?: string;
  readonly port?: TestPort;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Ended {
  readonly outcome: Report['outcome'];
  readonly problems: readonly Problem[];
  readonly steps: Report['steps'];
  /** All that was said, masked as the core does it. */
  readonly said: readonly string[];
  readonly port: TestPort;
}

/** A commit's name made of a letter. */
export const sha = (letter: string): string => letter.repeat(40);

const settled = ({
  version,
  commit = sha('c'),
  head = sha('b'),
  env = {},
  port = testPort(env),
}: TestRelease) => ({
  version,
  commit,
  head,
  port,
});

/** A commit with a Dockerfile at its top and nothing else. */
const committed: Reads['tree'] = {
  text: async (path) => (path === 'Dockerfile' ? 'FROM scratch\n' : undefined),
  bytes: async (path) => (path === 'Dockerfile' ? Buffer.from('FROM scratch\n') : undefined),
  list: async () => [{ path: 'Dockerfile', kind: 'file' }],
};

/** Gives the context that the core would call `publish` with. */
export function contextOf(release: TestRelease): ReleaseContext {
  const { version, commit, head, port } = settled(release);
  return {
    flow: 'main',
    tracks: [{ name: 'app', pins: [], paths: ['**'], tag: { name: 'v{version}' } }],
    facts: {
      head,
      headDate: '2026-03-04T05:06:07Z',
      branch: 'main',
      commits: [],
      tracks: {},
      ci: { provider: 'none' },
    },
    reads: { ...port.reads, tree: committed },
    release: {
      commit,
      changes: [{ track: 'app', current: '0.0.1', next: version, bump: null }],
      versions: { app: version },
      tags: [{ track: 'app', name: `v${version}`, message: '' }],
      notes: {},
      assets: [],
      generations: [],
      made: true,
      files: [],
    },
  };
}

/** Makes the plan of one plugin's part of a release that is pushed. */
async function planOf(options: DockerOptions, release: TestRelease): Promise<{ plan: Plan; plugin: Plugin }> {
  const plugin = docker(options);
  if (plugin.problems !== undefined)
    throw new Error(plugin.problems.map(({ message }) => message).join('\n'));
  const steps = (await plugin.publish?.(contextOf(release))) ?? [];
  const { commit, head } = settled(release);
  const plan: Plan = {
    schema: 1,
    digest: 'sha256:test',
    flow: 'main',
    head,
    branch: 'main',
    outcome: 'resume',
    release: commit,
    tracks: {},
    tags: [],
    edits: [],
    notes: {},
    commit: null,
    steps: orderSteps([{ plugin: 'docker', values: steps }], stepKinds([plugin])),
    problems: [],
  };
  return { plan, plugin };
}

/** Publishes the images of a release as the core does, save that waits take a hundredth of their time. */
export async function publish(options: DockerOptions, release: TestRelease): Promise<Ended> {
  const known = settled(release);
  const { plan, plugin } = await planOf(options, known);
  const { port } = known;
  const events: string[] = [];
  try {
    const report = await applyPlan(plan, {
      kinds: stepKinds([plugin]),
      effects: port.effects,
      reads: port.reads,
      journal: journal(port.reads.now, (event) => events.push(port.mask(JSON.stringify(event)))),
    });
    const said = [...port.said, ...events, port.mask(JSON.stringify(report))];
    return { ...report, said, port };
  } catch (error) {
    if (!isReleaseError(error)) throw error;
    const said = [...port.said, ...events, port.mask(error.message)];
    return { outcome: 'refused', problems: error.problems, steps: [], said, port };
  }
}

/** Looks at what publishing would do. */
export async function preview(options: DockerOptions, release: TestRelease): Promise<Report> {
  const known = settled(release);
  const { plan, plugin } = await planOf(options, known);
  return dryRun(plan, { kinds: stepKinds([plugin]), reads: known.port.reads });
}
