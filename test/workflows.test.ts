import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** Everything people copy: our own workflows, what the pages show, what the commands write. */
const files = execFileSync(
  'git',
  ['ls-files', '.github', 'docs', 'README.md', 'examples', 'packages/*/src', 'packages/*/README.md'],
  {
    encoding: 'utf8',
  },
)
  .split('\n')
  .filter(
    (file) =>
      /\.(?:ya?ml|md|ts)$/.test(file) && !/\.(?:test|fixture)\.ts$|\/fixtures\/|^docs\/api\//.test(file),
  );

/** A pull request of a fork runs there with secrets, and the configuration is code. */
test.each(['pull_request_target', 'workflow_run'])('no template starts on %s', (event) => {
  expect(files.length).toBeGreaterThan(100);
  const starting = files.filter((file) =>
    new RegExp(`^ *(?:- )?["']?${event}["']?:?\\s*(?:$|\\{)|on: *(?:\\[[^\\]]*)?\\b${event}\\b`, 'm').test(
      readFileSync(file, 'utf8'),
    ),
  );
  expect(starting).toEqual([]);
});

test('every action our own workflows use is pinned to a commit', () => {
  const workflows = files.filter((file) => file.startsWith('.github/workflows/'));
  const uses = workflows.flatMap((file) => readFileSync(file, 'utf8').match(/uses: .*/g) ?? []);
  expect(uses.length).toBeGreaterThan(0);
  expect(uses.filter((line) => !/uses: (?:\.\/|[\w./-]+@[0-9a-f]{40} # v\d)/.test(line))).toEqual([]);
});
