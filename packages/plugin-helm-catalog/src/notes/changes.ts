import type { Facts } from '@launchway/core';
import { emitYaml } from '@launchway/helm';

/** The kinds Artifact Hub knows; any other leaves the version out of its list. */
export type ChangeKind = 'added' | 'changed' | 'deprecated' | 'removed' | 'fixed' | 'security';

export type Change = { readonly kind: ChangeKind; readonly description: string };

/** Gives the text of `artifacthub.io/changes`; nothing when there is nothing to tell. */
export function changesText(changes: readonly Change[]): string | undefined {
  const told = changes.filter(
    ({ kind, description }, at) =>
      changes.findIndex((other) => other.kind === kind && other.description === description) === at,
  );
  return told.length === 0 ? undefined : emitYaml(told);
}

const kindOfType: Readonly<Record<string, ChangeKind>> = {
  feat: 'added',
  fix: 'fixed',
  perf: 'changed',
  revert: 'changed',
  security: 'security',
  deprecate: 'deprecated',
  remove: 'removed',
};

/** Reads the changes off the unreleased commits of a track; those that are taken back among them are left out. */
export function changesOfCommits(facts: Facts, track: string): readonly Change[] {
  const commits = (facts.tracks[track]?.commits ?? []).flatMap((at) => facts.commits[at] ?? []);
  const reverts = new Map(
    commits.flatMap(({ sha, message }) => {
      const reverted = /^This reverts commit ([0-9a-f]{40,64})\b/m.exec(message)?.[1];
      return reverted === undefined ? [] : [[reverted, sha] as const];
    }),
  );
  const present = new Set(commits.map(({ sha }) => sha));
  const pairs = [...reverts].filter(([reverted]) => present.has(reverted));
  const gone = new Set(pairs.flat());
  return commits.filter(({ sha }) => !gone.has(sha)).flatMap(({ message }) => changeOf(message));
}

function changeOf(message: string): readonly Change[] {
  const header = message.split('\n', 1)[0] ?? '';
  const [, type = '', breaking, subject] = /^(\w+)(?:\([^)]*\))?(!)?: +(.*\S)\s*$/.exec(header) ?? [];
  const isBreaking = breaking !== undefined || /^BREAKING[ -]CHANGE: /m.test(message);
  const kind = kindOfType[type.toLowerCase()] ?? (isBreaking ? 'changed' : undefined);
  return kind === undefined || subject === undefined ? [] : [{ kind, description: subject }];
}

const kindOfHeading: readonly (readonly [RegExp, ChangeKind])[] = [
  [/\b(secur|cve)/i, 'security'],
  [/\bdeprecat/i, 'deprecated'],
  [/\bremov/i, 'removed'],
  [/\b(fix|bug)/i, 'fixed'],
  [/\b(add|new|feature)/i, 'added'],
];

/** Reads the changes off the lists in notes; the heading above a list says of which kind they are. */
export function changesOfNotes(markdown: string): readonly Change[] {
  const changes: Change[] = [];
  let kind: ChangeKind = 'changed';
  for (const line of markdown.split(/\r?\n/)) {
    const title = /^#{1,6} +(.*)$/.exec(line)?.[1];
    if (title !== undefined) kind = kindOfHeading.find(([words]) => words.test(title))?.[1] ?? 'changed';
    const item = /^[-*+] +(.*\S)\s*$/.exec(line)?.[1];
    if (item !== undefined) changes.push({ kind, description: plain(item) });
  }
  return changes;
}

/** Text without the marks of Markdown: links by their words, no emphasis, no trailing list of commits. */
function plain(markdown: string): string {
  return markdown
    .replace(/ \((?:\[[0-9a-f]{7,}\]\([^)]*\)|[0-9a-f]{7,40})\)$/, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\*\*|__/g, '')
    .replace(/\\([\\`*_{}[\]<>()#+\-.!|])/g, '$1')
    .trim();
}
