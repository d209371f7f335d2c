import type { Problem } from '@launchway/core';
import type { Manifest } from '../package/manifest.ts';
import { jsrProblems } from '../problems.ts';
import type { Rule } from '../verify.ts';

/** Two manifests for JSR must say the same, and none may forbid the publication. */
export const manifests: Rule = ({ files, config }) => {
  const [first, ...others] = files.configs;
  return [
    ...(first === undefined ? [] : others.flatMap((other) => contradictions(first, other))),
    ...(config.get('publish') === false ? [notPublished(config)] : []),
  ];
};

function contradictions(first: Manifest, second: Manifest): readonly Problem[] {
  const keys = ['name', 'version', 'exports', 'license'] as const;
  const different = keys.filter((key) => JSON.stringify(first.get(key)) !== JSON.stringify(second.get(key)));
  return different.map((key) =>
    jsrProblems.error('JSR_MANIFESTS_DIFFER', {
      message: `${first.file} and ${second.file} differ: ${key} is ${shown(first.get(key))} in the first and ${shown(second.get(key))} in the second. deno reads the first alone, and ships both.`,
      fix: `Make \`${key}\` equal in both, or remove ${second.file}.`,
      where: { file: second.file, line: second.line(key), pointer: key },
    }),
  );
}

const shown = (value: unknown): string => (value === undefined ? 'missing' : JSON.stringify(value));

const notPublished = (config: Manifest): Problem =>
  jsrProblems.error('JSR_NOT_PUBLISHED', {
    message: `${config.file} says \`"publish": false\` (line ${config.line('publish')}), so deno would leave the package out.`,
    fix: 'Remove that line, or the package from the options of jsr().',
    where: { file: config.file, line: config.line('publish'), pointer: 'publish' },
  });
