import type { TestClock } from './clock.ts';
import { type RequestFault, requestFaults } from './request-faults.ts';
import type { Disturbance, Point } from './run.ts';

/** What goes wrong at an effect: the run dies, the disk is full, or the clock jumps by ten years. */
export type EffectFault = (typeof effectFaults)[number];

const effectFaults = ['dies before', 'dies after', 'disk full', 'clock ahead', 'clock back'] as const;

/** How a process ends at an operation of its own, or at a request: by SIGKILL, or for want of space. */
export type ProcessFault = 'killed before' | 'killed during' | 'killed after' | 'no space';

const kills = ['killed before', 'killed during', 'killed after'] as const;

/** One thing that goes wrong at one point of a release. */
export interface Mishap {
  readonly point: Point;
  readonly fault: RequestFault | EffectFault | ProcessFault;
  /** Whether it goes on for as long as the run lasts, and in the next run too, or happens once. */
  readonly lasting: boolean;
  /** Where the release is run again: in the same checkout, or in a new one of the same commit. */
  readonly from: 'here' | 'afresh';
  /** Whether a run comes between that can look at no target, and so must not do again what may be done. */
  readonly blind: boolean;
}

/** What goes wrong with a run, and whether it has. */
export type StrikingDisturbance = Disturbance & { struck(): boolean };

/** All that can go wrong at these points; where a process runs that can be killed, it is killed at each. */
export function mishapsAt(points: readonly Point[], isProcess: boolean): readonly Mishap[] {
  const all = points.flatMap((point) => {
    if (point.kind === 'operation') return operationFaults(point).map((fault) => once(point, fault));
    const isSafe = point.kind === 'request' && looksOnly.test(point.name);
    if (isProcess) return (isSafe ? kills.slice(0, 1) : kills).map((fault) => once(point, fault));
    if (point.kind === 'effect') return effectFaults.map((fault) => once(point, fault));
    const lasting = ([403, 503, 'reset'] as const).map((fault) => ({ point, fault, lasting: true }));
    const faults = isSafe ? requestFaults.filter((fault) => !undone.has(fault)) : requestFaults;
    return [...faults.map((fault) => once(point, fault)), ...lasting];
  });
  return all.map((mishap, index) => ({
    ...mishap,
    from: index % 2 === 0 ? 'here' : 'afresh',
    blind: index % 3 === 0,
  }));
}

/** Requests that change nothing: how far one comes before its connection breaks, or it is held, makes no difference. */
const looksOnly = /^(?:GET|HEAD) |^POST \S+\/git-upload-pack$/;

/** Faults that are as others where nothing is changed: `reset`, `reset` and `held`. */
const undone: ReadonlySet<RequestFault> = new Set(['half-sent', 'unheard', 'done-held']);

type AnyMishap = Omit<Mishap, 'from' | 'blind'>;

const once = (point: Point, fault: Mishap['fault']): AnyMishap => ({
  point,
  fault,
  lasting: false,
});

function operationFaults({ name }: Point): readonly ProcessFault[] {
  if (name.startsWith('writeFile ')) return [...kills, 'no space'];
  if (name.startsWith('spawn ')) return kills;
  // To remove something takes no space; what cannot be removed stays, which is nobody's mistake.
  if (name.startsWith('rm ')) return ['killed before', 'killed after'];
  return ['killed before', 'killed after', 'no space'];
}

/**
 * Makes a mishap happen to one run.
 * @param timeout seconds after which a request without an answer is given up
 */
export function disturbanceOf(mishap: Mishap, timeout: number): StrikingDisturbance {
  const { point, fault } = mishap;
  if (point.kind === 'operation') return atOperation(point, fault);
  return point.kind === 'effect' ? atEffect(mishap) : atRequest(mishap, timeout);
}

/** What a run meets that can look at nothing but git's refs. */
export const blindness: Disturbance = {
  request: ({ name }) => (/^(?:GET|HEAD) (?!.*\.git\/)/.test(name) ? 503 : undefined),
};

const isSame = (left: Point, right: Point): boolean => left.kind === right.kind && left.name === right.name;

function atRequest({ point, fault, lasting }: Mishap, timeout: number): StrikingDisturbance {
  let struck = false;
  const kind = asKill[fault as ProcessFault] ?? (fault as RequestFault);
  return {
    struck: () => struck,
    kills: fault in asKill,
    ...(fault === 'held' || fault === 'done-held' ? { timeout } : {}),
    request: (other) => {
      if (!isSame(other, point) || (other.time !== point.time && !(lasting && struck))) return undefined;
      struck = true;
      return kind;
    },
  };
}

/** How far a request comes of which the process is killed. */
const asKill: Partial<Record<Mishap['fault'], RequestFault>> = {
  'killed before': 'held',
  'killed during': 'half-sent',
  'killed after': 'done-held',
};

function atOperation(point: Point, fault: Mishap['fault']): StrikingDisturbance {
  const when = fault === 'no space' ? 'full' : (fault as string).replace('killed ', '');
  return { struck: () => true, operation: { point, when: when as 'before' | 'during' | 'after' | 'full' } };
}

function atEffect({ point, fault }: Mishap): StrikingDisturbance {
  let struck = false;
  let dead = false;
  return {
    struck: () => struck,
    effect: (other, when, clock) => {
      if (dead) throw death();
      if (!isSame(other, point) || other.time !== point.time) return;
      struck = true;
      dead = fault === `dies ${when}`;
      if (dead) throw death();
      if (when === 'before') strike(fault, clock);
    },
  };
}

const tenYears = 10 * 365 * 86_400_000;

function strike(fault: Mishap['fault'], clock: TestClock): void {
  if (fault === 'clock ahead') clock.jump(tenYears);
  if (fault === 'clock back') clock.jump(-tenYears);
  if (fault === 'disk full') throw noSpace();
}

const death = (): Error => new Error('The run is dead.');

const noSpace = (): Error =>
  Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', syscall: 'write' });

/** Whether the run is ended by the mishap, so that what it leaves behind is no fault of its own. */
export const isDeadly = ({ fault }: Mishap): boolean => /^(?:dies|killed) /.test(String(fault));

export const describeMishap = ({ point, fault, lasting, from, blind }: Mishap): string =>
  `${fault}${lasting ? ' from then on' : ''} at ${point.name}${point.time > 1 ? ` (${point.time})` : ''}${blind ? ', then blind' : ''}, again ${from}`;
