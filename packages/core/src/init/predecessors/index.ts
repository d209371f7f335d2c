import type { Sight } from '../survey/sight.ts';
import type { Signs } from '../survey/signs.ts';
import { readChangesets } from './changesets.ts';
import { readChartReleaser } from './chart-releaser.ts';
import { readGoReleaser } from './goreleaser.ts';
import type { Predecessor } from './predecessor.ts';
import { readReleaseIt } from './release-it.ts';
import { readReleasePlease } from './release-please.ts';
import { readSemanticRelease } from './semantic-release.ts';
import { readStandardVersion } from './standard-version.ts';

/** Reads what the release tools of a repository were told. */
export async function readPredecessors(sight: Sight, signs: Signs): Promise<readonly Predecessor[]> {
  const found = await Promise.all([
    readSemanticRelease(sight),
    readReleasePlease(sight),
    readChangesets(sight),
    readReleaseIt(sight),
    readStandardVersion(sight),
    readChartReleaser(sight, signs),
    readGoReleaser(sight),
  ]);
  return found.filter((predecessor) => predecessor !== undefined);
}
