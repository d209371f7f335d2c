import type { Report } from '../model/report.ts';

/**
 * Gives what other jobs may want of a run, by name: `outcome`, `released`, `commit`, `tag`, `tags`, `versions` (JSON),
 * `version-<track>`, and every text, number and truth that a step gave, as `<step>-<field>`.
 */
export function outputsOf(report: Report): Readonly<Record<string, string>> {
  const versions = Object.entries(report.versions).map(
    ([track, version]) => [`version-${slug(track)}`, version] as const,
  );
  const steps = report.steps.flatMap((step) =>
    Object.entries(step.output ?? {}).flatMap(([field, value]) =>
      typeof value === 'object' ? [] : [[`${slug(step.id)}-${slug(field)}`, String(value)] as const],
    ),
  );
  return {
    outcome: report.outcome,
    released: String(['released', 'resumed'].includes(report.outcome)),
    commit: report.commit ?? '',
    tag: report.tags[0] ?? '',
    tags: report.tags.join(' '),
    ...Object.fromEntries(versions),
    versions: JSON.stringify(report.versions),
    ...Object.fromEntries(steps),
  };
}

const slug = (text: string): string => text.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-+|-+$/g, '');
