import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { hasStrace } from '../../packages/core/test/observed.fixture.ts';
import { createReference, execute, githubFlow, gitlabFlow } from './world.fixture.ts';

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'launchway-secrets-'));
  folders.push(folder);
  return folder;
}

/** A secret as programs write it, alone and with the names it is used with. */
function forms(secret: string): readonly string[] {
  const pairs = ['', 'x-access-token', 'gitlab-ci-token', 'ada', 'oauth2'].map((name) => `${name}:${secret}`);
  const encoded = [secret, ...pairs].flatMap((text) =>
    (['base64', 'base64url', 'hex'] as const).map((name) =>
      Buffer.from(text).toString(name).replace(/=+$/, ''),
    ),
  );
  return [...new Set([secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), ...encoded])];
}

/** Every file below a folder as text, git's compressed objects left out. */
const texts = (folder: string): readonly (readonly [file: string, text: string])[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((file) => !file.includes('/node_modules/') && statSync(file, { throwIfNoEntry: false })?.isFile())
    .map((file) => [file, readFileSync(file, 'latin1')]);

describe.each([githubFlow, gitlabFlow])('in the flow $name, no credential', ({ branch, env }) => {
  test.skipIf(!hasStrace)(
    'is in an argument of any program, in any output, in the plan, the journal or any other file (skipped without strace)',
    async () => {
      const world = await createReference(branch);
      try {
        const folder = await world.checkout();
        const [own, log] = [temporary(), join(temporary(), 'strace')];
        const files = ['--events', join(own, 'events.ndjson')];
        const given = { ...env(world), TMPDIR: own };
        const run = (args: readonly string[], using?: readonly string[]) =>
          execute(folder, args, { ...world.settings, ...given }, undefined, using);
        const plan = await run(['plan', '--out', join(own, 'plan.json'), '--explain', '--diff']);
        const using = ['strace', '-f', '-qq', '-s', '1000000', '-e', 'trace=execve', '-o', log];
        const ended = await run(['--yes', '--verbose', ...files], using);
        expect(ended.code, ended.stdout + ended.stderr).toBe(0);
        const started = readFileSync(log, 'utf8')
          .split('\n')
          .filter((line) => line.includes('execve('));
        expect(started.length).toBeGreaterThan(20);
        const everywhere = [
          ['the output', plan.stdout + plan.stderr + ended.stdout + ended.stderr],
          ...started.map((line) => ['an argument', line]),
          ...texts(own),
          ...texts(folder),
        ];
        const found = everywhere.flatMap(([place, text = '']) =>
          world.secrets
            .flatMap(forms)
            .filter((form) => text.includes(form))
            .map((form) => `${place}: ${form}`),
        );
        expect(found).toEqual([]);
      } finally {
        await world.close();
      }
    },
  );
});
