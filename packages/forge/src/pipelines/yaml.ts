import { yamlTooDeepAt } from '@launchway/core';
import type { Document } from 'yaml';

/** Lists and mappings within each other; the forges take fewer. */
const deepest = 100;

/**
 * Gives the values of the documents in a YAML text; nothing for a text that a forge would refuse, or that would take up more
 * than its length: nested too deeply, or full of aliases of aliases.
 * @param prepare changes a document before its value is taken
 */
export async function yamlValues(
  text: string,
  prepare: (document: Document) => void = () => undefined,
): Promise<readonly unknown[] | undefined> {
  const { Lexer, parseAllDocuments } = await import('yaml');
  if (yamlTooDeepAt(text, new Lexer().lex(text), deepest) !== undefined) return undefined;
  const documents = [...parseAllDocuments(text, { merge: true, prettyErrors: false, logLevel: 'silent' })];
  if (documents.some((document) => document.errors.length > 0)) return undefined;
  try {
    return documents.map((document): unknown => {
      prepare(document);
      return document.toJS({ maxAliasCount: 100 });
    });
  } catch {
    return undefined; // aliases that name nothing, or themselves, or too much
  }
}
