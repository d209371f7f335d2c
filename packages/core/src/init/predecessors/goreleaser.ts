import { entriesOf, memberOf, readData, textsOf } from '../survey/data.ts';
import type { Sight } from '../survey/sight.ts';
import { missing } from './missing.ts';
import type { Predecessor } from './predecessor.ts';

/** The file that GoReleaser reads. */
export const goReleaserFile = ({ paths }: Pick<Sight, 'paths'>): string | undefined =>
  ['.goreleaser.yaml', '.goreleaser.yml', 'goreleaser.yaml', 'goreleaser.yml'].find((path) =>
    paths.includes(path),
  );

/** What GoReleaser was told; its archives are for `artifacts()`. */
export async function readGoReleaser(sight: Sight): Promise<Predecessor | undefined> {
  const file = goReleaserFile(sight);
  if (file === undefined) return undefined;
  const config = await readData(sight, file);
  const covered = new Set(
    'version project_name before env builds archives checksum snapshot changelog release report_sizes git gomod metadata source dockers dockers_v2 docker_manifests'.split(
      ' ',
    ),
  );
  const others = entriesOf(config)
    .map(([name]) => name)
    .filter((name) => !covered.has(name));
  const hooks = textsOf(memberOf(config, 'before', 'hooks'));
  return {
    tool: 'GoReleaser',
    file,
    tag: 'v{version}',
    releases: memberOf(config, 'release', 'disable') !== true,
    taken: [
      'the tag and the release: commits decide, and the release makes the tag',
      'builds and archives: `artifacts()`',
    ],
    missing: [
      ...(['dockers', 'dockers_v2'].some((name) => memberOf(config, name) !== undefined)
        ? [
            'dockers: `docker()` builds them of the repository; GoReleaser laid the finished programs beside each Dockerfile, so let these build them',
          ]
        : []),
      ...hooks.map((hook) => missing.command(`before hook \`${hook}\``)),
      ...others.map((name) => `${name}: nothing stands for it`),
    ],
  };
}
