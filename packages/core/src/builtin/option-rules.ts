import {
  anyText,
  credential,
  either,
  flag,
  glob,
  listOf,
  mapOf,
  matching,
  object,
  oneOf,
  type Rule,
  tag,
  text,
} from '../config/rules.ts';
import { isRefName } from '../git/refs.ts';
import { isBump } from '../model/track.ts';

const bump: Rule = matching('"major", "minor", "patch" or null', (value) => value === null || isBump(value));
const texts = listOf(text);
const argv = listOf(text, { atLeast: 1 });

/** What the options of the built-in plugins must be. */
export const builtinRules = {
  conventional: object({
    types: mapOf(bump),
    rules: listOf(object({ type: text, scope: text, breaking: flag, track: text, bump }, ['bump'])),
  }),
  exec: object(
    {
      name: text,
      run: argv,
      phase: oneOf('commit', 'stage', 'publish'),
      folder: matching(
        'a folder inside the repository, with `/`',
        (value) => typeof value === 'string' && !/^\/|\\|\/$|(?:^|\/)\.{1,2}(?:\/|$)|\/\//.test(value),
      ),
      done: argv,
      env: mapOf(anyText),
      tracks: texts,
      needs: texts,
    },
    ['name', 'run'],
  ),
  git: object({
    remote: text,
    branch: matching(
      'the name of a branch, without `refs/heads/`',
      (value) => typeof value === 'string' && isRefName(value) && !value.startsWith('refs/'),
    ),
    message: text,
    tagMessage: text,
    pushOptions: texts,
    credential,
  }),
  notes: object({ headings: mapOf(text), changelog: either(text, mapOf(text)) }),
  track: object(
    {
      name: text,
      pins: listOf(
        either(
          text,
          object({ file: text, pointer: either(text, texts), format: oneOf('yaml', 'json') }, ['file']),
        ),
        { atLeast: 1 },
      ),
      paths: listOf(glob),
      tag,
      follows: texts,
      initial: text,
    },
    ['name', 'pins', 'paths'],
  ),
} as const;
