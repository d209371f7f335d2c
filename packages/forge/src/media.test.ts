import { expect, test } from 'vitest';
import { mediaTypeOf } from './media.ts';

test.each([
  ['tool_1.2.3_linux_amd64.tar.gz', 'application/gzip'],
  ['tool_1.2.3_checksums.txt.asc', 'application/pgp-signature'],
  ['TOOL.ZIP', 'application/zip'],
  ['checksums.txt', 'text/plain'],
  ['tool', 'application/octet-stream'],
])('%s is %s', (name, type) => {
  expect(mediaTypeOf(name)).toBe(type);
});
