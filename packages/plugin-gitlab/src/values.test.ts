import type { CommandInvocation } from '@launchway/core';
import { isReleaseError } from '@launchway/core';
import { describe, expect, test } from 'vitest';
import { valuesCommand } from './values.ts';

const ci = {
  CI_REGISTRY_IMAGE: 'registry.example.org:5050/group/harbour',
  CI_COMMIT_REF_SLUG: 'feat-x',
  CI_COMMIT_SHORT_SHA: '0123e456',
};

async function values(
  options: CommandInvocation['options'],
  env: Readonly<Record<string, string>>,
  git: Readonly<Record<string, string>> = {},
  json = false,
): Promise<string> {
  let printed = '';
  await valuesCommand().run({
    args: [],
    options,
    cwd: '/',
    json,
    effects: {
      env: (name: string) => env[name],
      query: async ([, command = '']: readonly string[]) => ({
        exitCode: command in git ? 0 : 128,
        stdout: git[command] ?? '',
        stderr: '',
      }),
    },
    print: (text: string) => {
      printed += text;
    },
  } as unknown as CommandInvocation);
  return printed;
}

describe('release values', () => {
  test('points the cluster at the image of the ref', async () => {
    expect(await values({}, ci)).toBe(
      "image:\n  repository: registry.example.org:5050/group/harbour\n  tag: 'feat-x'\n  pullPolicy: Always\nimagePullSecrets:\n  - name: gitlab-registry\n",
    );
  });

  test('takes the commit, any tag, several secrets and another policy', async () => {
    expect(await values({ tag: 'sha' }, ci)).toContain("tag: '0123e456'");
    const text = await values({ tag: "it's", 'pull-policy': 'IfNotPresent', 'pull-secret': ['a', 'b'] }, ci);
    expect(text).toContain("tag: 'it''s'");
    expect(text).toContain('pullPolicy: IfNotPresent\nimagePullSecrets:\n  - name: a\n  - name: b');
  });

  test('asks git where no CI says it', async () => {
    const options = { repository: 'reg/app' };
    expect(await values(options, {}, { 'symbolic-ref': 'feature//X_1\n' })).toContain("tag: 'feature--x-1'");
    expect(
      await values(
        { ...options, tag: 'sha' },
        {},
        { 'rev-parse': '9f8e7d6c5b4a39281706f5e4d3c2b1a098765432\n' },
      ),
    ).toContain("tag: '9f8e7d6c'");
  });

  test('is JSON where that is asked for', async () => {
    expect(JSON.parse(await values({}, ci, {}, true))).toEqual({
      image: { repository: ci.CI_REGISTRY_IMAGE, tag: 'feat-x', pullPolicy: 'Always' },
      imagePullSecrets: [{ name: 'gitlab-registry' }],
    });
  });

  test.each([
    [{}, {}],
    [{ repository: 'x' }, {}],
    [{ repository: 'x' }, { 'symbolic-ref': '___' }],
  ])('%j with the git %j is refused with advice', async (options, git) => {
    const error: unknown = await values(options, {}, git).catch((thrown: unknown) => thrown);
    expect(isReleaseError(error) && error.problems[0]?.code).toBe('GITLAB_IMAGE_UNKNOWN');
  });
});
