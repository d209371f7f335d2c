/**
 * Bundles the command, so that it starts fast: one file for what every command needs, one for each part that is loaded
 * when it is used. Plugins do not go through it: they import @launchway/core as tsc built it.
 */
import { rename, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const core = fileURLToPath(new URL('../packages/core/', import.meta.url));
const out = `${core}dist/bundle`;
/** Written beside it first, so that the command can be used while it is bundled anew. */
const fresh = `${out}-${process.pid}`;

const bundle = await rolldown({
  input: { cli: `${core}src/cli.ts` },
  platform: 'node',
  cwd: core,
  // jiti finds its own parts beside itself.
  external: ['jiti'],
  // The CommonJS form of some packages (jsonc-parser) asks for its parts in ways that no bundler follows.
  resolve: { conditionNames: ['node', 'import'], mainFields: ['module', 'main'] },
});
await bundle.write({
  dir: fresh,
  format: 'esm',
  entryFileNames: '[name].js',
  chunkFileNames: 'parts/[name]-[hash].js',
  minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
});
await bundle.close();
await rm(out, { recursive: true, force: true });
await rename(fresh, out);
