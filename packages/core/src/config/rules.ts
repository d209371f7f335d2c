import { nearest } from '../model/nearest.ts';
import { globFault } from './glob.ts';

/** Keys and indexes from the root of a configuration to a value. */
export type Path = readonly (string | number)[];

/** What a rule finds wrong with a value. */
export interface Finding {
  readonly kind: 'unknown' | 'missing' | 'invalid' | 'plugin';
  readonly path: Path;
  readonly message: string;
  readonly fix: string;
}

/** Looks at a value and gives all that is wrong with it; nothing when it is as it must be. */
export type Rule = (value: unknown, path: Path) => readonly Finding[];

/** Spells a path as one writes it in code: `flows.github.plugins[1].release`. */
export function spell(path: Path): string {
  let text = '';
  for (const key of path) {
    if (typeof key === 'number') text += `[${key}]`;
    else if (/^[\w$-]+$/.test(key)) text += text === '' ? key : `.${key}`;
    else text += `[${JSON.stringify(key)}]`;
  }
  return text;
}

/** Says in a few words what a value is: `the text "x"`, `a list`, `a function`. */
export function describe(value: unknown): string {
  if (value === undefined) return 'nothing (undefined)';
  if (value === null) return 'nothing (null)';
  if (typeof value === 'string')
    return value === '' ? 'an empty text' : `the text ${JSON.stringify(shorten(value))}`;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint')
    return `the ${typeof value} ${value}`;
  if (typeof value === 'function') return value.name === '' ? 'a function' : `the function ${value.name}()`;
  if (typeof value === 'symbol') return 'a symbol';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (value instanceof Promise) return 'a promise';
  if (value instanceof Date) return 'a date';
  return 'an object';
}

