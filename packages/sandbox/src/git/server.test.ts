import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { type GitRepository, type GitServer, type GitServerOptions, startGitServer } from './server.ts';

const execute = promisify(execFile);
const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function serve(
  options: GitServerOptions = {},
): Promise<{ server: GitServer; repository: GitRepository }> {
  const server = await startGitServer(options);
  closing.push(() => server.close());
  return { server, repository: await server.createRepository('group/project') };
}

async function git(cwd: string, ...args: string[]): Promise<string> {
  const env = { ...process.env, GIT_TERMINAL_PROMPT: '0', GIT_ASKPASS: '', LC_ALL: 'C' };
  const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com'];
  const { stdout, stderr } = await execute('git', [...identity, ...args], { cwd, env });
  return `${stdout}${stderr}`;
}

async function work(files: Record<string, string> = { 'a.txt': 'one\n' }): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'launchway-work-'));
  closing.push(() => rm(folder, { recursive: true, force: true }));
  await git(folder, 'init', '--quiet', '--initial-branch=main');
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  await git(folder, 'add', '.');
  await git(folder, 'commit', '--quiet', '--message', 'feat: begin');
  return folder;
}

const withLogin = (url: string, login: string): string => url.replace('http://', `http://${login}@`);

describe('a git server', () => {
  it('takes a push and gives it back to a clone, under a subpath', async () => {
    const { repository } = await serve({ subpath: '/gitlab' });
    const folder = await work();
    await git(folder, 'push', '--atomic', repository.url, 'main', 'main:refs/tags/v1');
    await git(folder, 'clone', '--quiet', repository.url, 'copy');
    expect(new URL(repository.url).pathname).toBe('/gitlab/group/project.git');
    expect(await git(join(folder, 'copy'), 'log', '--format=%s')).toBe('feat: begin\n');
  });

  it('understands compressed requests', async () => {
    const { repository } = await serve();
    await git(await work(), 'push', repository.url, 'main');
    const answer = await fetch(`${repository.url}/git-upload-pack`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-git-upload-pack-request',
        'content-encoding': 'gzip',
        'git-protocol': 'version=2',
      },
      body: new Uint8Array(gzipSync('0014command=ls-refs\n0000')),
    });
    expect(await answer.text()).toContain('refs/heads/main');
  });

  it('lets nobody in without the credential', async () => {
    const { repository } = await serve({ credentials: [{ username: 'bot', password: 'se:cret' }] });
    const folder = await work();
    await expect(git(folder, 'ls-remote', repository.url)).rejects.toThrow('terminal prompts disabled');
    await expect(git(folder, 'ls-remote', withLogin(repository.url, 'bot:wrong'))).rejects.toThrow(
      'Authentication failed',
    );
    expect(await git(folder, 'ls-remote', withLogin(repository.url, 'bot:se%3Acret'))).toBe('');
  });

  it('lets a reader read and not push', async () => {
    const { repository } = await serve({ credentials: [{ username: 'bot', password: 'x', write: false }] });
    const folder = await work();
    await git(folder, 'ls-remote', withLogin(repository.url, 'bot:x'));
    await expect(git(folder, 'push', withLogin(repository.url, 'bot:x'), 'main')).rejects.toThrow(
      /You are not allowed to push code[\s\S]*403/,
    );
  });

  it('records push options, or has none', async () => {
    const { server, repository } = await serve();
    const folder = await work();
    await git(folder, 'push', '--push-option=ci.skip', repository.url, 'main');
    expect(server.requests.findLast(({ push }) => push !== undefined)?.push?.options).toEqual(['ci.skip']);
    const github = await serve({ pushOptions: false });
    await expect(git(folder, 'push', '--push-option=ci.skip', github.repository.url, 'main')).rejects.toThrow(
      'does not support push options',
    );
  });

  it('refuses a protected ref in the words of the forge, and the rest of the push with it', async () => {
    const { server, repository } = await serve({
      protectedRefs: [{ ref: 'refs/tags/v*', as: 'gitlab-protected-tag' }],
    });
    const folder = await work();
    const push = git(folder, 'push', '--atomic', repository.url, 'main', 'main:refs/tags/v1');
    await expect(push).rejects.toThrow(
      /remote: GitLab: You are not allowed to create this tag as it is protected[\s\S]*v1 \(pre-receive hook declined\)/,
    );
    expect(await git(folder, 'ls-remote', repository.url)).toBe('');
    server.protect({ ref: 'refs/heads/main', as: 'github-protected-branch' });
    await expect(git(folder, 'push', repository.url, 'main')).rejects.toThrow(
      'protected branch hook declined',
    );
  });

  it('loses the answer of a push that it took', async () => {
    const { server, repository } = await serve();
    const folder = await work();
    server.fail({ on: 'push', kind: 'lost' });
    await expect(git(folder, 'push', repository.url, 'main')).rejects.toThrow('RPC failed');
    expect(await git(folder, 'ls-remote', repository.url)).toContain('refs/heads/main');
  });

  it('drops the connection of a push that it took, which the client then sends again', async () => {
    const { server, repository } = await serve();
    const folder = await work();
    server.fail({ on: 'push', kind: 'dropped' });
    await expect(git(folder, 'push', repository.url, 'main')).rejects.toThrow('reference already exists');
    expect(server.requests.filter(({ push }) => push !== undefined)).toHaveLength(2);
  });

  it('resets, breaks and dawdles on request, then recovers', async () => {
    const { repository, server } = await serve({ faults: [{ on: 'list', kind: 'status', status: 503 }] });
    const folder = await work();
    await expect(git(folder, 'ls-remote', repository.url)).rejects.toThrow('503');
    server.fail({ on: 'list', kind: 'reset' });
    await expect(git(folder, 'ls-remote', repository.url)).rejects.toThrow(/Empty reply|reset/i);
    server.fail({ on: 'list', kind: 'slow', milliseconds: 20 });
    expect(await git(folder, 'ls-remote', repository.url)).toBe('');
  });

  it('serves repositories of SHA-256', async () => {
    const { server } = await serve();
    const repository = await server.createRepository('modern', { objectFormat: 'sha256' });
    const folder = await mkdtemp(join(tmpdir(), 'launchway-work-'));
    closing.push(() => rm(folder, { recursive: true, force: true }));
    await git(folder, 'init', '--quiet', '--object-format=sha256', '--initial-branch=main');
    await git(folder, 'commit', '--quiet', '--allow-empty', '--message', 'feat: begin');
    await git(folder, 'push', repository.url, 'main');
    expect((await git(folder, 'ls-remote', repository.url)).split('\t')[0]).toHaveLength(64);
  });
});
