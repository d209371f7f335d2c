import { expect, test } from 'vitest';
import { isBuilt, prove } from './faults.fixture.ts';

test.skipIf(!isBuilt)(
  'the flow on GitHub survives SIGKILL at any moment',
  { timeout: 7_200_000 },
  async () => {
    const { points, tried } = await prove('github', { usual: 5, ci: 25 }, 'killed');
    expect(points.map(({ name }) => name)).toEqual(expect.arrayContaining(['spawn git push']));
    expect(tried).toBeGreaterThan(4);
  },
);
