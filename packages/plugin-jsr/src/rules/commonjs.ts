import type { Problem } from '@launchway/core';
import { lineAt } from '../package/manifest.ts';
import type { Module } from '../package/modules.ts';
import { jsrProblems } from '../problems.ts';
import type { Rule } from '../verify.ts';

const exporting = /^[ \t]*(?:module\.exports\b|exports\.[\w$]+\s*=|Object\.defineProperty\(\s*exports\b)/m;
const requiring = /^[ \t]*(?:const|let|var)\s+[^=\n]+=\s*require\(\s*["']/m;
const esm = /^[ \t]*(?:import\b|export\b)/m;

/** No module that users can load is CommonJS. */
export const commonJs: Rule = ({ modules }) =>
  modules.flatMap((module) => {
    const found = evidence(module);
    return found === undefined ? [] : [wrong(module, found)];
  });

function evidence({ file, code }: Module): number | undefined {
  if (/\.c[jt]s$/.test(file)) return 0;
  const found = exporting.exec(code) ?? (esm.test(code) ? null : requiring.exec(code));
  return found?.index;
}

const wrong = ({ file, code }: Module, offset: number): Problem =>
  jsrProblems.error('JSR_COMMONJS', {
    message: `${file} (line ${lineAt(code, offset)}) is written as CommonJS, and JSR takes ECMAScript modules alone.`,
    fix: 'Write `import` and `export` in place of `require` and `module.exports`.',
    where: { file, line: lineAt(code, offset) },
  });
