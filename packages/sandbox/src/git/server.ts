import { execFile } from 'node:child_process';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { close, listen, serverOf } from '../http/loopback.ts';
import { type GitFault, GitHost, type GitHostOptions, type GitRequest } from './host.ts';
import type { ProtectedRef } from './refusals.ts';

export type { GitCredential, GitFault, GitRequest } from './host.ts';

/** How the server is set up. */
export interface GitServerOptions extends GitHostOptions {
  /** The folder of the repositories; a temporary one, gone after `close`, unless told. */
  readonly root?: string;
  /** Whether push options are accepted; GitLab does, GitHub does not. True unless told. */
  readonly pushOptions?: boolean;
}

/** A repository that the server holds. */
export interface GitRepository {
  readonly name: string;
  /** The bare repository on disk. */
  readonly path: string;
  /** Its address, without a credential. */
  readonly url: string;
}

/** A git server in this process, that speaks smart HTTP (gitprotocol-http(5)). */
export interface GitServer {
  /** The address of the root, without a trailing slash. */
  readonly url: string;
  readonly root: string;
  /** Every request that was let in or turned away, oldest first. */
  readonly requests: readonly GitRequest[];
  /** Makes an empty bare repository; the name may have folders and `.git` is added. */
  createRepository(
    name: string,
    options?: { readonly objectFormat?: 'sha1' | 'sha256' },
  ): Promise<GitRepository>;
  /** Lets something go wrong from now on. */
  fail(fault: GitFault): void;
  /** Protects a ref from now on. */
  protect(ref: ProtectedRef): void;
  close(): Promise<void>;
}

const run = promisify(execFile);

/**
 * Starts a stand-in for a forge's git server on a free port of 127.0.0.1: bare repositories served by git itself. It lives
 * in this process, so a client that is waited for synchronously (`execFileSync`) would wait for ever.
 */
export async function startGitServer(options: GitServerOptions = {}): Promise<GitServer> {
  const root = options.root ?? (await mkdtemp(join(tmpdir(), 'launchway-git-')));
  const host = new GitHost(root, options);
  const server = serverOf((request, response) => host.serve(request, response));
  const url = `${await listen(server)}${options.subpath ?? ''}`;
  return {
    url,
    root,
    requests: host.requests,
    createRepository: (name, { objectFormat = 'sha1' } = {}) =>
      createBare(root, url, name, objectFormat, options.pushOptions ?? true),
    fail: (fault) => host.addFault(fault),
    protect: (ref) => host.protect(ref),
    close: async () => {
      await stop(server, host);
      if (options.root === undefined) await rm(root, { recursive: true, force: true });
    },
  };
}

async function stop(server: Server, host: GitHost): Promise<void> {
  const closed = close(server);
  for (const child of host.running) child.kill();
  await closed;
}

async function createBare(
  root: string,
  url: string,
  name: string,
  objectFormat: string,
  pushOptions: boolean,
): Promise<GitRepository> {
  const path = join(root, `${name}.git`);
  const flags = ['init', '--quiet', '--bare', '--template=', '--initial-branch=main'];
  await run('git', [...flags, `--object-format=${objectFormat}`, path], {
    env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null' },
  });
  await appendFile(join(path, 'config'), settings(pushOptions));
  return { name, path, url: `${url}/${name}.git` };
}

/** What a forge lets its clients do, in the words of git's configuration. */
const settings = (pushOptions: boolean): string => `[http]
\treceivepack = true
[receive]
\tadvertisePushOptions = ${pushOptions}
[uploadpack]
\tallowReachableSHA1InWant = true
\t; Clones without files, as GitHub and GitLab allow them.
\tallowFilter = true
\tallowAnySHA1InWant = true
[gc]
\tauto = 0
`;
