import type { TagDecision } from '../tags/floating.ts';

/** Gives a table for people, a tag a line: what it is, and what becomes of it. */
export function tagTable(decisions: readonly TagDecision[]): readonly string[] {
  const width = Math.max(...decisions.map(({ tag }) => tag.length), 0);
  return decisions.map((decision) => `${decision.tag.padEnd(width)}  ${fate(decision)}`);
}

function fate(decision: TagDecision): string {
  if (decision.action === 'create') return 'created';
  if (decision.action === 'hold') return `held back: ${decision.why}`;
  if (decision.action === 'unchanged') return 'unchanged';
  return decision.from === undefined ? 'moved' : `moved from ${decision.from}`;
}
