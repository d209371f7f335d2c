import type { Json } from '../../model/json.ts';
import { type SecretForm, secretForms } from './secret-forms.ts';

/** What stands in the place of a secret. */
const masked = '***';

/** The secrets of this run, and the means to keep them out of everything that leaves the process. */
export interface Mask {
  /**
   * Makes a value secret in all its forms ({@link secretForms}).
   * @param username goes with it in `Basic` headers
   */
  add(secret: string, username?: string): void;
  /** Gives the text with every secret replaced by `***`. */
  text(text: string): string;
  /** Gives a JSON value with the secrets in all its texts and keys replaced. */
  json<T extends Json>(value: T): T;
  /** A masker for text that comes in pieces. */
  stream(): MaskStream;
}

/** Masks text that comes in pieces, also a secret that is split between them. */
export interface MaskStream {
  /** Takes a piece and gives what is certain by now; holds back what may be the beginning of a secret. */
  write(piece: string): string;
  /** Gives what was held back. */
  end(): string;
}

/** Makes an empty registry. Masking costs nothing while nothing is secret. */
export function createMask(): Mask {
  const known = new Set<string>();
  const forms = new Map<string, SecretForm>();

  const text = (value: string) => replace(value, findSecrets(value, forms.values(), ''));
  const json = (value: Json): Json => {
    if (typeof value === 'string') return text(value);
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(json);
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [text(key), json(member as Json)]),
    );
  };

  return {
    add(secret, username) {
      const name = JSON.stringify([secret, username]);
      if (known.has(name)) return;
      known.add(name);
      for (const form of secretForms(secret, username)) {
        if (forms.get(form.text)?.kind !== 'plain') forms.set(form.text, form);
      }
    },
    text: (value) => (forms.size === 0 ? value : text(value)),
    json: <T extends Json>(value: T) => (forms.size === 0 ? value : (json(value) as T)),
    stream: () => maskStream(forms),
  };
}

/** A part of a text, `end` exclusive. */
interface Span {
  start: number;
  end: number;
}

const wordCharacter = /[\p{L}\p{N}_]/u;
const base64Character = /[A-Za-z0-9+/_-]/;

/**
 * Finds the parts of a text that hold secrets, in order; parts that touch or overlap are one.
 * @param before the character that precedes the text
 */
function findSecrets(text: string, forms: Iterable<SecretForm>, before: string): Span[] {
  const spans: Span[] = [];
  for (const form of forms) {
    for (let at = text.indexOf(form.text); at !== -1; at = text.indexOf(form.text, at + 1)) {
      const span = spanOf(text, form, at, before);
      if (span) spans.push(span);
    }
  }
  return joined(spans);
}

function spanOf(text: string, form: SecretForm, at: number, before: string): Span | undefined {
  const end = at + form.text.length;
  if (form.kind === 'plain') return { start: at, end };
  const previous = at === 0 ? before : text.charAt(at - 1);
  if (form.kind === 'word') {
    const alone = !wordCharacter.test(previous) && !wordCharacter.test(text.charAt(end));
    return alone ? { start: at, end } : undefined;
  }
  const head = at > 0 && base64Character.test(previous) ? 1 : 0;
  const tail = /^[A-Za-z0-9+/_-]?={0,2}/.exec(text.slice(end, end + 3))?.[0].length ?? 0;
  return { start: at - head, end: end + tail };
}

function joined(spans: Span[]): Span[] {
  const result: Span[] = [];
  for (const span of spans.sort((left, right) => left.start - right.start)) {
    const last = result.at(-1);
    if (last && span.start <= last.end) last.end = Math.max(last.end, span.end);
    else result.push(span);
  }
  return result;
}

function replace(text: string, spans: readonly Span[]): string {
  if (spans.length === 0) return text;
  let result = '';
  let done = 0;
  for (const { start, end } of spans) {
    result += text.slice(done, start) + masked;
    done = end;
  }
  return result + text.slice(done);
}

function maskStream(forms: ReadonlyMap<string, SecretForm>): MaskStream {
  let held = '';
  let before = '';
  return {
    write(piece) {
      if (forms.size === 0) return piece;
      const text = held + piece;
      const spans = findSecrets(text, forms.values(), before);
      const certain = certainLength(text, spans, forms.values());
      held = text.slice(certain);
      before = text.charAt(certain - 1) || before;
      return replace(
        text.slice(0, certain),
        spans.filter(({ start }) => start < certain),
      );
    },
    end() {
      const rest = replace(held, findSecrets(held, forms.values(), before));
      held = '';
      return rest;
    },
  };
}

/** How much of a text stays as it is whatever follows: up to what may be the beginning of a secret. */
function certainLength(text: string, spans: readonly Span[], forms: Iterable<SecretForm>): number {
  let certain = beginningOfSecret(text, forms);
  if (certain > 0 && base64Character.test(text.charAt(certain - 1))) certain -= 1;
  for (const { start, end } of [...spans].reverse()) {
    if (start < certain && certain <= end) certain = start;
  }
  return certain;
}

/** Where the first form begins that the end of the text cuts off; the text's length when there is none. */
function beginningOfSecret(text: string, forms: Iterable<SecretForm>): number {
  let first = text.length;
  for (const form of forms) {
    const from = Math.max(0, text.length - form.text.length + 1);
    for (let at = text.indexOf(form.text.charAt(0), from); at !== -1 && at < first; ) {
      if (form.text.startsWith(text.slice(at))) first = at;
      else at = text.indexOf(form.text.charAt(0), at + 1);
    }
  }
  return first;
}
