import { expect, test } from 'vitest';
import { isBuilt, prove } from './faults.fixture.ts';

test.skipIf(!isBuilt)(
  'the flow on GitLab survives SIGKILL at any moment',
  { timeout: 7_200_000 },
  async () => {
    const { points, tried } = await prove('gitlab', { usual: 5, ci: 25 }, 'killed');
    expect(points.map(({ name }) => name)).toEqual(expect.arrayContaining(['spawn git push']));
    expect(tried).toBeGreaterThan(4);
  },
);
