import { defined } from '../model/defined.ts';
import { editProblems } from './problems.ts';
import { lineAt, type TextFile } from './text.ts';

/** Files with versions are small; helm itself takes no file above 5 MiB. Lock files are larger. */
const largest = { yaml: 5 * 1024 * 1024, json: 64 * 1024 * 1024 };

/**
 * Refuses text that must not reach a parser or could not be written back.
 * @throws PIN_ENCODING, PIN_TOO_DEEP
 */
export function guardText({ file, text }: TextFile, format: 'yaml' | 'json'): void {
  const odd = text.search(/[\0\uFFFD]/);
  if (odd !== -1)
    throw editProblems.refusal('PIN_ENCODING', {
      message: `${file} is not UTF-8 text (line ${lineAt(text, odd)}).`,
      fix: `Save ${file} as UTF-8.`,
      where: { file, line: lineAt(text, odd) },
    });
  if (text.length > largest[format])
    throw editProblems.refusal('PIN_TOO_DEEP', {
      message: `${file} has ${text.length} characters, which is more than a file with a version should have.`,
      fix: 'Keep the version in a file of its own, or correct the pin.',
      where: { file },
    });
}

/**
 * Refuses a key that a map holds twice.
 * @param offset where the second is
 * @param key as it is to be spelled
 */
export function duplicateKey({ file, text }: TextFile, offset: number, key: string): Error {
  const line = lineAt(text, offset);
  return editProblems.refusal('PIN_DUPLICATE_KEY', {
    message: `${file} holds the key ${key} twice; the second is on line ${line}.`,
    fix: `Remove one of the two ${key} keys.`,
    where: { file, line },
  });
}

/** @returns the refusal of text nested beyond what is read. */
export function tooDeep(file: string, line?: number): Error {
  return editProblems.refusal('PIN_TOO_DEEP', {
    message: `${file} is nested too deeply to be read.`,
    fix: 'Keep the version in a file of its own, or correct the pin.',
    where: { file, ...defined({ line }) },
  });
}
