import { track } from '@launchway/core';

/** A track whose tags have a slash, the version in the middle of their name. */
export const tool = track({
  name: 'tool',
  pins: ['tool.json'],
  paths: ['src/**'],
  tag: { name: 'tool/v{version}' },
});

export const files = { 'tool.json': '{ "version": "3.1.0" }\n', 'src/main.ts': 'export {};\n' };

/** What calls for tool 3.2.0 where {@link files} are. */
export const change = { message: 'feat: count sheep', files: { 'src/main.ts': 'export const sheep = 7;\n' } };

/** What an earlier job has built; `dist/tool-*` are the programs. */
export const binaries = {
  'dist/tool-linux-amd64': 'linux',
  'dist/tool-darwin-arm64': 'darwin',
  'dist/notes.txt': 'no',
};
