import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const packages = fileURLToPath(new URL('packages/', import.meta.url));

/** Tests run against the sources; only the command itself is tested as built. */
const sources = readdirSync(packages).flatMap((name) => [
  { find: new RegExp(`^@launchway/${name}$`), replacement: `${packages}${name}/src/index.ts` },
  { find: new RegExp(`^@launchway/${name}/engine$`), replacement: `${packages}${name}/src/engine.ts` },
]);

/** GitHub's packages name source maps that they do not bring; Vite would warn of each. */
const withoutMaps = {
  name: 'without-maps',
  load: (id: string) =>
    /\/@actions\/.*\.js$/.test(id)
      ? readFileSync(id, 'utf8').replace(/^\/\/# sourceMappingURL=.*$/m, '')
      : undefined,
};

export default defineConfig({
  plugins: [withoutMaps],
  resolve: { alias: sources },
  test: {
    include: [
      'packages/*/src/**/*.test.ts',
      'packages/*/test/**/*.test.ts',
      'examples/**/test/**/*.test.ts',
      'docs/**/*.test.ts',
      'test/**/*.test.ts',
    ],
    globalSetup: 'test/temporary.setup.ts',
    testTimeout: 240_000,
    hookTimeout: 240_000,
    // They import JSON as only bundlers and Node 22 do.
    server: { deps: { inline: [/@actions\//] } },
    pool: 'forks',
    maxWorkers: 2,
    env: { NO_COLOR: '1', GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' },
  },
});
