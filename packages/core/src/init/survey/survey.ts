import { isSample, lastPart } from '../paths.ts';
import { readPredecessors } from '../predecessors/index.ts';
import type { Predecessor } from '../predecessors/predecessor.ts';
import { findCharts, type FoundChart, type LeftOut } from './charts.ts';
import { type FoundImage, findImages } from './images.ts';
import { findManifests, type Manifest } from './manifests.ts';
import type { Sight } from './sight.ts';
import { readSigns, type Signs } from './signs.ts';
import { type TagStyle, tagStyles } from './tags.ts';
import { findTools, type FoundTool, toldByGoReleaser } from './tools.ts';

/** Everything in a repository that a release has to do with. */
export interface Survey {
  readonly sight: Sight;
  readonly charts: readonly FoundChart[];
  readonly manifests: readonly Manifest[];
  readonly images: readonly FoundImage[];
  readonly signs: Signs;
  readonly predecessors: readonly Predecessor[];
  readonly styles: readonly TagStyle[];
  /** Files that show what is built here though no manifest of theirs can hold a pin: `go.mod`, `Cargo.toml`. */
  readonly sources: readonly string[];
  readonly tools: readonly FoundTool[];
  readonly left: readonly LeftOut[];
}

const sourceFiles =
  /^(?:go\.mod|Cargo\.toml|pyproject\.toml|setup\.py|pom\.xml|build\.gradle(?:\.kts)?|mix\.exs)$/;

/** Looks through a repository. Nothing of it is executed, and nothing else is asked. */
export async function survey(sight: Sight): Promise<Survey> {
  const [{ charts, left }, manifests, signs] = await Promise.all([
    findCharts(sight),
    findManifests(sight),
    readSigns(sight),
  ]);
  const [images, predecessors] = await Promise.all([
    findImages(sight, signs, charts),
    readPredecessors(sight, signs),
  ]);
  const found = await findTools(sight);
  const goReleaser = predecessors.find(({ tool }) => tool === 'GoReleaser');
  return {
    sight,
    tools: goReleaser === undefined ? found : await toldByGoReleaser(sight, goReleaser.file, found),
    charts,
    manifests,
    images,
    signs,
    predecessors,
    left,
    styles: tagStyles(sight.tags),
    sources: sight.paths.filter((path) => sourceFiles.test(lastPart(path)) && !isSample(path)),
  };
}
