import { isSemanticReleaseCode } from '../../config/foreign.ts';
import { isBump } from '../../model/track.ts';
import { memberOf, readData, type Sight, textOf, textsOf } from '../sight.ts';
import { type Predecessor, tagTemplate } from './predecessor.ts';
import type { Fields, Value } from '../outline.ts';

const dataFiles = ['.releaserc', '.releaserc.json', '.releaserc.yaml', '.releaserc.yml'];
const codeFiles = ['js', 'cjs', 'mjs', 'ts'].flatMap((extension) => [
  `.releaserc.${extension}`,
  `release.config.${extension}`,
]);

/** What a configuration says, whichever form it has. */
interface Told {
  readonly file: string;
  readonly branches: readonly string[];
  readonly tagFormat?: string;
  /** By name the options; none where the configuration is code. */
  readonly plugins: ReadonlyMap<string, unknown>;
  readonly isCode: boolean;
  /** Configurations of packages that it builds on. */
  readonly bases: readonly string[];
}

/** Reads the configuration of semantic-release. Code is searched for its texts, never executed. */
export async function readSemanticRelease(sight: Sight): Promise<Predecessor | undefined> {
  const told = (await toldByData(sight)) ?? (await toldByCode(sight));
  if (told === undefined) return undefined;
  const { file, branches, plugins, isCode } = told;
  const listed =
    plugins.size === 0 ? new Map<string, unknown>(usualPlugins.map((name) => [name, {}])) : plugins;
  const said = [...listed].map(([name, options]) => equivalentOf(name, options));
  const tag = tagTemplate(told.tagFormat ?? 'v${version}');
  const parts = said.map(({ part }) => part ?? {});
  return {
    tool: 'semantic-release',
    file,
    zeroMajor: 'semver',
    ...(branches.length === 0 ? {} : { branches }),
    ...(tag === undefined ? {} : { tag }),
    ...Object.assign({}, ...parts),
    taken: [
      ...(told.tagFormat === undefined ? [] : [`tagFormat ${told.tagFormat}: the tag's name`]),
      ...said.flatMap(({ taken = [] }) => taken),
    ],
    missing: [
      ...(tag === undefined
        ? [`tagFormat ${told.tagFormat}: write the tag's name with {version} in it`]
        : []),
      ...told.bases.map((base) => `extends ${base}: what that package says is not read`),
      ...said.flatMap(({ missing = [] }) => missing),
      ...(isCode
        ? [`${file} is code, which is not executed: only its plain texts were read; compare the rest`]
        : []),
    ],
  };
}

const usualPlugins = [
  '@semantic-release/commit-analyzer',
  '@semantic-release/release-notes-generator',
  '@semantic-release/npm',
  '@semantic-release/github',
];

async function toldByData(sight: Sight): Promise<Told | undefined> {
  for (const file of [...dataFiles, 'package.json']) {
    const data = await readData(sight, file);
    const config = file === 'package.json' ? memberOf(data, 'release') : data;
    if (typeof config !== 'object' || config === null) continue;
    const listed = memberOf(config, 'plugins');
    const tagFormat = textOf(memberOf(config, 'tagFormat'));
    return {
      file,
      branches: branchNames(memberOf(config, 'branches') ?? memberOf(config, 'branch')),
      plugins: new Map((Array.isArray(listed) ? listed : []).map(namedPlugin)),
      isCode: false,
      bases: textsOf(memberOf(config, 'extends')),
      ...(tagFormat === undefined ? {} : { tagFormat }),
    };
  }
  return undefined;
}

function namedPlugin(entry: unknown): readonly [string, unknown] {
  const [name, options]: readonly unknown[] = Array.isArray(entry) ? entry : [entry, {}];
  return [textOf(name) ?? '', options];
}

/** Branches are names, or objects with one; prerelease branches are left to the person. */
function branchNames(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).flatMap((branch: unknown) => {
    if (memberOf(branch, 'prerelease') !== undefined) return [];
    return textOf(branch) ?? textOf(memberOf(branch, 'name')) ?? [];
  });
}

