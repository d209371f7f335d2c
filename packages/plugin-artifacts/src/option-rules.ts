import { isOutputOf, type Rule, rule } from '@launchway/core';
import { signRule } from '@launchway/pack';
import { baseName, isPackage, isPerTarget, placeholders } from './naming.ts';

const { either, flag, glob, listOf, mapOf, matching, no, object, oneOf, path, text } = rule;

const arguments_ = listOf(text, { atLeast: 1 });

const toolName = matching(
  'a name of letters, digits, ".", "_" and "-" that begins with a letter or digit',
  (value) => typeof value === 'string' && /^[A-Za-z0-9][\w.-]*$/.test(value),
);

const template = matching(
  `a file's name, in which ${placeholders.map((word) => `{${word}}`).join(', ')} are filled in`,
  (value) =>
    typeof value === 'string' &&
    /^[A-Za-z0-9{}._+-]+$/.test(value) &&
    [...value.matchAll(/\{(\w*)\}/g)].every(([, word = '']) =>
      (placeholders as readonly string[]).includes(word),
    ),
);

const timeout = matching(
  'a number of seconds above 0',
  (value) => Number.isFinite(value) && Number(value) > 0,
);

const build: Rule = (value, at) =>
  (rule.isRecord(value)
    ? object({ run: arguments_, folder: path, env: mapOf(text), output: path, timeout }, ['run'])
    : arguments_)(value, at);

/** What is offered as it is needs a name that is known beforehand. */
const file: Rule = (value, at) => {
  const found = path(value, at);
  if (found.length > 0 || typeof value !== 'string') return found;
  const isPacked = isPerTarget(value) && !isPackage(value);
  return isPacked ? [] : plainName(value, at);
};

/** A wildcard, or a brace that opens no placeholder. */
const unknown = new RegExp(String.raw`[*?[\]]|\{(?!(?:${placeholders.join('|')})\})`);

const plainName: Rule = matching(
  'a path whose last part is a name without wildcards, because a release names its files before it is made',
  (value) => !unknown.test(baseName(String(value))),
);

const paths = listOf(file, { atLeast: 1 });

const files: Rule = (value, at) =>
  (Array.isArray(value)
    ? paths
    : object({ paths, folder: either(path, matching('the output of a step', isOutputOf)) }, ['paths']))(
    value,
    at,
  );

const word = matching(
  'a name such as `linux` or `amd64`',
  (value) => typeof value === 'string' && /^[a-z0-9_]+$/.test(value),
);

const target: Rule = (value, at) =>
  (typeof value === 'string'
    ? matching('a target such as `linux/arm64`', () => /^[a-z0-9_]+\/[a-z0-9_]+$/.test(value))
    : object({ os: word, arch: word, host: oneOf('linux', 'darwin', 'windows'), env: mapOf(text) }, [
        'os',
        'arch',
      ]))(value, at);

const format = oneOf('tar.gz', 'zip');

const archive: Rule = either(
  object({
    name: template,
    program: template,
    format: (value, at) => (typeof value === 'string' ? format : mapOf(format))(value, at),
    with: listOf(path),
    folder: template,
  }),
  no,
);

const tags = listOf(text, { atLeast: 1 });

const job = object(
  {
    paths: listOf(glob, { atLeast: 1 }),
    name: matching('letters, digits and "-"', (value) => /^[A-Za-z][A-Za-z0-9-]*$/.test(String(value))),
    days: matching('a number of days from 1 to 90', (value) => {
      return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 90;
    }),
    runners: object({ linux: tags, darwin: tags, windows: tags }),
  },
  ['paths'],
);

const members: Rule = object(
  {
    name: toolName,
    build,
    files,
    targets: listOf(target, { atLeast: 1 }),
    archive,
    checksums: either(flag, template),
    sign: signRule,
    track: text,
    from: path,
    job,
    id: text,
  },
  ['name'],
);

/** What the options of the plugin must be. */
export const artifactsRule: Rule = (value, at) => {
  const found = members(value, at);
  if (found.length > 0 || (rule.isRecord(value) && (value['build'] ?? value['files']) !== undefined))
    return found;
  return [
    {
      kind: 'missing',
      path: at,
      message: 'Neither "build" nor "files" says where the files come from.',
      fix: "Add a command, `build: ['go', 'build', '-o', '{output}', './cmd/tool']`, or what CI has built, `files: ['dist/tool-{os}-{arch}{exe}']`.",
    },
  ];
};
