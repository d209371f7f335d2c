import type { Contribution } from '../hooks/lifecycle.ts';
import type { Section } from '../model/edit.ts';
import type { Problem } from '../model/problem.ts';

/** Joins the sections of each track; generated ones stand only where nobody wrote. */
export function foldNotes(contributions: readonly Contribution<Section>[]): Readonly<Record<string, string>> {
  const sections = contributions
    .flatMap((contribution) => contribution.values)
    .filter((section) => section.markdown.trim() !== '');
  const written = new Set(sections.filter((section) => !section.generated).map((section) => section.track));
  const notes: Record<string, string> = {};
  for (const section of sections) {
    if (section.generated && written.has(section.track)) continue;
    const before = notes[section.track];
    notes[section.track] =
      before === undefined ? section.markdown.trim() : `${before}\n\n${section.markdown.trim()}`;
  }
  return notes;
}

/** Gives what is wrong with the sections, each problem with the plugin that found it. */
export function notesProblems(contributions: readonly Contribution<Section>[]): readonly Problem[] {
  return contributions.flatMap(({ plugin, values }) =>
    values.flatMap((section) => (section.problems ?? []).map((problem) => ({ plugin, ...problem }))),
  );
}
