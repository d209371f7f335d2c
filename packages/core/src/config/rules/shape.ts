import { describe, type Finding, isRecord, type Path } from './findings.ts';
import {
  anything,
  count,
  either,
  flag,
  func,
  glob,
  listOf,
  mapOf,
  object,
  oneOf,
  type Rule,
  text,
  version,
} from './rule.ts';
import { ciNeeds, pipelineOptions } from './shape-ci.ts';

const texts = listOf(text);
const globs = listOf(glob);

/** A glob of branches or tags, which are named without their namespace. */
const ref: Rule = (value, path) => {
  if (typeof value !== 'string' || !/^!?refs\//.test(value)) return glob(value, path);
  return [
    {
      kind: 'invalid',
      path,
      message: `The glob ${JSON.stringify(value)} begins with refs/, and branches and tags are named without.`,
      fix: `Write ${JSON.stringify(value.replace(/refs\/(?:heads\/|tags\/)?/, ''))}.`,
    },
  ];
};
const names = either(ref, listOf(ref, { atLeast: 1 }));
const hook = func;

const when = object({ branch: names, tag: names, ci: oneOf('github', 'gitlab', 'other', 'none') });

const stepKind = object(
  {
    kind: text,
    phase: oneOf('commit', 'stage', 'push', 'publish'),
    ready: func,
    probe: func,
    run: func,
    expects: func,
    settle: func,
    confirm: flag,
  },
  ['kind', 'phase', 'probe', 'run'],
);

const track = object(
  {
    name: text,
    pins: listOf(anything, { atLeast: 1 }),
    paths: globs,
    follows: texts,
    tag: object({ name: text, when: globs }, ['name']),
    initial: version,
    about: mapOf(anything),
    plugin: text,
  },
  ['name', 'pins', 'paths'],
);

const pluginMembers: Readonly<Record<string, Rule>> = {
  name: text,
  id: text,
  after: texts,
  continuous: flag,
  tracks: listOf(track),
  checks: listOf(object({ name: text, paths: globs, run: func }, ['name', 'paths', 'run'])),
  steps: listOf(loose(stepKind)),
  commands: listOf(
    loose(
      object({ name: text, summary: text, options: mapOf(anything), run: func }, [
        'name',
        'summary',
        'options',
        'run',
      ]),
    ),
  ),
  ci: ciNeeds,
  problems: listOf(anything),
  rehearse: listOf(
    object(
      {
        address: text,
        answers: listOf(
          object({ method: text, path: text, status: count, headers: mapOf(text), body: anything }, [
            'status',
          ]),
        ),
      },
      ['address', 'answers'],
    ),
  ),
  verify: hook,
  analyze: hook,
  bump: hook,
  notes: hook,
  assets: hook,
  generate: hook,
  tag: hook,
  publish: hook,
};

const strictPlugin = object(pluginMembers, ['name']);

/** Leaves keys it does not know in peace: authors may keep things of their own in objects they made. */
function loose(rule: Rule): Rule {
  return (value, path) => rule(value, path).filter((finding) => finding.kind !== 'unknown');
}

/** What a plugin must be; says what was most likely meant by something else. */
export const plugin: Rule = (value, path) => {
  const mistaken = mistake(value);
  if (mistaken !== undefined) return [{ kind: 'plugin', path, ...mistaken }];
  const made = Object.getPrototypeOf(value) !== Object.prototype;
  return (made ? loose(strictPlugin) : strictPlugin)(value, path);
};

const example = 'such as `chart({ chart: "charts" })`';

function mistake(value: unknown): Pick<Finding, 'message' | 'fix'> | undefined {
  if (typeof value === 'function') {
    const name = value.name === '' ? 'plugin' : value.name;
    return {
      message: `This is the function ${name}, not a plugin. Did you forget to call it?`,
      fix: `Write \`${name}({ ... })\`.`,
    };
  }
  if (isThenable(value)) {
    return {
      message: 'This is a promise, not a plugin.',
      fix: 'Write `await` before it: `plugins: [await myPlugin({ ... })]`.',
    };
  }
  if (Array.isArray(value)) {
    return {
      message: 'This is a list inside the list of plugins.',
      fix: 'Spread it: `plugins: [...these, another]`.',
    };
  }
  if (value === false || value === null || value === undefined) {
    return {
      message: `This is ${describe(value)}, not a plugin.`,
      fix: 'Leave it out where it is not wanted: `...(condition ? [plugin] : [])`.',
    };
  }
  if (!isRecord(value))
    return { message: `This is ${describe(value)}, not a plugin.`, fix: `Give a plugin, ${example}.` };
  return mistakenObject(value);
}

function mistakenObject(value: Record<string, unknown>): Pick<Finding, 'message' | 'fix'> | undefined {
  const functions = Object.keys(value).filter((key) => typeof value[key] === 'function');
  const [first = 'plugin'] = functions.filter((key) => key !== 'default');
  if (Object.prototype.toString.call(value) === '[object Module]') {
    return {
      message: 'This is a whole module, not a plugin.',
      fix: `Import one name of it and call it: \`import { ${first} } from '...'\`.`,
    };
  }
  const [only = '', ...others] = Object.keys(value);
  if (others.length === 0 && (isRecord(value[only]) || /^@|\//.test(only))) {
    return {
      message: `This is an object whose key is ${only}, not a plugin.`,
      fix: `Write a list of two: its name, then its options: ["${only}", { ... }].`,
    };
  }
  if ('default' in value && !('name' in value)) {
    return {
      message: 'This is a module with a default export, not a plugin.',
      fix: 'Take its default export and call it: `theModule.default({ ... })`.',
    };
  }
  return undefined;
}

function isThenable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

/** A plugin by its package's name, alone or with options. */
const entry: Rule = (value, path) => {
  if (typeof value === 'string') return text(value, path);
  if (!Array.isArray(value) || typeof value[0] !== 'string') return plugin(value, path);
  if (value.length <= 2 && (value.length === 1 || isRecord(value[1]))) return [];
  const message = 'A plugin with options is a list of two: its name and an object.';
  return [{ kind: 'plugin', path, message, fix: `Write \`[${JSON.stringify(value[0])}, { ... }]\`.` }];
};

const flow = object(
  { when, ci: pipelineOptions, zeroMajor: oneOf('shift', 'semver'), plugins: listOf(entry) },
  ['plugins'],
);

const flows: Rule = (value, path) => {
  if (isRecord(value) && Object.keys(value).length === 0) {
    return [
      {
        kind: 'invalid',
        path,
        message: 'There is no flow in it.',
        fix: 'Add one, such as `flows: { github: { plugins: [...] } }`.',
      },
    ];
  }
  return [
    ...mapOf(flow)(value, path),
    ...(isRecord(value) ? Object.keys(value).flatMap((name) => named(name, path)) : []),
  ];
};

function named(name: string, path: Path): readonly Finding[] {
  if (/^[A-Za-z0-9][\w./-]*$/.test(name)) return [];
  const message = `A flow cannot be named ${JSON.stringify(name)}.`;
  return [
    {
      kind: 'invalid',
      path: [...path, name],
      message,
      fix: 'Take letters, digits, ".", "_", "/" and "-", beginning with a letter or digit.',
    },
  ];
}

/** What a configuration must be. */
export const configuration: Rule = object({ $schema: text, flows }, ['flows']);