const shorten = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}...` : text);

const invalid = (value: unknown, path: Path, wanted: string): readonly Finding[] => [
  {
    kind: 'invalid',
    path,
    message: `It must be ${wanted}, and is ${describe(value)}.`,
    fix: `Give ${wanted}.`,
  },
];

/** A rule for values that a test accepts; `wanted` says in words what they are. */
export function matching(wanted: string, test: (value: unknown) => boolean): Rule {
  return (value, path) => (test(value) ? [] : invalid(value, path, wanted));
}

/** A text, which may be empty. */
export const anyText: Rule = textual(() => true);
/** A text that is not empty. */
export const text: Rule = textual((value) => value.trim() !== '');
/** A switch. */
export const flag: Rule = matching('true or false', (value) => typeof value === 'boolean');
/** What switches a part of a plugin off. */
export const no: Rule = matching('false', (value) => value === false);
/** A whole number from 0. */
export const count: Rule = matching(
  'a whole number',
  (value) => Number.isSafeInteger(value) && Number(value) >= 0,
);
/** A function, whatever it takes. */
export const func: Rule = matching('a function', (value) => typeof value === 'function');
/** Any value but none. */
export const anything: Rule = matching('a value', (value) => value !== undefined);

/** A path inside the repository, from its top. */
export const path: Rule = matching(
  'a path inside the repository, with `/`',
  (value) =>
    typeof value === 'string' && value.trim() !== '' && !/^\/|\\|(?:^|\/)\.\.(?:\/|$)|\0/.test(value),
);

/** A glob of paths, branches or tags; refused where it could never mean one. */
export const glob: Rule = (value, path) => {
  if (typeof value !== 'string' || value.trim() === '') return invalid(value, path, 'a glob');
  const fault = globFault(value);
  return fault === undefined ? [] : [{ kind: 'invalid', path, ...fault }];
};

/** One of a few words. */
export function oneOf(...words: readonly string[]): Rule {
  const wanted = words.map((word) => `"${word}"`).join(words.length === 2 ? ' or ' : ', ');
  return (value, path) => {
    if (typeof value === 'string' && words.includes(value)) return [];
    const near = typeof value === 'string' ? nearest(value, words) : undefined;
    const fix = near === undefined ? `Give one of ${wanted}.` : `Did you mean "${near}"?`;
    return [
      { kind: 'invalid', path, message: `It must be one of ${wanted}, and is ${describe(value)}.`, fix },
    ];
  };
}

/** No name, path, argument or variable can hold the byte that ends it for the system. */
function textual(test: (value: string) => boolean): Rule {
  return (value, path) => {
    if (typeof value !== 'string' || !test(value)) return invalid(value, path, 'a text');
    if (!value.includes('\0')) return [];
    const message = `It holds a NUL byte: ${describe(value)}.`;
    return [{ kind: 'invalid', path, message, fix: 'Remove the `\\0` from it.' }];
  };
}

/** A list of which every item meets a rule. */
export function listOf(item: Rule, options: { readonly atLeast?: number } = {}): Rule {
  const { atLeast = 0 } = options;
  return (value, path) => {
    if (!Array.isArray(value)) return invalid(value, path, 'a list');
    const few = value.length < atLeast ? invalid(value, path, `a list of at least ${atLeast}`) : [];
    return [...few, ...Array.from(value).flatMap((member: unknown, index) => item(member, [...path, index]))];
  };
}

/** An object with keys of the user's choice. */
export function mapOf(member: Rule): Rule {
  return (value, path) => {
    if (!isRecord(value)) return invalid(value, path, 'an object');
    return Object.entries(value).flatMap(([key, inner]) => member(inner, [...path, key]));
  };
}

/** An object with known keys alone; those that are not named in `required` may be left out. */
export function object(members: Readonly<Record<string, Rule>>, required: readonly string[] = []): Rule {
  return (value, path) => {
    if (!isRecord(value)) return invalid(value, path, 'an object');
    const missing = required.filter((key) => value[key] === undefined).map((key) => missingKey(key, path));
    const present = Object.keys(value).flatMap((key) => {
      const rule = Object.hasOwn(members, key) ? members[key] : undefined;
      if (rule === undefined) return [unknownKey(key, Object.keys(members), path)];
      return value[key] === undefined ? [] : rule(value[key], [...path, key]);
    });
    return [...present, ...missing];
  };
}

/** A value that meets one of several rules; tells what the nearest of them misses. */
export function either(...rules: readonly [Rule, Rule, ...Rule[]]): Rule {
  return (value, path) => {
    const answers = rules.map((rule) => rule(value, path));
    if (answers.some((findings) => findings.length === 0)) return [];
    const inner = answers.find((findings) =>
      findings.some(
        ({ kind, path: at, message }) =>
          at.length > path.length || kind !== 'invalid' || !wrongKind.test(message),
      ),
    );
    return inner ?? join(answers, value, path);
  };
}

/** The name of a credential, as a `CredentialRef`. */
export const credential: Rule = object(
  {
    env: either(text, listOf(text, { atLeast: 1 })),
    username: text,
    usernameEnv: text,
    scheme: either(oneOf('bearer', 'basic'), object({ header: text }, ['header'])),
  },
  ['env'],
);

/** The rule of a track's tags, as a `TagRule`. */
export const tag: Rule = object(
  {
    name: matching(
      'a tag name with {version} in it',
      (value) => typeof value === 'string' && value.includes('{version}'),
    ),
    when: listOf(glob),
  },
  ['name'],
);

const wrongKind = /^It must be (.*), and is /;

function join(answers: readonly (readonly Finding[])[], value: unknown, path: Path): readonly Finding[] {
  const wanted = answers.flatMap(([first]) => wrongKind.exec(first?.message ?? '')?.[1] ?? []);
  return invalid(value, path, wanted.join(', or '));
}

/** Gives the finding of a key that an object must not have, with the name it is near to. */
export function unknownKey(key: string, valid: readonly string[], path: Path): Finding {
  const near = nearest(key, valid);
  const list = valid.map((name) => `"${name}"`).join(', ');
  const fix =
    near === undefined ? `Remove it. Valid here: ${list}.` : `Did you mean "${near}"? Valid here: ${list}.`;
  return { kind: 'unknown', path: [...path, key], message: `Unknown key "${key}".`, fix };
}

/** Gives the finding of a key that an object must have. */
export function missingKey(key: string, path: Path): Finding {
  return {
    kind: 'missing',
    path: [...path, key],
    message: `The key "${key}" is missing.`,
    fix: `Add "${key}".`,
  };
}

/** Tells an object with keys from lists, functions, dates, promises and the like. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return !(
    value instanceof Promise ||
    value instanceof Date ||
    value instanceof Map ||
    value instanceof Set ||
    value instanceof RegExp
  );
}
