import { defined } from '../model/defined.ts';
import { editProblems } from './problems.ts';
import { spellPointer } from './text.ts';

/** What stands at a pointer. */
export interface FoundValue {
  /** The value as it is written; absent when the key is missing or its value is empty. */
  readonly value?: string;
  /** 1-based line of the value. */
  readonly line?: number;
}

/** @returns the refusal of a file without the value; names the key that differs in case only. */
export function missing(
  file: string,
  pointer: readonly string[],
  other?: { readonly key: string; readonly line: number },
): Error {
  const spelled = spellPointer(pointer);
  const hint =
    other === undefined ? '' : ` It holds ${other.key} (line ${other.line}), which is another key.`;
  return editProblems.refusal('PIN_MISSING', {
    message: `${file} holds no value at ${spelled}.${hint}`,
    fix:
      other === undefined
        ? `Add ${spelled} to ${file}, or correct the pin.`
        : `Rename ${other.key} to ${pointer.at(-1) ?? ''}.`,
    where: { file, pointer: spelled, ...defined({ line: other?.line }) },
  });
}

/** @returns the refusal of a value that is no string. */
export function notAString(file: string, pointer: readonly string[], line: number): Error {
  const spelled = spellPointer(pointer);
  return editProblems.refusal('PIN_NOT_A_STRING', {
    message: `${spelled} in ${file} (line ${line}) is not a string.`,
    fix: `Write the version at ${spelled} as a string, or correct the pin.`,
    where: { file, line, pointer: spelled },
  });
}
