import type { ParseError } from 'jsonc-parser';
import { jsonTooDeepAt } from '../../edits/json/depth.ts';
import { yamlTooDeepAt } from '../../edits/yaml/depth.ts';
import type { ProblemDetails, ReleaseError } from '../../model/problem.ts';
import { configProblems } from '../problems.ts';
import { sentence } from './failure.ts';
import { positionAt } from './place.ts';

const refuse = (details: ProblemDetails): ReleaseError => configProblems.refusal('CONFIG_SYNTAX', details);

/** Lists and mappings within each other; no configuration has twenty. */
const deepest = 100;

function refuseDepth(
  language: 'JSON' | 'YAML',
  { file, text, at }: { readonly file: string; readonly text: string; readonly at: number | undefined },
): void {
  if (at === undefined) return;
  throw refuse({
    message: `This ${language} is nested too deeply to be read.`,
    fix: 'Take the brackets or the indentation at this place away.',
    where: { file, ...positionAt(text, at) },
  });
}

/**
 * Gives the value of a strict JSON text.
 * @throws CONFIG_SYNTAX with line and column; also for a key that stands twice
 */
export async function parseJson(text: string, file: string): Promise<unknown> {
  const { parseTree, printParseErrorCode } = await import('jsonc-parser');
  const errors: ParseError[] = [];
  const source = text.replace(/^\uFEFF/, ' ');
  refuseDepth('JSON', { file, text: source, at: jsonTooDeepAt(source, deepest) });
  const tree = parseTree(source, errors, { disallowComments: true, allowTrailingComma: false });
  const [first] = errors;
  if (first !== undefined) {
    const what = words(printParseErrorCode(first.error));
    throw refuse({
      message: `This is not JSON: ${what}.`,
      fix: 'Mend the JSON at this place.',
      where: { file, ...positionAt(source, first.offset) },
    });
  }
  if (tree !== undefined) refuseDuplicates(tree, source, file);
  return JSON.parse(source);
}

interface JsonNode {
  readonly type: string;
  readonly offset: number;
  readonly value?: unknown;
  readonly children?: readonly JsonNode[] | undefined;
}

function refuseDuplicates(node: JsonNode, source: string, file: string): void {
  const seen = new Set<unknown>();
  for (const child of node.children ?? []) {
    const [key] = child.type === 'property' ? (child.children ?? []) : [];
    if (key !== undefined && seen.has(key.value)) {
      const where = { file, ...positionAt(source, key.offset) };
      throw refuse({
        message: `The key ${JSON.stringify(key.value)} stands twice.`,
        fix: 'Delete one of the two.',
        where,
      });
    }
    if (key !== undefined) seen.add(key.value);
    refuseDuplicates(child, source, file);
  }
}

/** `CommaExpected` -> `comma expected`. */
const words = (code: string): string =>
  code.replace(/[A-Z]/g, (letter, index: number) => `${index === 0 ? '' : ' '}${letter.toLowerCase()}`);

/**
 * Gives the value of a YAML 1.2 text of one document.
 * @throws CONFIG_SYNTAX with line and column
 */
export async function parseYaml(text: string, file: string): Promise<unknown> {
  const { Lexer, parseAllDocuments } = await import('yaml');
  refuseDepth('YAML', { file, text, at: yamlTooDeepAt(text, new Lexer().lex(text), deepest) });
  const parsed = parseAllDocuments(text, { prettyErrors: false, merge: true, logLevel: 'silent' });
  const documents = Array.isArray(parsed) ? parsed : [];
  const [document, second] = documents;
  if (second !== undefined) {
    throw refuse({
      message: 'The file holds more than one YAML document.',
      fix: 'Leave one document, without `---` after it.',
      where: { file },
    });
  }
  const [error] = document?.errors ?? [];
  if (error !== undefined) {
    const where = { file, ...positionAt(text, error.pos[0]) };
    throw refuse({
      message: sentence(`This is not YAML: ${firstLine(error.message)}`),
      fix: 'Mend the YAML at this place.',
      where,
    });
  }
  try {
    return document?.toJS({ maxAliasCount: 100 });
  } catch (cause) {
    const detail = cause instanceof Error ? firstLine(cause.message) : 'it cannot be read';
    throw refuse({
      message: `This YAML cannot be taken: ${detail}.`,
      fix: 'Write it out without anchors and aliases.',
      where: { file },
    });
  }
}

const firstLine = (text: string): string =>
  text.split('\n', 1)[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? '';
