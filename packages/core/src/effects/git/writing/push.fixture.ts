import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type GitRepository,
  type GitServer,
  type GitServerOptions,
  startGitServer,
} from '@launchway/sandbox';
import { expect, onTestFinished } from 'vitest';
import type { RefUpdate } from '../../../model/ports.ts';
import { Clone, release } from './clone.fixture.ts';
import { createGitWrites } from './writes.ts';

export const token = 'gl-secret-0123456789';
export const credentials = [{ username: 'release-bot', password: token }];
export const credential = { env: 'RELEASE_TOKEN', username: 'release-bot' };

/** A clone, and the server that holds its remote. */
export interface World {
  readonly server: GitServer;
  readonly repository: GitRepository;
  readonly clone: Clone;
  /** What the remote holds, by ref. */
  refs(): Record<string, string>;
}

/** Makes a world that is taken down with the test. */
export async function world(
  options: GitServerOptions = {},
  objectFormat: 'sha1' | 'sha256' = 'sha1',
  branch = 'main',
): Promise<World> {
  const server = await startGitServer({ subpath: '/gitlab', ...options });
  onTestFinished(() => server.close());
  const repository = await server.createRepository('group/project', { objectFormat });
  const clone = Clone.begin(objectFormat, branch);
  onTestFinished(() => clone.remove());
  clone.git('push', '--quiet', repository.path, branch);
  clone.git('remote', 'add', 'origin', repository.url);
  clone.git('config', `branch.${branch}.remote`, 'origin');
  return { server, repository, clone, refs: () => refsOf(clone, repository.path) };
}

function refsOf(clone: Clone, remote: string): Record<string, string> {
  const lines = clone.git('ls-remote', '--refs', '--exit-code', remote).split('\n');
  return Object.fromEntries(lines.map((line) => line.split('\t').reverse()));
}

/** Puts a `git` before the real one that writes down its arguments; gives the PATH with it, and what it wrote. */
export function listenToGit(clone: Clone): { readonly path: string; log(): string } {
  const path = process.env['PATH'] ?? '';
  const log = join(clone.path, '.git/arguments');
  clone.write('.git/shim/git', `#!/bin/sh\necho "$@" >> '${log}'\nPATH='${path}' exec git "$@"\n`);
  chmodSync(join(clone.path, '.git/shim/git'), 0o755);
  return { path: `${join(clone.path, '.git/shim')}:${path}`, log: () => readFileSync(log, 'utf8') };
}

/** A second clone whose branch went on. */
export function goOn({ clone, repository }: World, branch = 'main'): string {
  const other = new Clone();
  onTestFinished(() => other.remove());
  other.git('clone', '--quiet', '--branch', branch, repository.path, '.');
  other.git('config', 'user.name', 'Eve');
  other.git('config', 'user.email', 'eve@example.com');
  const commit = other.commit('fix: meanwhile');
  other.git('push', '--quiet', 'origin', branch);
  expect(commit).not.toBe(clone.head());
  return commit;
}

/** Makes the release's commit and tag, and gives the updates that publish them. */
export async function prepare(
  { clone }: World,
  name = 'v1.3.0',
  branch = 'main',
): Promise<readonly [RefUpdate, RefUpdate]> {
  const writes = createGitWrites(clone.place());
  const parent = clone.head();
  const target = await writes.commit({ parent, ...release, message: `chore(release): ${name}` });
  const tag = await writes.tag({ name, target, message: `Release ${name}` });
  return [
    { ref: `refs/heads/${branch}`, target, expect: parent },
    { ref: `refs/tags/${name}`, target: tag, expect: null },
  ];
}

/** Pushes as a release does, with the credential that was found. */
export const push = (
  { clone }: World,
  updates: readonly RefUpdate[],
  options: readonly string[] = [],
  withToken = token,
) =>
  createGitWrites(clone.place({ RELEASE_TOKEN: withToken })).push({
    remote: 'origin',
    updates,
    credential,
    options,
  });

/** What a failure says; nothing of what goes well. */
export const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: {
      problems?: { code: string; message: string; fix: string }[];
      kind?: string;
      transient?: boolean;
    }) => ({
      code: error.problems?.[0]?.code,
      message: error.problems?.[0]?.message,
      fix: error.problems?.[0]?.fix,
      kind: error.kind,
      transient: error.transient,
    }),
  );
