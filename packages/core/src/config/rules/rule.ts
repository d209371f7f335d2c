import { isStrictVersion } from '../../edits/strict-version.ts';
import { nearest } from '../../model/nearest.ts';
import { describe, type Finding, invalid, isRecord, missingKey, type Path, unknownKey } from './findings.ts';
import { globFault } from './glob.ts';

export {
  describe,
  type Finding,
  isRecord,
  missingKey,
  type Path,
  spell,
  unknownKey,
} from './findings.ts';

/** Looks at a value and gives all that is wrong with it; nothing when it is as it must be. */
export type Rule = (value: unknown, path: Path) => readonly Finding[];

/** A rule for values that a test accepts; `wanted` says in words what they are. */
export function matching(wanted: string, test: (value: unknown) => boolean): Rule {
  return (value, path) => (test(value) ? [] : invalid(value, path, wanted));
}

/** A text, which may be empty. */
export const anyText: Rule = textual(() => true);
/** A text that is not empty. */
export const text: Rule = textual((value) => value.trim() !== '');
/** A version by the letter of SemVer. */
export const version: Rule = matching(
  'a version such as 0.1.0',
  (value) => typeof value === 'string' && isStrictVersion(value),
);
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

const isInside = (value: unknown): value is string =>
  typeof value === 'string' && !/^\/|\\|(?:^|\/)\.\.(?:\/|$)|\0/.test(value);

/** A path inside the repository, from its top, in any spelling: {@link plainPath} gives the one of git. */
export const path: Rule = matching(
  'a path inside the repository, with `/`',
  (value) => isInside(value) && value.trim() !== '',
);
/** A folder inside the repository, as {@link path}; an empty text is the top. */
export const folder: Rule = matching('a folder inside the repository, with `/`', isInside);

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

/** An object with keys of the user's choice, each of which meets a rule where one is given. */
export function mapOf(member: Rule, key: Rule = () => []): Rule {
  return (value, path) => {
    if (!isRecord(value)) return invalid(value, path, 'an object');
    return Object.entries(value).flatMap(([name, inner]) => {
      const at = [...path, name];
      return [...key(name, at), ...member(inner, at)];
    });
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

/** The name of a variable of the environment. Another text may be a secret that was put in its place, and is not shown. */
export const variable: Rule = (value, path) => {
  if (typeof value !== 'string') return invalid(value, path, 'the name of a variable');
  if (/^[A-Za-z_]\w*$/.test(value) && !likeToken.test(value)) return [];
  return [
    {
      kind: 'invalid',
      path,
      message: 'This is not the name of a variable; it is not shown here, because it may be a secret.',
      fix: 'Give the name alone, such as DEPLOY_TOKEN. If this is a token: take it out and revoke it.',
    },
  ];
};

/** How tokens of forges and registries begin. */
const likeToken = /^(?:gh[a-z]_|github_pat_|gl[a-z]*_|npm_|dckr_|jsr[a-z]_)\w{16}/;

/** The name of a credential, as a `CredentialRef`. */
export const credential: Rule = object(
  {
    env: either(variable, listOf(variable, { atLeast: 1 })),
    username: text,
    usernameEnv: variable,
    scheme: either(oneOf('bearer', 'basic'), object({ header: text }, ['header'])),
  },
  ['env'],
);

/** `${version}` and `{{version}}` of other tools would leave what is around the one that is meant. */
const isTemplate = (value: unknown): value is string =>
  typeof value === 'string' && value.includes('{version}') && !/[{$]\{version\}/.test(value);

/** How a version is written somewhere, as `form` of a `Pin`. */
export const form: Rule = matching(
  'a text with {version} in it once, such as v{version}',
  (value) => isTemplate(value) && value.split('{version}').length === 2 && !/[\r\n\0]/.test(value),
);

/** Keys parted by dots; where a key itself begins with what other tools put first, it is written as a list. */
const dotted: Rule = matching(
  'keys parted by dots, such as image.tag, or a list of keys',
  (value) => typeof value === 'string' && value.trim() !== '' && !/^[/$.#]/.test(value),
);
const pointer: Rule = (value, path) => (Array.isArray(value) ? listOf(text) : dotted)(value, path);

/** A file that holds a version, as a `PinOption`. */
export const pin: Rule = either(
  path,
  object({ file: path, pointer, format: oneOf('yaml', 'json'), form }, ['file']),
);

/** The rule of a track's tags, as a `TagRule`. */
export const tag: Rule = (value, path) =>
  isRecord(value)
    ? tagMembers(value, path)
    : invalid(value, path, "an object such as { name: 'v{version}' }");

const tagMembers = object(
  {
    name: matching('a tag name with {version} in it, such as v{version}', isTemplate),
    when: listOf(glob),
  },
  ['name'],
);

const wrongKind = /^It must be (.*), and is /;

function join(answers: readonly (readonly Finding[])[], value: unknown, path: Path): readonly Finding[] {
  const wanted = answers.flatMap(([first]) => wrongKind.exec(first?.message ?? '')?.[1] ?? []);
  return invalid(value, path, [...new Set(wanted)].join(', or '));
}
