import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { leadToSuffix } from '../../server.fixture.ts';
import { credential, credentials, failureOf, prepare, push, token, world } from './push.fixture.ts';
import { createGitWrites } from './writes.ts';

describe('a refusal', () => {
  it.each([
    [
      'github-protected-branch',
      'refs/heads/main',
      'PUSH_PROTECTED',
      'Changes must be made through a pull request.',
    ],
    [
      'github-ruleset',
      'refs/tags/v1.3.0',
      'PUSH_PROTECTED',
      'Cannot create ref due to creations being restricted.',
    ],
    ['gitlab-protected-branch', 'refs/heads/main', 'PUSH_PROTECTED', 'protected branches on this project'],
    [
      'gitlab-protected-tag',
      'refs/tags/v*',
      'PUSH_PROTECTED',
      'You are not allowed to create this tag as it is protected.',
    ],
    ['github-workflows', 'refs/tags/v1.3.0', 'PUSH_WORKFLOW_FILES', 'without `workflows` permission'],
    ['hook', 'refs/heads/main', 'PUSH_REJECTED_BY_HOOK', 'must name a ticket'],
  ] as const)('as %s words it is %s of %s', async (as, ref, code, words) => {
    const here = await world({ protectedRefs: [{ ref, as }] });
    const failure = await failureOf(push(here, await prepare(here)));
    expect(failure).toMatchObject({ code, kind: 'refused', transient: false });
    expect(failure?.message).toContain(words);
    expect(here.refs()).toEqual({ 'refs/heads/main': here.clone.head() });
  });

  it('of a wrong credential names the variable and not its value', async () => {
    const here = await world({ credentials });
    const failure = await failureOf(push(here, await prepare(here), [], 'wrong-0123456789'));
    expect(failure).toMatchObject({ code: 'PUSH_DENIED', kind: 'refused' });
    expect(failure?.message).toContain('$RELEASE_TOKEN');
    expect(failure?.message).not.toContain('wrong-0123456789');
  });

  it('of a missing credential says that one is needed', async () => {
    const here = await world({ credentials });
    const writes = createGitWrites(here.clone.place());
    const updates = await prepare(here);
    expect(await failureOf(writes.push({ remote: 'origin', updates }))).toMatchObject({
      code: 'PUSH_DENIED',
    });
    expect(await failureOf(writes.push({ remote: 'origin', updates, credential }))).toMatchObject({
      code: 'CREDENTIAL_MISSING',
    });
  });

  it("of GitLab's job token says what to allow", async () => {
    const here = await world({
      credentials: [{ username: 'gitlab-ci-token', password: token, write: false }],
    });
    const writes = createGitWrites(here.clone.place({ CI_JOB_TOKEN: token }));
    const job = { env: 'CI_JOB_TOKEN', username: 'gitlab-ci-token' };
    const failure = await failureOf(
      writes.push({ remote: 'origin', updates: await prepare(here), credential: job }),
    );
    expect(failure?.code).toBe('PUSH_DENIED');
    expect(failure?.fix).toContain('Allow "Git push requests to the repository"');
  });

  it('of an unknown or unreachable remote says which', async () => {
    const here = await world();
    const updates = await prepare(here);
    const writes = createGitWrites(here.clone.place());
    expect(await failureOf(writes.push({ remote: 'upstream', updates }))).toMatchObject({
      code: 'REMOTE_NOT_FOUND',
    });
    const missing = `${here.server.url}/none.git`;
    expect(await failureOf(writes.push({ remote: missing, updates }))).toMatchObject({
      code: 'REMOTE_NOT_FOUND',
    });
    await here.server.close();
    const failure = await failureOf(writes.push({ remote: 'origin', updates }));
    expect(failure).toMatchObject({ code: 'REMOTE_UNREACHABLE', kind: 'refused', transient: true });
  });

  it('of a remote that leads to another server shows that server no credential', async () => {
    const here = await world({ credentials });
    const seen: IncomingHttpHeaders[] = [];
    const front = createServer((request, response) => {
      seen.push(request.headers);
      response.writeHead(302, { location: here.server.url + String(request.url) }).end();
    });
    await new Promise<void>((listening) => void front.listen(0, '127.0.0.1', listening));
    onTestFinished(() => void front.close());
    const { port } = front.address() as AddressInfo;
    here.clone.git('remote', 'set-url', 'origin', `http://127.0.0.1:${port}/group/project.git`);
    const failure = await failureOf(push(here, await prepare(here)));
    expect(failure).toMatchObject({ code: 'REMOTE_REDIRECTS', kind: 'refused', transient: false });
    expect(seen.every(({ authorization }) => authorization !== undefined)).toBe(true);
    expect(here.server.requests).toEqual([]);
  });

  it('of an address without .git goes where GitLab leads it, with the credential', async () => {
    const here = await world({ credentials });
    const front = await leadToSuffix(here.server);
    onTestFinished(() => front.close());
    here.clone.git('remote', 'set-url', 'origin', `${front.url}/gitlab/group/project`);
    const [branch, tag] = await prepare(here);
    await push(here, [branch, tag]);
    expect(here.refs()).toMatchObject({ [branch.ref]: branch.target, [tag.ref]: tag.target });
    expect(here.clone.git('rev-parse', 'refs/remotes/origin/main')).toBe(branch.target);
    expect(front.seen[0]).toBe('/gitlab/group/project/info/refs?service=git-receive-pack');
  });

  it('of a remote with two push addresses comes before anything is sent', async () => {
    const here = await world();
    here.clone.git('remote', 'set-url', '--add', '--push', 'origin', here.repository.url);
    here.clone.git('remote', 'set-url', '--add', '--push', 'origin', `${here.server.url}/mirror.git`);
    expect(await failureOf(push(here, await prepare(here)))).toMatchObject({ code: 'REMOTE_SEVERAL' });
    expect(here.server.requests).toEqual([]);
  });
});
