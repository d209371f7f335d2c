import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const packages = fileURLToPath(new URL('packages/', import.meta.url));

/** Tests run against the sources; only the command itself is tested as built. */
const sources = readdirSync(packages).flatMap((name) => [
  { find: new RegExp(`^@launchway/${name}$`), replacement: `${packages}${name}/src/index.ts` },
  { find: new RegExp(`^@launchway/${name}/engine$`), replacement: `${packages}${name}/src/engine.ts` },
]);

export default defineConfig({
  resolve: { alias: sources },
  test: {
    include: [
      'packages/*/src/**/*.test.ts',
      'packages/*/test/**/*.test.ts',
      'examples/**/test/**/*.test.ts',
      'docs/**/*.test.ts',
    ],
    testTimeout: 240_000,
    hookTimeout: 240_000,
    pool: 'forks',
    maxWorkers: 2,
    env: { NO_COLOR: '1', GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' },
  },
});
