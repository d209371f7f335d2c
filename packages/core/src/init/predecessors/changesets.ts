import { memberOf, readData, textOf, textsOf } from '../survey/data.ts';
import type { Sight } from '../survey/sight.ts';
import { missing } from './missing.ts';
import type { Predecessor } from './predecessor.ts';

const configFile = '.changeset/config.json';

/** Reads the configuration of changesets. */
export async function readChangesets(sight: Sight): Promise<Predecessor | undefined> {
  const config = await readData(sight, configFile);
  if (config === undefined) return undefined;
  const branch = textOf(memberOf(config, 'baseBranch'))?.replace(/^origin\//, '');
  const groups = [memberOf(config, 'fixed'), memberOf(config, 'linked')].flatMap((list) =>
    Array.isArray(list) ? list.map(textsOf) : [],
  );
  const pending = sight.paths.filter(
    (path) => /^\.changeset\/[^/]+\.md$/.test(path) && !/\/README\.md$/i.test(path),
  );
  const isManifest = (path: string): boolean => /(?:^|\/)package\.json$/.test(path);
  const isSingle = sight.paths.filter(isManifest).length === 1;
  return {
    tool: 'changesets',
    file: configFile,
    releases: true,
    zeroMajor: 'semver',
    ...(isSingle ? { tag: 'v{version}' } : { namedTag: '{name}@{version}' }),
    ...(branch === undefined ? {} : { branches: [branch] }),
    together: groups.filter((group) => group.length > 1),
    ignored: textsOf(memberOf(config, 'ignore')),
    taken: [
      'packages: tracks',
      ...(groups.length === 0
        ? []
        : ['fixed and linked groups: one track each, where their packages have one version']),
    ],
    missing: [
      'files beside each change: commits decide, by the Conventional Commits specification',
      missing.npmPublish,
      ...(pending.length === 0
        ? []
        : [
            `${pending.length} pending ${pending.length === 1 ? 'change' : 'changes'} in .changeset: release them with changesets first (\`npx changeset version\`)`,
          ]),
    ],
  };
}
