import {
  either,
  flag,
  glob,
  listOf,
  mapOf,
  matching,
  object,
  oneOf,
  type Rule,
  text,
  variable,
} from './rule.ts';

const texts = listOf(text);
const argv = listOf(text, { atLeast: 1 });
/** What may stand in the name of a file and of a job. */
const word = matching('letters, digits, "_" and "-"', (value) => /^[A-Za-z][\w-]*$/.test(String(value)));

/** How the pipelines of a flow are written. */
export const pipelineOptions: Rule = object({
  release: oneOf('push', 'hand'),
  split: either(flag, text),
  node: text,
  runner: either(text, listOf(text, { atLeast: 1 })),
  install: listOf(argv),
  paths: mapOf(listOf(glob, { atLeast: 1 })),
  secrets: listOf(variable),
  variables: listOf(variable),
});

const tools = listOf(oneOf('buildx', 'qemu', 'actions-cache', 'deno', 'go'));

const imageJob = object(
  {
    kind: oneOf('image'),
    name: word,
    image: text,
    tag: text,
    context: text,
    dockerfile: text,
    target: text,
    platforms: texts,
    login: object({ username: either(text, object({ variable }, ['variable'])), secret: variable }, [
      'username',
      'secret',
    ]),
    insecure: either(
      text,
      matching('true', (value) => value === true),
    ),
  },
  ['kind', 'name', 'image', 'tag'],
);

const retention = object(
  {
    github: object({ variable, days: matching('a number', (value) => typeof value === 'number') }, [
      'variable',
      'days',
    ]),
    gitlab: object({ variable, duration: text }, ['variable', 'duration']),
  },
  ['github', 'gitlab'],
);

const filesJob = object(
  {
    kind: oneOf('files'),
    name: word,
    builds: listOf(
      object(
        {
          name: word,
          system: oneOf('linux', 'windows', 'macos'),
          run: argv,
          runner: texts,
          askUnless: variable,
        },
        ['name', 'system', 'run'],
      ),
      { atLeast: 1 },
    ),
    folder: text,
    paths: listOf(glob, { atLeast: 1 }),
    retention,
    tools,
    forTag: flag,
  },
  ['kind', 'name', 'builds', 'folder', 'paths', 'retention'],
);

/** What a plugin needs of CI. */
export const ciNeeds: Rule = object({
  forge: oneOf('github', 'gitlab'),
  permissions: mapOf(oneOf('read', 'write')),
  secrets: listOf(variable),
  variables: listOf(variable),
  tools,
  insecure: texts,
  jobs: listOf(either(imageJob, filesJob)),
  takesAssets: flag,
  starts: object({ track: text, hand: texts }),
});
