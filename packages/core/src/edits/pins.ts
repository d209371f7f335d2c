import { defined } from '../model/defined.ts';
import type { Edit } from '../model/edit.ts';
import type { PinnedValue } from '../model/facts.ts';
import { formed, type Pin, unformed } from '../model/track.ts';
import type { FoundValue } from './found.ts';
import { editProblems } from './problems.ts';
import { isStrictVersion, requireStrictVersion } from './strict-version.ts';
import { type TextFile, spellPointer } from './text.ts';

/** What a format can do; loaded when a pin of that format is met. */
interface Format {
  read(source: TextFile, pointer: readonly string[]): FoundValue;
  set(source: TextFile, pointer: readonly string[], value: string, insertAfter?: string | true): string;
}

async function formatOf(pin: Pin): Promise<Format> {
  if (pin.format === 'yaml') {
    const { readYaml, setYaml } = await import('./yaml/values.ts');
    return { read: readYaml, set: setYaml };
  }
  const { readJson, setJson } = await import('./json/values.ts');
  return { read: readJson, set: setJson };
}

/**
 * Reads the value a pin holds, with its line: what stands there, without what its form has besides. A missing value is no error.
 * @throws PIN_ENCODING, PIN_TOO_DEEP, PIN_UNREADABLE, PIN_DUPLICATE_KEY, PIN_SEVERAL_DOCUMENTS,
 * PIN_NOT_A_STRING, PIN_UNSUPPORTED, PIN_FORM
 */
export async function readPin(text: string, pin: Pin): Promise<PinnedValue> {
  const found = heldIn(await formatOf(pin), { file: pin.file, text }, pin);
  return { file: pin.file, pointer: pin.pointer, ...found };
}

function heldIn(format: Format, source: TextFile, pin: Pin): FoundValue {
  const found = format.read(source, pin.pointer);
  if (pin.form === undefined || found.value === undefined) return found;
  const value = unformed(pin.form, found.value);
  if (value === undefined) throw otherForm(pin, pin.form, found);
  return { ...found, value };
}

function otherForm({ file, pointer }: Pin, form: string, { value = '', line }: FoundValue): Error {
  const spelled = spellPointer(pointer);
  return editProblems.refusal('PIN_FORM', {
    message: `${spelled} in ${file}${lineOf(line)} is ${JSON.stringify(value)}, which is not written as ${form}.`,
    fix: `Write the version there as ${formed(form, isStrictVersion(value) ? value : '1.2.0')}, or correct \`form\` in the configuration.`,
    where: { file, pointer: spelled, ...defined({ line }) },
  });
}

const lineOf = (line: number | undefined): string => (line === undefined ? '' : ` (line ${line})`);

/**
 * Gives the edit that moves a pin from one version to another and changes nothing else.
 * @param from the version it holds now; nothing for a pin that is to be inserted, also into a file that is yet to be made
 * @throws by its `apply`: PIN_CHANGED when the file holds another version, PIN_FORM, PIN_NOT_SEMVER, PIN_MISSING, PIN_SIDE_EFFECT
 */
export async function pinEdit(pin: Pin, from: string | undefined, to: string, why: string): Promise<Edit> {
  const format = await formatOf(pin);
  const apply = (text: string): string => {
    if (text === '' && pin.missing === 'insert' && from === undefined)
      return newFile(pin, formed(pin.form, to));
    const source = { file: pin.file, text };
    const held = heldIn(format, source, pin);
    requireHeld(pin, held, from);
    requireStrictVersion(to, { file: pin.file, pointer: spellPointer(pin.pointer) });
    return held.value === to ? text : format.set(source, pin.pointer, formed(pin.form, to), insertionOf(pin));
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

function requireHeld(pin: Pin, held: FoundValue, from: string | undefined): void {
  const where = {
    file: pin.file,
    pointer: spellPointer(pin.pointer),
    ...defined({ line: held.line }),
  };
  if (held.value !== undefined) requireStrictVersion(held.value, where, pin.form);
  if (held.value === from) return;
  throw editProblems.refusal('PIN_CHANGED', {
    message: `${spellPointer(pin.pointer)} in ${pin.file}${lineOf(held.line)} is ${held.value ?? 'missing'}, but ${from ?? 'no version'} was expected.`,
    fix: 'Make every file of the track hold the same version, or plan again.',
    where,
  });
}
