// Writes the pipelines of examples/reference anew. `release` works on whole repositories, so it gets the example as one.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const top = join(import.meta.dirname, '..');
const example = join(top, 'examples/reference');
const copy = mkdtempSync(join(tmpdir(), 'launchway-example-'));
try {
  cpSync(example, copy, { recursive: true });
  symlinkSync(join(top, 'node_modules'), join(copy, 'node_modules'));
  execFileSync('git', ['init', '--quiet'], { cwd: copy });
  const command = [join(top, 'packages/core/bin/release.js'), 'ci', '--github'];
  execFileSync(process.execPath, command, { cwd: copy, stdio: 'inherit' });
  for (const path of ['.github', '.gitlab', '.gitlab-ci.yml'])
    cpSync(join(copy, path), join(example, path), { recursive: true });
} finally {
  rmSync(copy, { recursive: true, force: true });
}
