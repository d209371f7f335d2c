import { describe, expect, it } from 'vitest';
import { findRemote, listRemote } from '../../../git/remote.ts';
import { credential, credentials, goOn, prepare, push, token, world } from '../writing/push.fixture.ts';
import { fetchCommit } from './fetch.ts';
import { remoteRunner } from './runner.ts';

describe('a remote', () => {
  it('tells of branches and of the commits its tags lead to', async () => {
    const here = await world({ credentials });
    const [branch, tag] = await prepare(here);
    await push(here, [branch, tag]);
    const refs = ['refs/heads/main', 'refs/tags/v1.3.0', 'refs/tags/v9'];
    const { run } = remoteRunner(here.clone.place({ RELEASE_TOKEN: token }), credential);
    const found = await listRemote(run, await findRemote(run, 'origin'), refs);
    expect(Object.fromEntries(found)).toEqual({
      'refs/heads/main': { object: branch.target, commit: branch.target },
      'refs/tags/v1.3.0': { object: tag.target, commit: branch.target },
    });
  });

  it('gives a commit without any ref being written', async () => {
    const here = await world();
    here.clone.git('--git-dir', here.repository.path, 'tag', 'on-the-remote', 'main');
    here.clone.git('config', 'remote.origin.tagOpt', '--tags');
    here.clone.git('config', 'fetch.prune', 'true');
    const tip = goOn(here);
    const before = here.clone.state();
    expect(await fetchCommit(here.clone.place(), { remote: 'origin' }, 'refs/heads/main')).toBe(tip);
    expect(here.clone.git('log', '-1', '--format=%s', tip)).toBe('fix: meanwhile');
    expect(here.clone.state()).toBe(before);
    expect(() => here.clone.read('.git/FETCH_HEAD')).toThrow('ENOENT');
    expect(await fetchCommit(here.clone.place(), { remote: 'origin' }, 'refs/heads/none')).toBeUndefined();
  });

  it('that fails for the moment is asked again for its refs, and for their commits', async () => {
    const here = await world();
    const tip = goOn(here);
    here.server.fail({ on: 'list', kind: 'status', status: 504 });
    here.server.fail({ on: 'fetch', kind: 'status', status: 502 });
    expect(await fetchCommit(here.clone.place(), { remote: 'origin' }, 'refs/heads/main')).toBe(tip);
    expect(here.clone.git('log', '-1', '--format=%s', tip)).toBe('fix: meanwhile');
  });
});
