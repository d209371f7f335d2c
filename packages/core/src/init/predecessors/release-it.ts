import type { Value } from '../outline.ts';
import { memberOf, readData, type Sight, textOf, textsOf } from '../sight.ts';
import { type Predecessor, tagTemplate } from './predecessor.ts';

/** Finds the first of some files that says something, or a member of package.json. */
async function firstOf(
  sight: Sight,
  files: readonly string[],
  member: string,
): Promise<{ readonly file: string; readonly config: unknown } | undefined> {
  for (const file of files) {
    const config = await readData(sight, file);
    if (config !== undefined) return { file, config };
  }
  const config = memberOf(await readData(sight, 'package.json'), member);
  return config === undefined ? undefined : { file: 'package.json', config };
}

/** Reads the configuration of release-it. */
export async function readReleaseIt(sight: Sight): Promise<Predecessor | undefined> {
  const found = await firstOf(
    sight,
    ['.release-it.json', '.release-it.yaml', '.release-it.yml'],
    'release-it',
  );
  if (found === undefined) return undefined;
  const { file, config } = found;
  const format = textOf(memberOf(config, 'git', 'tagName'));
  const tag = tagTemplate(format ?? '${version}');
  const branches = textsOf(memberOf(config, 'git', 'requireBranch')).filter(
    (branch) => !branch.startsWith('!'),
  );
  const changelog = textOf(memberOf(config, 'plugins', '@release-it/conventional-changelog', 'infile'));
  const publishes = memberOf(config, 'npm') !== false && memberOf(config, 'npm', 'publish') !== false;
  return {
    tool: 'release-it',
    file,
    zeroMajor: 'semver',
    releases:
      memberOf(config, 'github', 'release') === true || memberOf(config, 'gitlab', 'release') === true,
    ...(tag === undefined ? {} : { tag }),
    ...(branches.length === 0 ? {} : { branches }),
    ...(changelog === undefined ? {} : { changelog }),
    taken: ['tags and branches', ...(changelog === undefined ? [] : ['infile: `notes({ changelog })`'])],
    missing: [
      ...(tag === undefined ? [`tagName ${format}: write the tag's name with {version} in it`] : []),
      ...(memberOf(config, 'hooks') === undefined
        ? []
        : ['hooks: write them as `exec({ run: [...] })`, arguments without a shell']),
      ...(publishes
        ? [
            "npm publish: not covered; run it on the tag, or as `exec({ run: ['npm', 'publish'], done: [...] })`",
          ]
        : []),
      ...pluginsOf(config),
    ],
  };
}

const pluginsOf = (config: unknown): readonly string[] =>
  Object.keys((memberOf(config, 'plugins') ?? {}) as object)
    .filter((name) => name !== '@release-it/conventional-changelog')
    .map((name) => `plugin ${name}: nothing stands for it`);

/** Reads the configuration of standard-version, and of commit-and-tag-version, which took it over. */
export async function readStandardVersion(sight: Sight): Promise<Predecessor | undefined> {
  const manifest = await readData(sight, 'package.json');
  const tool = ['standard-version', 'commit-and-tag-version'].find(
    (name) =>
      memberOf(manifest, 'devDependencies', name) !== undefined ||
      memberOf(manifest, 'dependencies', name) !== undefined,
  );
  const found = await firstOf(sight, ['.versionrc', '.versionrc.json'], tool ?? 'standard-version');
  if (found === undefined && tool === undefined) return undefined;
  const { file = 'package.json', config } = found ?? {};
  const changelog = textOf(memberOf(config, 'infile')) ?? 'CHANGELOG.md';
  const bumped = memberOf(config, 'bumpFiles');
  const pins = (Array.isArray(bumped) ? bumped : []).flatMap((entry: unknown): Value[] => {
    const name = textOf(entry) ?? textOf(memberOf(entry, 'filename'));
    return name !== undefined && name.endsWith('.json') && memberOf(entry, 'updater') === undefined
      ? [name]
      : [];
  });
  return {
    tool: tool ?? 'standard-version',
    file,
    tag: `${textOf(memberOf(config, 'tagPrefix')) ?? 'v'}{version}`,
    parts: [{ folder: '', pins }],
    ...(memberOf(config, 'skip', 'changelog') === true ? {} : { changelog }),
    taken: ['tagPrefix, bumpFiles in JSON, and the changelog'],
    missing:
      memberOf(config, 'scripts') === undefined
        ? []
        : ['scripts: write them as `exec({ run: [...] })`, arguments without a shell'],
  };
}
