import { defined } from '../model/defined.ts';
import type { Edit } from '../model/edit.ts';
import type { PinnedValue } from '../model/facts.ts';
import type { Pin } from '../model/track.ts';
import type { Found } from './found.ts';
import { editProblems } from './problems.ts';
import { requireStrictVersion } from './strict-version.ts';
import { type Source, spellPointer } from './text.ts';

/** What a format can do; loaded when a pin of that format is met. */
interface Format {
  read(source: Source, pointer: readonly string[]): Found;
  set(source: Source, pointer: readonly string[], value: string, insertAfter?: string | true): string;
}

async function formatOf(pin: Pin): Promise<Format> {
  if (pin.format === 'yaml') {
    const { readYaml, setYaml } = await import('./yaml.ts');
    return { read: readYaml, set: setYaml };
  }
  const { readJson, setJson } = await import('./json.ts');
  return { read: readJson, set: setJson };
}

/**
 * Reads the value a pin holds, as it is written, with its line; a missing value is no error.
 * @throws ReleaseError PIN_ENCODING, PIN_TOO_DEEP, PIN_UNREADABLE, PIN_DUPLICATE_KEY, PIN_SEVERAL_DOCUMENTS,
 * PIN_NOT_A_STRING, PIN_UNSUPPORTED
 */
export async function readPin(text: string, pin: Pin): Promise<PinnedValue> {
  const format = await formatOf(pin);
  return { file: pin.file, pointer: pin.pointer, ...format.read({ file: pin.file, text }, pin.pointer) };
}

/**
 * Gives the edit that moves a pin from one version to another and changes nothing else.
 * @param from the version it holds now; nothing for a pin that is to be inserted, also into a file that is yet to be made
 * @throws by its `apply`: PIN_CHANGED when the file holds another version, PIN_NOT_SEMVER, PIN_MISSING, PIN_SIDE_EFFECT
 */
export async function pinEdit(pin: Pin, from: string | undefined, to: string, why: string): Promise<Edit> {
  const format = await formatOf(pin);
  const apply = (text: string): string => {
    if (text === '' && pin.missing === 'insert' && from === undefined) return newFile(pin, to);
    const source = { file: pin.file, text };
    const held = format.read(source, pin.pointer);
    requireHeld(pin, held, from);
    requireStrictVersion(to, { file: pin.file, pointer: spellPointer(pin.pointer) });
    return held.value === to ? text : format.set(source, pin.pointer, to, insertionOf(pin));
  };
  return { path: pin.file, why, apply };
}

/** A file of nothing but the version. */
function newFile({ pointer, format }: Pin, version: string): string {
  if (format === 'json') {
    const whole = pointer.reduceRight<unknown>((value, key) => ({ [key]: value }), version);
    return `${JSON.stringify(whole, null, 2)}\n`;
  }
  const lines = pointer.map((key, depth) => `${'  '.repeat(depth)}${JSON.stringify(key)}:`);
  return `${lines.join('\n')} ${JSON.stringify(version)}\n`;
}

function insertionOf(pin: Pin): string | true | undefined {
  return pin.missing === 'insert' ? (pin.after ?? true) : undefined;
}

function requireHeld(pin: Pin, held: Found, from: string | undefined): void {
  const where = {
    file: pin.file,
    pointer: spellPointer(pin.pointer),
    ...defined({ line: held.line }),
  };
  if (held.value !== undefined) requireStrictVersion(held.value, where);
  if (held.value === from) return;
  const line = held.line === undefined ? '' : ` (line ${held.line})`;
  throw editProblems.refusal('PIN_CHANGED', {
    message: `${spellPointer(pin.pointer)} in ${pin.file}${line} is ${held.value ?? 'missing'}, but ${from ?? 'no version'} was expected.`,
    fix: 'Make every file of the track hold the same version, or plan again.',
    where,
  });
}
