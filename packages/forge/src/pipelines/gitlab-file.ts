import type { Tree } from '@launchway/core';
import { isRecord } from '../answers.ts';
import { yamlValues } from './yaml.ts';

/** A pipeline file with the local files it includes, as one. */
export interface PipelineFile {
  readonly content: Record<string, unknown>;
  /** What could not be read here: files of other projects, templates, what is not YAML. */
  readonly missing: readonly string[];
}

/** Files that include each other, and values within values. */
const deepest = 100;

/**
 * Reads a pipeline file and what it includes from the same repository; files of elsewhere are named as missing.
 * @returns nothing when there is no such file
 */
export async function readPipelineFile(tree: Tree, path: string): Promise<PipelineFile | undefined> {
  const text = await tree.text(path);
  if (text === undefined) return undefined;
  const { content, missing } = await collect(tree, path, text, new Set([path]));
  const whole = withReferences(content);
  return whole === undefined ? { content: {}, missing: [...missing, path] } : { content: whole, missing };
}

async function collect(tree: Tree, path: string, text: string, seen: Set<string>): Promise<PipelineFile> {
  const content = await parse(text);
  if (content === undefined) return { content: {}, missing: [path] };
  const missing: string[] = [];
  let merged: Record<string, unknown> = {};
  for (const include of asList(content['include'])) {
    const found = await included(tree, include, seen);
    missing.push(...found.missing);
    merged = mergeDeep(merged, found.content);
  }
  return { content: mergeDeep(merged, content), missing };
}

async function included(tree: Tree, include: unknown, seen: Set<string>): Promise<PipelineFile> {
  const local = localPath(include);
  if (local === undefined) return { content: {}, missing: [nameOf(include)] };
  if (seen.has(local) || seen.size >= deepest) return { content: {}, missing: [] };
  seen.add(local);
  const text = local.includes('*') || local.includes('$') ? undefined : await tree.text(local);
  return text === undefined ? { content: {}, missing: [local] } : collect(tree, local, text, seen);
}

function localPath(include: unknown): string | undefined {
  const path = isRecord(include) ? include['local'] : include;
  if (typeof path !== 'string' || /^https?:/i.test(path)) return undefined;
  return path.replace(/^\.?\/+/, '');
}

function nameOf(include: unknown): string {
  if (!isRecord(include)) return JSON.stringify(include);
  const kind = ['remote', 'template', 'component', 'project', 'artifact'].find((key) => key in include);
  return kind === undefined ? 'an include' : `${kind} ${JSON.stringify(include[kind])}`;
}

export const asList = (value: unknown): readonly unknown[] => [value ?? []].flat();

const referenceKey = '!reference';

/** The first document that is not the header of a component; `!reference` becomes an object that holds its path. */
async function parse(text: string): Promise<Record<string, unknown> | undefined> {
  const { visit } = await import('yaml');
  const contents = await yamlValues(text, (document) =>
    visit(document, {
      Seq: (_key, node) =>
        node.tag === referenceKey ? document.createNode({ [referenceKey]: node.toJS(document) }) : undefined,
    }),
  );
  if (contents === undefined) return undefined;
  const [first, second] = contents;
  const body = isRecord(first) && 'spec' in first && isRecord(second) ? second : (first ?? {});
  return isRecord(body) ? body : undefined;
}

/** More values than any pipeline has; references of references would be billions. */
const mostValues = 100_000;

/** A file that never ends, once its references are put in. */
class Endless extends Error {}

/**
 * Puts what references name in their place.
 * @returns nothing for a file that holds itself, or too much
 */
function withReferences(content: Record<string, unknown>): Record<string, unknown> | undefined {
  let left = mostValues;
  const resolved = (value: unknown, depth: number): unknown => {
    left -= 1;
    if (left < 0 || depth > deepest) throw new Endless();
    if (Array.isArray(value)) return value.map((member) => resolved(member, depth + 1));
    if (!isRecord(value)) return value;
    const path = value[referenceKey];
    if (Array.isArray(path)) return resolved(targetOf(path, content), depth + 1);
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [key, resolved(member, depth + 1)]),
    );
  };
  try {
    return resolved(content, 0) as Record<string, unknown>;
  } catch (error) {
    if (error instanceof Endless) return undefined;
    throw error;
  }
}

const targetOf = (path: readonly unknown[], content: Record<string, unknown>): unknown =>
  path.reduce<unknown>((at, key) => (isRecord(at) ? at[String(key)] : undefined), content);

/** Merges as GitLab merges included files and `extends`: objects key by key, anything else is replaced. */
export function mergeDeep(
  base: Record<string, unknown>,
  over: Record<string, unknown>,
): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const below = merged[key];
    merged[key] = isRecord(below) && isRecord(value) ? mergeDeep(below, value) : value;
  }
  return merged;
}
