import { isSemanticReleaseCode } from '../../config/reading/foreign.ts';
import { defined } from '../../model/defined.ts';
import { memberOf, readData, textOf, textsOf } from '../survey/data.ts';
import type { Sight } from '../survey/sight.ts';
import { missing } from './missing.ts';
import { type Predecessor, tagTemplate } from './predecessor.ts';
import { equivalentOf } from './semantic-release-plugins.ts';

const dataFiles = ['.releaserc', '.releaserc.json', '.releaserc.yaml', '.releaserc.yml'];
const codeFiles = ['js', 'cjs', 'mjs', 'ts'].flatMap((extension) => [
  `.releaserc.${extension}`,
  `release.config.${extension}`,
]);

/** What a configuration says, whichever form it has. */
interface Told {
  readonly file: string;
  readonly branches: readonly string[];
  /** Whether some of its branches make prereleases. */
  readonly hasPrereleases: boolean;
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
    ...defined({ tag }),
    ...Object.assign({}, ...parts),
    taken: [
      ...(told.tagFormat === undefined ? [] : [`tagFormat ${told.tagFormat}: the tag's name`]),
      ...said.flatMap(({ taken = [] }) => taken),
    ],
    missing: [
      ...(tag === undefined ? [missing.tag('tagFormat', told.tagFormat)] : []),
      ...told.bases.map((base) => `extends ${base}: what that package says is not read`),
      ...(told.hasPrereleases
        ? ['prerelease branches: not covered; a prerelease is asked for, by `--as` or a footer']
        : []),
      ...said.flatMap((equivalent) => equivalent.missing ?? []),
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
    const branches = memberOf(config, 'branches') ?? memberOf(config, 'branch');
    return {
      file,
      branches: branchNames(branches),
      hasPrereleases: [branches].flat().some(isPrerelease),
      plugins: new Map((Array.isArray(listed) ? listed : []).map(namedPlugin)),
      isCode: false,
      bases: textsOf(memberOf(config, 'extends')),
      ...defined({ tagFormat }),
    };
  }
  return undefined;
}

function namedPlugin(entry: unknown): readonly [string, unknown] {
  const [name, options]: readonly unknown[] = Array.isArray(entry) ? entry : [entry, {}];
  return [textOf(name) ?? '', options];
}

const isPrerelease = (branch: unknown): boolean => (memberOf(branch, 'prerelease') ?? false) !== false;

/** Branches are names, or objects with one; prerelease branches are left to the person. */
function branchNames(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).flatMap((branch: unknown) => {
    if (isPrerelease(branch)) return [];
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
      hasPrereleases: /\bprerelease\b/.test(branches),
      plugins: new Map(names.map(([, name = '']) => [name, {}])),
      isCode: true,
      bases: [],
      ...defined({ tagFormat }),
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
