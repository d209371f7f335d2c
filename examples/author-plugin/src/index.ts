import {
  checkOptions,
  type HookContext,
  type Plugin,
  type Problem,
  type ReleaseContext,
} from '@launchway/core';
import { type UploadOptions, uploadRule } from './options.ts';
import { problems } from './problems.ts';
import { put, type UploadInput } from './steps.ts';

export type { UploadOptions } from './options.ts';

/** Uploads one file of each release of a track. */
export function upload(options: UploadOptions): Plugin {
  const misused = checkOptions('upload', options, uploadRule);
  if (misused !== undefined) return misused;
  return {
    name: 'upload',
    steps: [put],
    verify: (context) => verifyFile(options, context),
    publish: ({ release }) => uploadSteps(options, release),
  };
}

async function verifyFile({ file }: UploadOptions, { reads }: HookContext): Promise<readonly Problem[]> {
  if ((await reads.tree.bytes(file)) !== undefined) return [];
  const message = `${file} is not in this commit.`;
  const fix = 'Commit it, or correct `file` in the options of upload.';
  return [problems.error('UPLOAD_FILE_MISSING', { message, fix, where: { file } })];
}

function uploadSteps({ file, track, to, token }: UploadOptions, release: ReleaseContext['release']) {
  return release.changes
    .filter((change) => change.track === track)
    .map(({ next }) => {
      const url = to.replaceAll('{version}', next);
      const input: UploadInput = { file, url, token, commit: release.commit };
      return { id: `upload:${file}`, kind: put.kind, title: `upload ${file} of ${track} ${next}`, input };
    });
}
