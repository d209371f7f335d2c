import { type Rule, rule } from '@launchway/core';
import { signRule } from '@launchway/pack';

const { credential, flag, folder, listOf, matching, object, oneOf, path, text } = rule;

const address = (schemes: string, pattern: RegExp): Rule =>
  matching(
    `an address that begins with ${schemes} and holds no user or password`,
    (value) => typeof value === 'string' && pattern.test(value) && !/^\w+:\/\/[^/]*:[^/]*@/.test(value),
  );

const commands = listOf(listOf(text, { atLeast: 1 }), { atLeast: 1 });

const git = object(
  {
    git: matching(
      'the address or path of a repository, without a password in it',
      (value) => typeof value === 'string' && value !== '' && !/^-|^\w+:\/\/[^/]*:[^/]*@|\s/.test(value),
    ),
    layout: oneOf('unpacked', 'packed', 'both'),
    branch: matching(
      'the name of a branch',
      (value) =>
        typeof value === 'string' && /^(?!-|refs\/)[^\s~^:?*[\\]+$/.test(value) && !value.includes('..'),
    ),
    path: folder,
    assets: folder,
    index: path,
    url: address('https:// or http://', /^https?:\/\//),
    message: text,
    author: matching(
      'a name and an address, as in `Ada <ada@example.com>`',
      (value) => typeof value === 'string' && /^[^<>\n]*[^<>\s] <[^<>\s]+>$/.test(value),
    ),
    flat: oneOf('remove', 'refuse'),
    credential,
  },
  ['git'],
);

const repository: Rule = (value, at) => {
  const found = address('oci://', /^oci:\/\/[^/]+\/./)(value, at);
  if (found.length > 0) return found;
  return matching(
    "the address above the chart's, without a tag: the chart's name and version are added",
    (given) => !/^oci:\/\/[^/]+\/[^:@]*[:@]/.test(String(given)),
  )(value, at);
};

const oci = object({ oci: repository, insecure: flag, credential }, ['oci']);

const gitlab = object(
  {
    gitlab: matching(
      'a channel: letters, digits, and single dots, dashes or underscores between them',
      (value) => typeof value === 'string' && /^(?:[a-zA-Z0-9][._-]?){1,255}(?<![._-])$/.test(value),
    ),
    project: text,
    api: address('https:// or http://', /^https?:\/\//),
    credential,
  },
  ['gitlab'],
);

const http = object({ http: address('https:// or http://', /^https?:\/\//), credential }, ['http']);

const kinds = { git, oci, gitlab, http };

/** A target is told by the key that says where it is, so that what is wrong in it is told of its own kind. */
const target: Rule = (value, at) => {
  const kind = Object.entries(kinds).find(
    ([key]) => typeof value === 'object' && value !== null && key in value,
  )?.[1];
  return (kind ?? matching('a target with one of the keys "git", "oci", "gitlab" and "http"', () => false))(
    value,
    at,
  );
};

/** What the options of the plugin must be. */
export const catalogRule: Rule = object(
  {
    chart: folder,
    track: text,
    to: (value, at) => (Array.isArray(value) ? listOf(target, { atLeast: 1 }) : target)(value, at),
    generate: (value, at) =>
      (Array.isArray(value) ? commands : object({ run: commands, commit: flag }, ['run']))(value, at),
    appReadme: flag,
    whatsNew: flag,
    annotation: text,
    changes: oneOf('commits', 'notes'),
    prerelease: flag,
    sign: signRule,
    asset: flag,
    id: text,
  },
  ['to'],
);
