import type { JournalEvent } from '../model/journal.ts';
import type { JsonObject } from '../model/json.ts';

/** Where a run writes down what happens, one event a line. */
export interface Journal {
  record(event: Unstamped): void;
}

type Unstamped = { [Event in JournalEvent as Event['event']]: Omit<Event, 'at'> }[JournalEvent['event']];

/** Stamps events with the time and hands them on. */
export function journal(now: () => number, write: (event: JournalEvent) => void): Journal {
  return { record: (event) => write({ ...event, at: new Date(now()).toISOString() } as JournalEvent) };
}

/**
 * Reads the outputs that an earlier run of the same plan wrote down: a shortcut, never the truth. Lines of other plans
 * and lines that were cut are passed over.
 */
export function outputsFromJournal(text: string, plan: string): ReadonlyMap<string, JsonObject> {
  const outputs = new Map<string, JsonObject>();
  let current = false;
  for (const line of text.split('\n')) {
    const event = parseEvent(line);
    if (event?.event === 'run') current = event.plan === plan;
    if (current && (event?.event === 'done' || event?.event === 'already'))
      outputs.set(event.step, event.output);
  }
  return outputs;
}

function parseEvent(line: string): JournalEvent | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && 'event' in value
      ? (value as JournalEvent)
      : undefined;
  } catch {
    return undefined;
  }
}
