import type { PublishOptions } from './options.ts';

const tenMinutes = 600_000;

/** Gives the time one package may take, in milliseconds. */
export const timeoutOf = ({ timeout = tenMinutes }: PublishOptions): number =>
  milliseconds(timeout) ?? tenMinutes;

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Reads a time as it is written in the options; nothing where it is none. */
export function milliseconds(time: unknown): number | undefined {
  if (typeof time === 'number') return Number.isFinite(time) && time > 0 ? time : undefined;
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h)$/.exec(String(time).trim()) ?? [];
  const value = Number(number) * (units[unit] ?? 0);
  return value > 0 ? value : undefined;
}
