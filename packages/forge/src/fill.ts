import type { DueTag, Release } from '@launchway/core';

/** Fills `{version}`, `{version:TRACK}` and `{tag}` in a text; a name that is no track stays as it stands. */
export function fillIn(text: string, tag: DueTag | undefined, { versions, changes }: Release): string {
  const main = tag?.track ?? changes[0]?.track ?? '';
  return text.replace(/\{(version|tag)(?::([^}]+))?\}/g, (whole, what: string, track: string | undefined) => {
    if (what === 'tag') return tag?.name ?? whole;
    return versions[track ?? main] ?? whole;
  });
}
