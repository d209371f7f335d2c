import { isAbsolute } from 'node:path';
import type { Report } from '../model/report.ts';

/**
 * Gives what other jobs may want of a run, by name: `outcome`, `released`, `commit`, `tag`, `tags`, `versions` (JSON),
 * `version-<track>`, `release-url` (the page of the tag's release on a forge), and every text, number and truth that a step gave,
 * as `<step>-<field>`. Absolute paths are left out: they lead into folders of this run, which are gone after it.
 */
export function outputsOf(report: Report): Readonly<Record<string, string>> {
  const versions = Object.entries(report.versions).map(
    ([track, version]) => [`version-${slug(track)}`, version] as const,
  );
  const steps = report.steps.flatMap((step) =>
    Object.entries(step.output ?? {}).flatMap(([field, value]) =>
      typeof value === 'object' || isAbsolute(String(value))
        ? []
        : [[`${slug(step.id)}-${slug(field)}`, String(value)] as const],
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
    'release-url': releasePages(report)[0]?.url ?? '',
    ...Object.fromEntries(steps),
  };
}

/** The pages of releases on forges: a step that announces a tag gives both `tag` and `url`. */
export function releasePages({
  tags,
  steps,
}: Pick<Report, 'tags' | 'steps'>): readonly { readonly tag: string; readonly url: string }[] {
  return steps.flatMap(({ output }) => {
    const { tag, url } = output ?? {};
    return typeof tag === 'string' && typeof url === 'string' && url !== '' && tags.includes(tag)
      ? [{ tag, url }]
      : [];
  });
}

const slug = (text: string): string => text.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-+|-+$/g, '');
