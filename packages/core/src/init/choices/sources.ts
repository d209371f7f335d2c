import type { FoundImage } from '../survey/images.ts';
import type { Survey } from '../survey/survey.ts';

/** Globs of everything that is the program's: not the charts, the documentation, the pipelines. */
export function sourceGlobs({ sight, charts }: Survey): readonly string[] {
  const isThere = (pattern: RegExp): boolean => sight.paths.some((path) => pattern.test(path));
  return [
    '**',
    ...charts.flatMap(({ folder }) => (folder === '' ? [] : [`!${folder}/**`])),
    ...(isThere(/^docs\//) ? ['!docs/**'] : []),
    ...(isThere(/^\.github\//) ? ['!.github/**'] : []),
    ...(isThere(/^\.gitlab-ci\.yml$/) ? ['!.gitlab-ci.yml'] : []),
    ...(isThere(/\.md$/) ? ['!**/*.md'] : []),
  ];
}

/** Globs of what goes into these images. */
export function imageGlobs(survey: Survey, images: readonly FoundImage[]): readonly string[] {
  const all = images.flatMap(({ inputs, context }) => {
    if (inputs !== undefined) return inputs;
    return context === '' ? sourceGlobs(survey) : [`${context}/**`];
  });
  const wide = all.includes('**') ? sourceGlobs(survey) : all;
  return [...new Set(wide)].filter(
    (glob) => !survey.charts.some(({ folder }) => folder !== '' && glob === `${folder}/**`),
  );
}
