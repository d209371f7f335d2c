import type { EventContext } from './context.ts';
import { globalScope } from './expressions.ts';
import { renderTemplate } from './template.ts';

/**
 * Gives the labels of the image specification for a commit, with extras after them, sorted by name. An extra is
 * `name=value`, a template; one without `=` is left out, a later one wins.
 * @param version the main tag
 * @see https://github.com/opencontainers/image-spec/blob/main/annotations.md
 */
export function imageLabels(
  context: EventContext,
  version: string | null,
  extras: readonly string[],
): Record<string, string> {
  const { repository, sha, now } = context;
  const scope = globalScope(context);
  const labels = new Map([
    ['org.opencontainers.image.title', repository.name],
    ['org.opencontainers.image.description', oneLine(repository.description)],
    ['org.opencontainers.image.url', repository.url],
    ['org.opencontainers.image.source', repository.url],
    ['org.opencontainers.image.version', version ?? ''],
    ['org.opencontainers.image.created', new Date(now).toISOString()],
    ['org.opencontainers.image.revision', sha],
    ['org.opencontainers.image.licenses', repository.license],
  ]);
  for (const extra of extras) {
    const [name = '', ...value] = renderTemplate(extra, scope).split('=');
    if (value.length > 0) labels.set(name, value.join('='));
  }
  return Object.fromEntries([...labels].sort(([left], [right]) => left.localeCompare(right, 'en')));
}

/** Gives annotations as `docker buildx` takes them: each `level:name=value`, level by level. */
export function levelledAnnotations(
  annotations: Readonly<Record<string, string>>,
  levels: readonly string[],
): string[] {
  return levels.flatMap((level) =>
    Object.entries(annotations).map(([name, value]) => `${level}:${name}=${value}`),
  );
}

/** Labels are handed on as lines, which a description of several lines would break. */
const oneLine = (text: string): string => text.replace(/\s*[\r\n]+\s*/g, ' ').trim();
