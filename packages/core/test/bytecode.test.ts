import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CommandFixture, commandFixture } from '../src/cli.fixture.ts';

/** The bytecode that a command leaves, so that the next one need not compile again. */
describe('the bytecode', () => {
  let repository: CommandFixture;
  let cache: string;
  beforeAll(() => {
    repository = commandFixture({
      'release.config.ts': `import { defineConfig, track } from '@launchway/core';
export default defineConfig({
  flows: { main: { plugins: [track({ name: 'soup', pins: ['package.json'], paths: ['**'] })] } },
});`,
      'package.json': '{ "version": "1.4.2" }',
    });
  });
  afterAll(() => repository.remove());
  beforeEach(() => {
    cache = mkdtempSync(join(tmpdir(), 'launchway-bytecode-'));
    return () => rmSync(cache, { recursive: true, force: true });
  });

  const plan = (env: Readonly<Record<string, string>> = {}) =>
    repository.release(['plan', '--json'], { NODE_COMPILE_CACHE: cache, ...env });
  const left = (): readonly string[] =>
    readdirSync(cache, { recursive: true, encoding: 'utf8' })
      .filter((name) => /launchway.*\.bytecode/.test(name))
      .map((name) => join(cache, name));
  const only = (): string => {
    expect(left()).toHaveLength(1);
    return left()[0] ?? '';
  };

  it('is left by a command that ends well, for its user alone, and changes nothing of the next', () => {
    const first = plan();
    expect(first.code, first.stderr).toBe(0);
    const { mode, mtimeMs } = statSync(only());
    expect(mode & 0o077).toBe(0);
    expect(plan()).toEqual(first);
    expect(statSync(only()).mtimeMs).toBe(mtimeMs);
  });

  it('is not left by a command that fails, nor where Node may keep none', () => {
    expect(repository.release(['plan', '--frob'], { NODE_COMPILE_CACHE: cache }).code).toBe(2);
    expect(plan({ NODE_DISABLE_COMPILE_CACHE: '1' }).code).toBe(0);
    expect(left()).toEqual([]);
  });

  it('is made again where it is cut off', () => {
    const first = plan();
    truncateSync(only(), 1000);
    expect(plan()).toEqual(first);
    expect(statSync(only()).size).toBeGreaterThan(100_000);
  });

  it('is not read where somebody else may have written it', () => {
    const first = plan();
    writeFileSync(only(), 'forged');
    chmodSync(only(), 0o666);
    expect(plan()).toEqual(first);
    expect(readFileSync(only(), 'latin1')).not.toBe('forged');
  });

  it('is done without where it cannot be written', () => {
    const occupied = join(cache, 'file');
    writeFileSync(occupied, '');
    const ended = plan({ NODE_COMPILE_CACHE: occupied });
    expect(ended.code, ended.stderr).toBe(0);
    expect(left()).toEqual([]);
  });
});
