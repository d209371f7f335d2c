import { expect, test } from 'vitest';
import { plan } from '../output/view.fixture.ts';
import { reportOf } from './report.ts';

test('what several steps met is told once', () => {
  const locked = {
    plugin: 'docker',
    code: 'LOCKED',
    severity: 'error',
    message: 'It is locked.',
    fix: 'Unlock it.',
  } as const;
  const result = { pushed: false, failure: undefined, interrupted: false, outputs: new Map() };
  const other = { ...locked, message: 'The other is locked.' };
  expect(reportOf(plan, [], [locked, other, { ...locked }], result).problems).toEqual([locked, other]);
});
