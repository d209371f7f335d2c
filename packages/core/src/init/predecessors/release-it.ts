import { defined } from '../../model/defined.ts';
import { firstData, memberOf, textOf, textsOf } from '../survey/data.ts';
import type { Sight } from '../survey/sight.ts';
import { missing } from './missing.ts';
import { type Predecessor, tagTemplate } from './predecessor.ts';

/** Reads the configuration of release-it. */
export async function readReleaseIt(sight: Sight): Promise<Predecessor | undefined> {
  const found = await firstData(
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
    ...defined({ tag }),
    ...(branches.length === 0 ? {} : { branches }),
    ...defined({ changelog }),
    taken: ['tags and branches', ...(changelog === undefined ? [] : ['infile: `notes({ changelog })`'])],
    missing: [
      ...(tag === undefined ? [missing.tag('tagName', format)] : []),
      ...(memberOf(config, 'hooks') === undefined ? [] : [missing.commands('hooks')]),
      ...(publishes ? [missing.npmPublish] : []),
      ...pluginsOf(config),
    ],
  };
}

const pluginsOf = (config: unknown): readonly string[] =>
  Object.keys((memberOf(config, 'plugins') ?? {}) as object)
    .filter((name) => name !== '@release-it/conventional-changelog')
    .map(missing.plugin);
