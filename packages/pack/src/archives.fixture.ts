import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { ArchivedFile } from './file.ts';

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** A new folder, gone after the tests of the file. */
export function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pack-'));
  folders.push(folder);
  return folder;
}

/** 2026-02-03 04:05:06 UTC. */
export const packingTime = 1_770_091_506;

/** A program, a text, a name that is not ASCII, one that is longer than a header holds, and nothing at all. */
export const files: readonly ArchivedFile[] = [
  { path: 'tool', bytes: Buffer.from('#!/bin/sh\necho ahoy\n'), executable: true },
  { path: 'doc/LICENSE', bytes: Buffer.from('Do as you like.\n'.repeat(900)) },
  { path: 'doc/Größe.txt', bytes: Buffer.from('7\n') },
  { path: `doc/${'deep/'.repeat(40)}end`, bytes: Buffer.from('here') },
  { path: 'empty', bytes: new Uint8Array() },
];

/** Runs a program in a folder and gives what it prints. */
export function run(cwd: string, program: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, TZ: 'UTC', LC_ALL: 'C.UTF-8' },
  });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
  return stdout;
}

export const lacks = (program: string): boolean => spawnSync(program, ['--help']).error !== undefined;
