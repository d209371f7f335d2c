import {
  anyText,
  credential,
  either,
  flag,
  folder,
  glob,
  listOf,
  mapOf,
  matching,
  object,
  oneOf,
  path,
  pin,
  type Rule,
  tag,
  text,
  version,
} from '../config/rules/rule.ts';
import { isRefName } from '../git/refs.ts';
import { nearest } from '../model/nearest.ts';
import { isBump } from '../model/track.ts';

const bump: Rule = matching('"major", "minor", "patch" or null', (value) => value === null || isBump(value));
const texts = listOf(text);
const argv = listOf(text, { atLeast: 1 });

/** A text that fits a pattern. */
const like = (wanted: string, pattern: RegExp): Rule =>
  matching(wanted, (value) => typeof value === 'string' && pattern.test(value));

const type = like('a type of commits, without `!` and scope', /^[\p{L}\w][\p{L}\w-]*$/u);
const variable = like('the name of a variable, without `=`', /^[^=\0]+$/);
/** As `--bump NAME=minor,OTHER=patch` and `--NAME=1.2.3` can tell it. */
const trackName = like('a name without blanks, `=` and `,`', /^[^\s=,\0]+$/);
const line = like('a text of one line', /^[^\r\n\0]*\S[^\r\n\0]*$/);

/** A text in which placeholders are filled in. Braces round other words stay, but not where one is misspelt. */
function template(...names: readonly string[]): Rule {
  return (value, path) => {
    const written = typeof value === 'string' ? [...value.matchAll(/\{(\w+)/g)] : [];
    for (const [, word = ''] of written) {
      const near = names.includes(word) ? undefined : nearest(word, names);
      if (near?.[0] !== word[0]?.toLowerCase()) continue; // {page} is no {tags}
      const message = `It has {${word}} in it, for which nothing is filled in.`;
      return [{ kind: 'invalid', path, message, fix: `Did you mean {${near}}?` }];
    }
    return text(value, path);
  };
}

/** What the options of the built-in plugins must be. */
export const builtinRules = {
  conventional: object({
    types: mapOf(bump, type),
    rules: listOf(object({ type, scope: text, breaking: flag, track: text, bump }, ['bump'])),
  }),
  exec: object(
    {
      name: text,
      run: argv,
      phase: oneOf('commit', 'stage', 'publish'),
      folder,
      done: argv,
      env: mapOf(anyText, variable),
      tracks: texts,
      needs: texts,
    },
    ['name', 'run'],
  ),
  git: object({
    remote: text,
    branch: matching(
      'the name of a branch, without `refs/heads/`',
      (value) => typeof value === 'string' && isRefName(value) && !/^(?:refs\/|HEAD$)/.test(value),
    ),
    message: template('changes', 'version', 'tags'),
    tagMessage: template('version', 'track', 'tag'),
    pushOptions: listOf(line),
    credential,
  }),
  notes: object({ headings: mapOf(text), changelog: either(path, mapOf(path)) }),
  track: object(
    {
      name: trackName,
      pins: listOf(pin, { atLeast: 1 }),
      paths: listOf(glob),
      tag,
      follows: texts,
      initial: version,
    },
    ['name', 'pins', 'paths'],
  ),
} as const;
