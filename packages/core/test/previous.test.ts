import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { type CommandFixture, commandFixture } from '../src/cli.fixture.ts';

/** Publishes a version as a file of that name, unless there is a file `shut`. */
const config = `
import { defineConfig, exec, track } from '@launchway/core'
const node = (script) => ['node', '-e', 'const fs = require("fs"), file = process.argv[1];' + script, process.env.SHELF + '/{version:menu}']
export default defineConfig({
  flows: {
    kitchen: {
      plugins: [
        track({ name: 'menu', pins: ['menu.json'], paths: ['dishes/**'], tag: { name: 'menu-{version}' } }),
        exec({
          name: 'shelf',
          run: node('if (fs.existsSync(process.env.SHELF + "/shut")) process.exit(1); fs.writeFileSync(file, "")'),
          done: node('process.exit(fs.existsSync(file) ? 0 : 1)'),
        }),
      ],
    },
  },
})
`;

let kitchen: CommandFixture;
afterEach(() => kitchen.remove());

test('a release that was left incomplete is named by the next one, with the command that completes it', () => {
  kitchen = commandFixture({ 'release.config.ts': config, 'menu.json': '{ "version": "2.7.1" }\n' });
  const shelf = join(kitchen.top, 'node_modules');
  const release = (...args: readonly string[]) => {
    const { code, stdout } = kitchen.release([...args, '--json'], { SHELF: shelf });
    return { code, report: JSON.parse(stdout) as { outcome: string; problems: readonly object[] } };
  };
  const cook = (dish: string): void => {
    kitchen.write({ [`dishes/${dish}`]: dish });
    kitchen.commit(`feat: ${dish}`);
  };
  cook('soup');
  writeFileSync(join(shelf, 'shut'), '');
  expect(release('--yes')).toMatchObject({ code: 1, report: { outcome: 'incomplete' } });

  cook('stew');
  rmSync(join(shelf, 'shut'));
  const warning = {
    code: 'PREVIOUS_INCOMPLETE',
    severity: 'warning',
    message: 'The release before this one (menu 2.8.0) is not complete. Missing: run shelf.',
    fix: 'Run `npx --no-install release publish menu-2.8.0 --flow kitchen` to complete it.',
  };
  expect(release('--dry-run').report.problems).toEqual([warning]);
  expect(release('--yes')).toMatchObject({ code: 0, report: { outcome: 'released', problems: [warning] } });

  expect(release('publish', 'menu-2.8.0', '--flow', 'kitchen')).toMatchObject({
    code: 0,
    report: { outcome: 'resumed' },
  });
  expect(existsSync(join(shelf, '2.8.0'))).toBe(true);
  cook('salad');
  expect(release('--yes')).toMatchObject({ code: 0, report: { outcome: 'released', problems: [] } });
});
