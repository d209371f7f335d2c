import { resolve } from 'node:path';
import type { Command, CommandInvocation } from '@launchway/core';
import type { ArtifactsOptions } from './options.ts';
import { writeFiles, type Written } from './write-files.ts';

/** The command with what its configuration says, so that those of several instances work together. */
interface ArtifactsCommand extends Command {
  readonly configured: ArtifactsOptions;
}

/**
 * `release artifacts`: builds and packs the commit at hand into a folder and publishes nothing. What it makes has the
 * version of the commit's tag, else the short name of the commit.
 */
export function artifactsCommand(configured: ArtifactsOptions): ArtifactsCommand {
  return {
    configured,
    name: 'artifacts',
    summary: 'Build and pack the tools of this commit into a folder, and publish nothing',
    options: {
      out: { summary: 'folder for the files; `dist` unless told', value: 'DIR' },
      target: {
        summary: 'only this target; all that this machine can build unless told',
        value: 'OS/ARCH',
        repeat: true,
      },
    },
    writes: ['out'],
    run: async (invocation) => {
      const { cwd, effects, json, options: given, print } = invocation;
      const context = await invocation.plan();
      const wanted = { out: resolve(cwd, textOf(given['out']) ?? 'dist'), targets: textsOf(given['target']) };
      const written: Written[] = [];
      for (const options of instancesOf(configured, invocation))
        written.push(...(await writeFiles(options, wanted, context, effects)));
      print(json ? `${JSON.stringify({ files: written })}\n` : written.map(line).join(''));
      return 0;
    },
  };
}

type Given = CommandInvocation['options'][string];

const textOf = (given: Given): string | undefined => (typeof given === 'string' ? given : undefined);
const textsOf = (given: Given): readonly string[] => (Array.isArray(given) ? given : []);

const line = ({ file, sha256 }: Written): string => `${file}\nsha256:${sha256}\n`;

function instancesOf(
  configured: ArtifactsOptions,
  { namesakes = [] }: CommandInvocation,
): readonly ArtifactsOptions[] {
  const all = namesakes.flatMap((each) =>
    'configured' in each ? [(each as ArtifactsCommand).configured] : [],
  );
  return all.length > 0 ? all : [configured];
}
