import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Gives the tests, and all that they start, one folder for temporary files, which goes when they have ended. */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'launchway-tests-'));
  process.env['TMPDIR'] = folder;
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
