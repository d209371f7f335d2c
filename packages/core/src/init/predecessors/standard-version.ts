import type { Value } from '../outline.ts';
import { firstData, memberOf, readData, textOf } from '../survey/data.ts';
import type { Sight } from '../survey/sight.ts';
import { missing } from './missing.ts';
import type { Predecessor } from './predecessor.ts';

/** Reads the configuration of standard-version, and of commit-and-tag-version, which took it over. */
export async function readStandardVersion(sight: Sight): Promise<Predecessor | undefined> {
  const manifest = await readData(sight, 'package.json');
  const tool = ['standard-version', 'commit-and-tag-version'].find(
    (name) =>
      memberOf(manifest, 'devDependencies', name) !== undefined ||
      memberOf(manifest, 'dependencies', name) !== undefined,
  );
  const found = await firstData(sight, ['.versionrc', '.versionrc.json'], tool ?? 'standard-version');
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
    missing: memberOf(config, 'scripts') === undefined ? [] : [missing.commands('scripts')],
  };
}
