import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { refSlug } from './slug.ts';

const { cases } = JSON.parse(
  readFileSync(new URL('fixtures/gitlab-ref-slug.json', import.meta.url), 'utf8'),
) as { readonly cases: readonly { readonly ref: string; readonly slug: string }[] };

test.each(cases)('the slug of $ref is "$slug"', ({ ref, slug }) => {
  expect(refSlug(ref)).toBe(slug);
});
