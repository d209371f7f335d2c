import type { Forecast, PushEvent } from './event.ts';

/**
 * Says in lines for people what a pushed ref starts.
 * @param what a forge calls it: `pipeline`, `workflow`
 * @param idle why nothing starts whatever the files say; see `pusherStartsNothing`
 */
export function describeForecast(
  { kind, name }: PushEvent['ref'],
  { starts, jobs, because, unsure }: Forecast,
  what: string,
  idle?: string,
): readonly string[] {
  const ref = `the ${kind} ${name}`;
  const doubts = unsure.map((reason) => `  not certain: ${reason}`);
  if (!starts) return [`${ref} starts no ${what}: ${because}`, ...doubts];
  if (idle !== undefined) return [`${ref} starts no ${what}: ${idle}`];
  const list = jobs.map((job) => (job.manual ? `${job.name} (by hand)` : job.name)).join(', ');
  return [`${ref} starts ${list}`, ...doubts];
}
