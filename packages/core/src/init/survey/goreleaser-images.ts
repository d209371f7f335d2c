import { plainPath } from '../../model/path.ts';
import { goReleaserFile } from '../predecessors/goreleaser.ts';
import type { Sight } from './sight.ts';
import { isOpen } from './workflows.ts';
import { memberOf, readData, textOf, textsOf } from './data.ts';
import { nameOf } from './image-signs.ts';

/** What GoReleaser called an image. */
interface ToldImage {
  readonly image: string;
  readonly foundIn: string;
  /** How its tags write the version, where that is not by itself. */
  readonly form?: string;
}

/** The images that GoReleaser was told, by their Dockerfiles. */
export async function goReleaserImages(sight: Sight): Promise<ReadonlyMap<string, ToldImage>> {
  const foundIn = goReleaserFile(sight);
  const config = foundIn === undefined ? undefined : await readData(sight, foundIn);
  const entries = ['dockers', 'dockers_v2'].flatMap((key) => memberOf(config, key) ?? []);
  return new Map(
    entries.flatMap((entry) => {
      const dockerfile = plainPath(textOf(memberOf(entry, 'dockerfile')) ?? 'Dockerfile');
      const named = [...textsOf(memberOf(entry, 'image_templates')), ...textsOf(memberOf(entry, 'images'))];
      const image = named.map(nameOf).find((name) => name.includes('/') && !isOpen(name));
      if (image === undefined || foundIn === undefined) return [];
      const tags = [...named, ...textsOf(memberOf(entry, 'tags'))];
      const form = tags.some((tag) => byTag.test(tag)) ? { form: 'v{version}' } : {};
      return [[dockerfile, { image, foundIn, ...form }] as const];
    }),
  );
}

/** A tag of the image that is called as git's, or as the version after a `v`. */
const byTag = /(?:^|:)(?:\{\{\s*\.Tag\s*\}\}|v\{\{\s*\.Version\s*\}\})/;
