import { isSecretFile, type Problem } from '@launchway/core';
import type { ShippedFile } from '../package/shipped.ts';
import { jsrProblems } from '../problems.ts';
import type { Rule } from '../verify.ts';

const hidden = /(?:^|\/)\.[^/]+/;

/** No secrets, no links, and no surprise, in what is shipped. */
export const contents: Rule = ({ shipped, config }) => [
  ...shipped.filter(({ path }) => isSecretFile(path)).map((file) => secretFile(file, config.file)),
  ...hiddenFiles(
    shipped.filter(({ path }) => hidden.test(path) && !isSecretFile(path)),
    config.file,
  ),
  ...shipped.filter(({ kind }) => kind === 'link').map(link),
];

const secretFile = ({ path, file }: ShippedFile, manifest: string): Problem =>
  jsrProblems.error('JSR_SECRET_FILE', {
    message: `${file} would be published on JSR, for ever and for everybody.`,
    fix: `Add "${path}" to \`publish.exclude\` in ${manifest}, and look whether it belongs into git at all.`,
    where: { file },
  });

function hiddenFiles(files: readonly ShippedFile[], manifest: string): readonly Problem[] {
  const [first] = files;
  if (first === undefined) return [];
  const listed = files.slice(0, 5).map(({ path }) => path);
  const more = files.length > listed.length ? ` and ${files.length - listed.length} more` : '';
  return [
    jsrProblems.warning('JSR_HIDDEN_FILE', {
      message: `The package would ship ${listed.join(', ')}${more}.`,
      fix: `Add them to \`publish.exclude\` in ${manifest}, or name what is to be shipped in \`publish.include\`.`,
      where: { file: first.file },
    }),
  ];
}

const link = ({ path, file }: ShippedFile): Problem =>
  jsrProblems.warning('JSR_SYMLINK', {
    message: `${file} is a symbolic link, and would be missing from the package.`,
    fix: `Replace it by the file it leads to, or add "${path}" to \`publish.exclude\`.`,
    where: { file },
  });
