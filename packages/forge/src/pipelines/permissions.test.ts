import { describe, expect, test } from 'vitest';
import { workflowPermission } from './permissions.ts';

const file = (top: string, job: string) => `on: push\n${top}\njobs:\n  ship:\n    ${job}\n    steps: []\n`;

describe('what a workflow lets its token do', () => {
  test.each([
    ['permissions: { contents: write }', '', 'write'],
    ['permissions: { contents: write }', 'permissions: { id-token: write }', 'none'],
    ['permissions: {}', '', 'none'],
    ['permissions: read-all', '', 'read'],
    ['permissions: {}', 'permissions: write-all', 'write'],
    ['', 'permissions: { contents: read }', 'read'],
    ['', '', undefined],
  ])('%s with %s in the job is %s', async (top, job, level) => {
    expect(await workflowPermission(file(top, job), 'ship', 'contents')).toBe(level);
  });

  test('is not known of a job of another file, or of a file that cannot be read', async () => {
    const text = file('permissions: {}', '');
    expect(await workflowPermission(text, 'elsewhere', 'contents')).toBeUndefined();
    expect(await workflowPermission('on: [', 'ship', 'contents')).toBeUndefined();
  });
});
