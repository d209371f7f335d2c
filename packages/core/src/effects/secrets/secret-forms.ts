/** One spelling of a secret, and how it is told from other text. */
export interface SecretForm {
  readonly text: string;
  /**
   * `word`: only where it stands alone, for short secrets. `base64`: the characters that depend on the secret alone;
   * its neighbours hold some bits of it and are masked with it.
   */
  readonly kind: 'plain' | 'word' | 'base64';
}

/** Shorter values are masked only where they stand alone as a word. */
const shortest = 8;
const shortestWord = 4;

/**
 * Gives every form in which a secret is looked for: as it is, URL-encoded, JSON-escaped, in base64 and base64url
 * wherever it may start in the encoded bytes, with its user name, and each line of a value with several lines.
 *
 * A value of 4 to 7 characters is looked for only as a whole word, and not at all when it is made of letters or of
 * digits alone: masking `release` or `main` would shred the log and hide nothing. Even shorter values are not masked.
 */
export function secretForms(secret: string, username?: string): SecretForm[] {
  if (secret.trim() === '') return [];
  const values = new Set([secret, secret.trim(), ...lines(secret)]);
  const forms = [...values].flatMap(formsOfValue);
  if (username !== undefined) forms.push(...encodedPair(`${username}:${secret}`));
  return distinct(forms);
}

function formsOfValue(value: string): SecretForm[] {
  if (value.length < shortest) return isTellingWord(value) ? [{ text: value, kind: 'word' }] : [];
  const plain = [value, ...urlForms(value), ...jsonForms(value)];
  return [...plain.map((text): SecretForm => ({ text, kind: 'plain' })), ...base64Forms(value)];
}

function isTellingWord(value: string): boolean {
  return value.length >= shortestWord && !/^(\p{L}+|\d+|[\s_-]+)$/u.test(value);
}

/** The lines of a value, without the armour of a PEM file, which is no secret. */
function lines(value: string): string[] {
  if (!/[\r\n]/.test(value)) return [];
  return value
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line.length >= shortest && !/^-----(BEGIN|END) [A-Z0-9 ]+-----$/.test(line));
}

/** Percent-encodings that differ in what they leave alone, each with upper-case and lower-case digits. */
function urlForms(value: string): string[] {
  const wellFormed = value.replace(/\p{Surrogate}/gu, '\uFFFD');
  const component = encodeURIComponent(wellFormed);
  const strict = component.replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  const form = new URLSearchParams({ '': wellFormed }).toString().slice(1);
  const encodings = [encodeURI(wellFormed), component, strict, form, userinfo(wellFormed)];
  return encodings.flatMap((text) => [text, text.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())]);
}

function userinfo(value: string): string {
  const url = new URL('http://host');
  url.password = value;
  return url.password;
}

/** JSON strings as JavaScript, Go (HTML-safe), PHP (slashes) and Python (ASCII) write them, and JSON inside JSON. */
function jsonForms(value: string): string[] {
  const json = inJson(value);
  return [
    json,
    inJson(json),
    json.replace(/[<>&\u2028\u2029]/g, unicodeEscape),
    json.replaceAll('/', '\\/'),
    json.replace(/[^ -~]/g, unicodeEscape),
  ];
}

const inJson = (text: string) => JSON.stringify(text).slice(1, -1);
const unicodeEscape = (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;

/**
 * Base64 writes three bytes in four characters, so a value has three spellings, by the place where it begins. The
 * characters at its ends that also hold bits of its neighbours are left out of the form.
 */
function base64Forms(value: string): SecretForm[] {
  const bytes = Buffer.from(value);
  const cores = [0, 1, 2].map((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    const whole = Math.floor(((bytes.length + offset) * 8) / 6);
    return encoded.slice(Math.ceil((offset * 8) / 6), whole);
  });
  return [...cores, ...wrapped(bytes.toString('base64'))].flatMap(inBothAlphabets);
}

/** The lines of base64 text as `base64` (76 columns) and PEM (64 columns) break it. */
function wrapped(encoded: string): string[] {
  return [64, 76].flatMap((width) => (encoded.length > width ? pieces(encoded, width) : []));
}

function pieces(text: string, width: number): string[] {
  const count = Math.ceil(text.length / width);
  return Array.from({ length: count }, (_, index) =>
    text.slice(index * width, (index + 1) * width).replace(/.?=+$/, ''),
  ).filter((piece) => piece.length >= shortest);
}

function encodedPair(pair: string): SecretForm[] {
  const encoded = Buffer.from(pair).toString('base64').replace(/=+$/, '');
  return encoded.length < shortest ? [] : inBothAlphabets(encoded);
}

function inBothAlphabets(text: string): SecretForm[] {
  const url = text.replaceAll('+', '-').replaceAll('/', '_');
  return [
    { text, kind: 'base64' },
    { text: url, kind: 'base64' },
  ];
}

function distinct(forms: readonly SecretForm[]): SecretForm[] {
  return [...new Map(forms.filter(({ text }) => text !== '').map((form) => [form.text, form])).values()];
}
