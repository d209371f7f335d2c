import { describe, expect, test } from 'vitest';
import { eventContext } from './context.ts';
import { imageLabels, levelledAnnotations } from './labels.ts';

const env: Readonly<Record<string, string>> = {
  GITLAB_CI: 'true',
  CI_COMMIT_SHA: 'abc',
  CI_COMMIT_BRANCH: 'dev',
  CI_PROJECT_NAME: 'api',
  CI_PROJECT_DESCRIPTION: 'An API\r\n  of two lines',
  DOCKER_METADATA_ANNOTATIONS_LEVELS: 'index, manifest-descriptor',
};
const context = eventContext({ env: (name) => env[name], now: 1_000 });

describe('labels', () => {
  test("are the image specification's, each in one line", () => {
    expect(imageLabels(context, '1.2.3', [])).toMatchObject({
      'org.opencontainers.image.title': 'api',
      'org.opencontainers.image.description': 'An API of two lines',
      'org.opencontainers.image.version': '1.2.3',
      'org.opencontainers.image.created': '1970-01-01T00:00:01.000Z',
      'org.opencontainers.image.revision': 'abc',
    });
  });

  test('take extras, of which the last wins and one without = is none', () => {
    const labels = imageLabels(context, null, ['b=1', 'B=2', 'a=x=y', 'b={{branch}}', 'none', 'empty=']);
    expect(Object.entries(labels).slice(0, 4)).toEqual([
      ['a', 'x=y'],
      ['b', 'dev'],
      ['B', '2'],
      ['empty', ''],
    ]);
    expect(labels).not.toHaveProperty('none');
  });
});

test('annotations are repeated for each level', () => {
  expect(levelledAnnotations({ a: '1', b: '2' }, context.annotationLevels)).toEqual([
    'index:a=1',
    'index:b=2',
    'manifest-descriptor:a=1',
    'manifest-descriptor:b=2',
  ]);
});
