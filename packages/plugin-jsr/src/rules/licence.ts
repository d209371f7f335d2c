import type { Problem } from '@launchway/core';
import { jsrProblems } from '../problems.ts';
import type { Rule } from '../verify.ts';

/** The names that JSR looks for, in the package and at the top of the workspace. */
const fileName = /^(?:LICEN[CS]E|COPYING(?:\.LESSER)?)(?:\.(?:md|txt))?$/i;

/** A sentence of each licence that is in use, so that an empty or foreign text is found. */
const known =
  /permission is hereby granted|apache license|redistribution and use in source|gnu (?:lesser |affero )?general public license|mozilla public license|permission to use, copy, modify|free and unencumbered software|creative commons|eclipse public license|boost software license|european union public licen[cs]e|do what the fuck you want|zlib|as-is/i;

/** A package says a licence that JSR recognises. */
export const licence: Rule = async ({ config, tree, shipped }) => {
  const held = config.get('license');
  if (typeof held === 'string') return spdxProblems(held, config.file, config.line('license'));
  const own = shipped.find(({ path }) => fileName.test(path));
  const top = (await tree.list()).find(({ path }) => fileName.test(path));
  const file = own?.file ?? top?.path;
  if (file === undefined) return [missing(config.file)];
  return known.test((await tree.text(file)) ?? '') ? [] : [unrecognised(file)];
};

/** An SPDX expression: identifiers joined by AND, OR and WITH. */
function spdxProblems(held: string, file: string, line: number): readonly Problem[] {
  const words = held.replaceAll(/[()]/g, ' ').trim().split(/\s+/);
  const isExpression = words.every((word, index) =>
    index % 2 === 0 ? /^[A-Za-z0-9][A-Za-z0-9.+-]*$/.test(word) : /^(?:AND|OR|WITH)$/.test(word),
  );
  const isFree = /^(?:UNLICENSED|NONE|PROPRIETARY|SEE)$/i.test(words[0] ?? '');
  if (isExpression && words.length % 2 === 1 && !isFree) return [];
  return [
    jsrProblems.error('JSR_LICENCE', {
      message: `The licence ${JSON.stringify(held)} in ${file} is no SPDX identifier.`,
      fix: 'Write one of https://spdx.org/licenses, such as `MIT` or `Apache-2.0`, or leave it out and commit a LICENSE file.',
      where: { file, line, pointer: 'license' },
    }),
  ];
}

const missing = (file: string): Problem =>
  jsrProblems.error('JSR_LICENCE', {
    message: `${file} says no licence, and there is no LICENSE file in the package or at the top of the repository.`,
    fix: 'Write `"license": "MIT"` (or yours) into it, or commit a LICENSE file.',
    where: { file },
  });

const unrecognised = (file: string): Problem =>
  jsrProblems.warning('JSR_LICENCE', {
    message: `${file} does not read like a licence that JSR recognises.`,
    fix: 'Commit the whole text of the licence, or name it in the manifest: `"license": "MIT"`.',
    where: { file },
  });
