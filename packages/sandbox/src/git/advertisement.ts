import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BackendAnswer, BackendRequest } from './backend.ts';

/**
 * Remembers what git says of itself before it lists or fetches. In version 2 of its protocol that tells no ref, and
 * depends on nothing but the settings of the repository (gitprotocol-v2(5)), so two processes a request are spared.
 * @param ask gets git's own answer
 */
export function rememberAdvertisements(
  ask: (request: BackendRequest) => Promise<BackendAnswer>,
): (request: BackendRequest) => Promise<BackendAnswer> {
  const known = new Map<string, BackendAnswer>();
  return async (request) => {
    const { root, path, query, headers } = request;
    const isList = path.endsWith('/info/refs') && query === 'service=git-upload-pack';
    if (!isList || headers['git-protocol'] !== 'version=2') return ask(request);
    const settings = join(root, path, '../../config');
    const key = `${settings}\n${await readFile(settings, 'utf8').catch(() => '')}`;
    const answer = known.get(key) ?? (await ask(request));
    if (answer.status === 200) known.set(key, answer);
    return answer;
  };
}
