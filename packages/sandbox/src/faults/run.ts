import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Effect } from '@launchway/core/engine';
import { quietGit, type TestRepository } from '../repository.ts';
import { fixedDates } from '../stage.ts';
import type { TestClock } from './clock.ts';
import type { PassingRequest } from './proxy.ts';
import type { RequestFault } from './request-faults.ts';
import type { Road } from './road.ts';

/** One thing that a release does, by which it is found again in another run. */
export interface Point {
  /** What a server sees, what the core asks for, or what the process asks of the system. */
  readonly kind: 'request' | 'effect' | 'operation';
  /** Such as `PUT /v2/app/manifests/1.0.0`, `repository.push main v1.0.0` or `spawn git push`. */
  readonly name: string;
  /** How often there was one of this name, from 1. */
  readonly time: number;
}

/** What befalls a run: at each point it is asked what goes wrong. */
export interface Disturbance {
  request?(point: Point): RequestFault | undefined;
  /** May throw, which takes the place of the effect or of its outcome. */
  effect?(point: Point, when: 'before' | 'after', clock: TestClock): void;
  /** Where the process is ended by itself, or finds no space left. */
  readonly operation?: { readonly point: Point; readonly when: 'before' | 'during' | 'after' | 'full' };
  /** Whether the process is ended as soon as a request's fault has struck. */
  readonly kills?: boolean;
  /** Seconds that any request or program may take. */
  readonly timeout?: number;
}

/** How a run ended. */
export interface Ended {
  readonly outcome: string;
  /** What it was told, in one line each. */
  readonly problems: readonly string[];
  /** An error that is none of ours: a mistake, or the death that the test wanted. */
  readonly crash: string | undefined;
  /** What it left in the temporary directory. */
  readonly left: readonly string[];
  readonly points: readonly Point[];
}

export type Outcome = Pick<Ended, 'outcome' | 'problems' | 'crash'>;

/** One run, as those need it who carry it out. */
export interface OneRun {
  readonly from: TestRepository;
  readonly env: Readonly<Record<string, string>>;
  readonly points: Notes;
  readonly disturbance: Disturbance;
  readonly temporary: string;
}

/** How a release is carried out: in this process, or in one of its own. */
export type CarryOut = (run: OneRun) => Promise<Outcome>;

export interface RunPlace {
  readonly road: Road;
  readonly env: Readonly<Record<string, string>>;
  readonly carryOut: CarryOut;
}

/** One run with a temporary directory of its own. */
export async function runRelease(
  place: RunPlace,
  from: TestRepository,
  disturbance: Disturbance,
): Promise<Ended> {
  const root = await mkdtemp(join(tmpdir(), 'launchway-faults-'));
  const temporary = join(root, 'tmp');
  await Promise.all([temporary, join(root, 'home')].map((folder) => mkdir(folder)));
  const points = createNotes();
  const env = { ...machine(root), ...place.env, ...limit(disturbance) };
  try {
    const ended = await place.carryOut({ from, env, points, disturbance, temporary });
    return { ...ended, left: await readdir(temporary), points: points.all };
  } finally {
    await place.road.mend();
    await rm(root, { recursive: true, force: true, maxRetries: 5 });
  }
}

const machine = (root: string) => ({
  PATH: process.env['PATH'] ?? '',
  HOME: join(root, 'home'),
  TMPDIR: join(root, 'tmp'),
  ...quietGit,
  ...fixedDates,
});

const limit = ({ timeout }: Disturbance): Record<string, string> =>
  timeout === undefined ? {} : { LAUNCHWAY_TIMEOUT: String(timeout) };

/** Numbers what a run does, each thing by its name. */
export type Notes = ReturnType<typeof createNotes>;

function createNotes() {
  const counts = new Map<string, number>();
  const all: Point[] = [];
  const note = (kind: Point['kind'], name: string): Point => {
    const time = (counts.get(name) ?? 0) + 1;
    counts.set(name, time);
    const point = { kind, name, time };
    all.push(point);
    return point;
  };
  return {
    all,
    request: ({ method, target }: PassingRequest) => note('request', `${method} ${plain(target)}`),
    effect: ({ name, subject }: Effect) => note('effect', `${name} ${plain(subject)}`),
    operation: (point: Omit<Point, 'kind'>) => void all.push({ kind: 'operation', ...point }),
  };
}

/** Numbers each request, and asks what is to befall it. */
export const asked =
  (points: Notes, disturbance: Disturbance) =>
  (request: PassingRequest): RequestFault | undefined => {
    const point = points.request(request);
    return disturbance.request?.(point);
  };

/** A name without what differs from run to run: names of uploads and of temporary folders. */
const plain = (text: string): string =>
  text
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}/g, 'ID')
    .replace(/\/\S*\/launchway-[^/]+\/s-[^/]+/g, 'SCRATCH');