async function toldByCode(sight: Sight): Promise<Told | undefined> {
  for (const file of codeFiles.filter((each) => sight.paths.includes(each))) {
    const text = withoutComments((await sight.text(file)) ?? '');
    if (!isSemanticReleaseCode(text)) continue;
    const tagFormat = /\btagFormat["']?\s*:\s*(["'`])(.*?)\1/.exec(text)?.[2];
    const branches = /\bbranches["']?\s*:\s*(\[[^\]]*\]|["'`][^"'`]*["'`])/.exec(text)?.[1] ?? '';
    const names = [
      ...text.matchAll(
        /["'`]((?:@[\w.-]+\/)?[\w.-]*semantic-release[\w./-]*|@semantic-release\/[\w-]+)["'`]/g,
      ),
    ];
    return {
      file,
      branches: branchesInCode(branches),
      plugins: new Map(names.map(([, name = '']) => [name, {}])),
      isCode: true,
      bases: [],
      ...(tagFormat === undefined ? {} : { tagFormat }),
    };
  }
  return undefined;
}

const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\/|(?<![:'"`])\/\/[^\n]*/g, '');

function branchesInCode(text: string): readonly string[] {
  const plain = text.replace(/\{[^}]*\}/g, (branch) =>
    /prerelease/.test(branch) ? '' : (/\bname["']?\s*:\s*(["'`].*?["'`])/.exec(branch)?.[1] ?? ''),
  );
  return [...plain.matchAll(/["'`]([^"'`]+)["'`]/g)].flatMap(([, name]) => name ?? []);
}

/** What stands for a plugin now. */
interface Equivalent {
  readonly taken?: readonly string[];
  readonly missing?: readonly string[];
  readonly part?: Partial<Predecessor>;
}

function equivalentOf(name: string, options: unknown): Equivalent {
  const known = Object.hasOwn(equivalents, name) ? equivalents[name] : undefined;
  if (known !== undefined) return known(options);
  return {
    missing: [`${name}: nothing stands for it; \`exec()\` runs a command, and a plugin can be written`],
  };
}

const equivalents: Readonly<Record<string, (options: unknown) => Equivalent>> = {
  '@semantic-release/commit-analyzer': analyzer,
  '@semantic-release/release-notes-generator': () => ({
    taken: ['release-notes-generator: `notes()`, built in'],
  }),
  '@semantic-release/changelog': (options) => {
    const changelog = textOf(memberOf(options, 'changelogFile')) ?? 'CHANGELOG.md';
    return { taken: [`changelog: \`notes({ changelog })\``], part: { changelog } };
  },
  '@semantic-release/git': (options) => {
    const assets = textsOf(memberOf(options, 'assets'));
    const made = assets.filter(
      (asset) => !/(?:^|\/)(?:package(?:-lock)?\.json|CHANGELOG\.md|Chart\.yaml)$/.test(asset),
    );
    return {
      taken: ['git: the release commit, made of the pinned files'],
      missing: made.map((asset) => `git asset ${asset}: only pinned files and notes are committed`),
    };
  },
  '@semantic-release/github': () => ({
    taken: ['github: the release on GitHub'],
    missing: ['github comments on issues and pull requests: none are made'],
    part: { releases: true },
  }),
  '@semantic-release/gitlab': () => ({ taken: ['gitlab: `gitlab()`'], part: { releases: true } }),
  '@semantic-release/npm': (options) =>
    memberOf(options, 'npmPublish') === false
      ? { taken: ['npm without publishing: package.json is pinned'] }
      : {
          taken: ['npm: package.json is pinned'],
          missing: [
            "npm publish: not covered; run it on the tag, or as `exec({ run: ['npm', 'publish'], done: [...] })`",
          ],
        },
  '@semantic-release/exec': (options) => ({
    missing: Object.entries(typeof options === 'object' && options !== null ? options : {}).map(
      ([step, command]) =>
        `exec ${step} \`${beginning(String(command))}\`: write it as \`exec({ run: [...] })\`, arguments without a shell`,
    ),
  }),
  'semantic-release-docker': dockerEquivalent,
  '@codedependant/semantic-release-docker': dockerEquivalent,
  'semantic-release-helm': helmEquivalent,
  'semantic-release-helm3': helmEquivalent,
};

/** The first line of a script, which shows which one is meant. */
function beginning(script: string): string {
  const [first = '', ...others] = script.split('\n').filter((line) => line.trim() !== '');
  return others.length === 0 ? first.trim() : `${first.trim()} ...`;
}

function dockerEquivalent(): Equivalent {
  return { taken: ['docker: `docker()`, for each Dockerfile'] };
}

function helmEquivalent(options: unknown): Equivalent {
  const registry = textOf(memberOf(options, 'registry'));
  const isOci = registry?.startsWith('oci://') === true || memberOf(options, 'isOCI') === true;
  return {
    taken: ['helm: `chart()`, whose version and appVersion are tracks of their own'],
    ...(registry === undefined || !isOci
      ? {}
      : { part: { registries: [registry.startsWith('oci://') ? registry : `oci://${registry}`] } }),
  };
}

function analyzer(options: unknown): Equivalent {
  const given = memberOf(options, 'releaseRules');
  const preset = textOf(memberOf(options, 'preset'));
  const unknown =
    preset === undefined || /^(?:angular|conventionalcommits)$/.test(preset)
      ? []
      : [`commit-analyzer preset ${preset}: commits are read by the Conventional Commits specification`];
  const rules = (Array.isArray(given) ? given : []).map(ruleOf);
  const taken = ['commit-analyzer: `conventional()`, built in'];
  return {
    taken,
    missing: [
      ...unknown,
      ...(textOf(given) === undefined
        ? []
        : [`commit-analyzer releaseRules of ${textOf(given)}: write them as \`conventional({ rules })\``]),
      ...rules
        .filter((rule) => rule === undefined)
        .map(() => 'commit-analyzer: a release rule that asks for more than type, scope and breaking'),
    ],
    ...(rules.some((rule) => rule !== undefined)
      ? { part: { rules: rules.filter((rule) => rule !== undefined) } }
      : {}),
  };
}

function ruleOf(rule: unknown): Value | undefined {
  const { release, breaking, ...rest } = (rule ?? {}) as Readonly<Record<string, unknown>>;
  const bump = release === false || release === null ? null : release;
  const isKnown = Object.entries(rest).every(
    ([key, value]) => /^(?:type|scope)$/.test(key) && typeof value === 'string' && !/[*{}()]/.test(value),
  );
  if (!isKnown || (bump !== null && !isBump(bump))) return undefined;
  return { ...(rest as Fields), ...(breaking === true ? { breaking } : {}), bump };
}
