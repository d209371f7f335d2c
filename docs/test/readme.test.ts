import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { createTestRepository, quietGit } from '@launchway/sandbox';
import { expect, test } from 'vitest';

const run = promisify(execFile);
const readme = readFileSync('README.md', 'utf8');
const [, config = ''] = /^```ts\n(import.*?)^```$/ms.exec(readme) ?? [];
const [, shown = ''] = /^\$ npx --no-install release --yes\n(.*?)^```$/ms.exec(readme) ?? [];

test('the README shows what a release prints', async () => {
  const repository = await createTestRepository({ ...reference(), 'release.config.ts': config });
  try {
    symlinkSync(resolve('node_modules'), join(repository.path, 'node_modules'));
    await repository.git('tag', '-a', 'v0.2.26', '-m', 'Release v0.2.26');
    await repository.commit({
      message: 'fix(proxy): try three times',
      files: { 'plugins/plugin-proxy/plugin.ts': 'export const retries = 3;\n' },
    });
    await repository.commit({
      message: 'feat(runtime): stop gracefully (#12)',
      files: {
        'apps/runtime/src/server.js': "process.on('SIGTERM', () => process.exit(0));\n",
        'charts/release-notes.md': '- The runtime stops at once when it is told to.\n',
      },
    });
    await repository.git('push', '-q', '--follow-tags');
    const env = { PATH: process.env['PATH'] ?? '', HOME: repository.path, NO_COLOR: '1', ...quietGit };
    const { stdout, stderr } = await run(
      process.execPath,
      [resolve('packages/core/bin/release.js'), '--yes'],
      { cwd: repository.path, env },
    );
    expect(withoutNames(stderr + stdout)).toBe(withoutNames(shown));
  } finally {
    await repository.remove();
  }
});

/** The reference repository's files, but for its configuration. */
function reference(): Record<string, string> {
  const top = 'examples/reference';
  const entries = readdirSync(top, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const paths = entries.map((entry) => join(entry.parentPath, entry.name).slice(top.length + 1));
  const files = paths.filter((path) => path !== 'release.config.ts');
  const texts = files.map((path): [string, string] => [path, readFileSync(join(top, path), 'utf8')]);
  return Object.fromEntries([...texts, ['.gitignore', 'node_modules\n']]);
}

/** Names of commits differ from run to run. */
function withoutNames(text: string): string {
  return text.replace(/\b[0-9a-f]{7}\b/g, '0000000');
}
