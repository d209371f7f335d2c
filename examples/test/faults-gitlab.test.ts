import { expect, test } from 'vitest';
import { prove } from './faults.fixture.ts';

test('the flow on GitLab survives servers that fail, a full disk and a clock that jumps', {
  timeout: 7_200_000,
}, async () => {
  const { points, tried, struck } = await prove('gitlab', { usual: 10, ci: 80 }, 'failing');
  expect(points.filter(({ kind }) => kind === 'request').length).toBeGreaterThan(30);
  expect(struck).toBeGreaterThan(tried * 0.7);
});
