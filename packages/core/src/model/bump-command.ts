import { type Track, withFollowers } from './track.ts';

/**
 * Gives the command that moves the files of a track by a patch, for messages: with every track that follows it, since
 * `release bump` refuses to move one without them.
 */
export function bumpCommand(track: string, tracks: readonly Pick<Track, 'name' | 'follows'>[]): string {
  const flags = [...withFollowers([track], tracks)].map((name) => `--${name}=patch`);
  return `npx --no-install release bump ${flags.join(' ')} --no-commit`;
}
