import { expect, test } from 'vitest';
import type { GitAnswer } from '../../git/remote.ts';
import { provePush } from './prove.ts';

const proven = (answer: Partial<GitAnswer>) => {
  const url = 'https://git.example.com/harbour.git';
  const run = async () => ({ exitCode: 1, stdout: '', stderr: '', ...answer });
  return provePush({ remote: { name: 'upstream', url, target: url }, run }, ['HEAD:refs/heads/main']);
};

test('a push that is refused for a ref tells the reason', async () => {
  const stdout = '!\tHEAD:refs/heads/main\t[remote rejected] (protected branch)\n';
  expect(await proven({ stdout })).toMatchObject([{ code: 'PUSH_PROTECTED' }]);
});

test('a push that fails before any ref is looked at tells what git says', async () => {
  const [problem, ...others] = await proven({ stderr: 'fatal: git-http-push failed\n' });
  expect(problem?.code).toBe('REMOTE_UNREACHABLE');
  expect(problem?.message).toContain('upstream (exit code 1): fatal: git-http-push failed');
  expect(others).toEqual([]);
});
