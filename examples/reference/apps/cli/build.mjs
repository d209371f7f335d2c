// Builds the tool for one platform, where a compiler would stand: `node build.mjs OUTPUT`.
import { readFileSync, writeFileSync } from 'node:fs';

const [output] = process.argv.slice(2);
const { VERSION, TARGET_OS, TARGET_ARCH } = process.env;
const source = readFileSync(new URL('src/harbour.mjs', import.meta.url), 'utf8');
writeFileSync(
  output,
  source.replace('{version}', VERSION).replace('{platform}', `${TARGET_OS}/${TARGET_ARCH}`),
);
