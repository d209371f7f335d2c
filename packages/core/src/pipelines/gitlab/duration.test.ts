import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { gitlabDuration } from './duration.ts';

interface Case {
  readonly input: string;
  readonly valid: boolean;
  readonly seconds: number | null;
}

const cases = JSON.parse(
  readFileSync(new URL('fixtures/gitlab-expire-in.json', import.meta.url), 'utf8'),
) as readonly Case[];

describe('durations of GitLab', () => {
  test.each(cases)('%j', ({ input, valid, seconds }) => {
    expect(gitlabDuration(input)).toEqual(valid ? { valid, seconds } : { valid });
  });

  test.each([
    ['twenty one days', 1_814_400],
    ['one hundred and five minutes', 6300],
    ['1 hour, 10 mins', 4200],
    ['1:02:03:04', 93_784],
    ['1 2 days', 172_800],
    ['.5 hours', 1800],
    ['NEVER', undefined],
    ['1:1:1:1:1:1:1', undefined],
    ['30 days $CI_JOB_ID', undefined],
    ['1 , 2 days', undefined],
  ])('%j is %j seconds', (input, seconds) => {
    expect(gitlabDuration(input)).toEqual(
      seconds === undefined ? { valid: false } : { valid: true, seconds },
    );
  });
});
