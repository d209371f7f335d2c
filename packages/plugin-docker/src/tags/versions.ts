import parse from 'semver/functions/parse.js';

/** What the last part of a git tag says: `1.2.0-rc.1` of `api/v1.2.0-rc.1`; nothing when it is no version. */
export function versionOfTag(tag: string | undefined): string | undefined {
  const last = tag?.split('/').at(-1);
  return last === undefined ? undefined : (parse(last)?.version ?? undefined);
}

/** Whether a text is a semantic version with a prerelease part. */
export function isPrerelease(text: string | undefined): boolean {
  return (parse(versionOfTag(text))?.prerelease.length ?? 0) > 0;
}
