import type { Problem } from '@launchway/core';
import { lineAt } from '../package/manifest.ts';
import type { Module } from '../package/modules.ts';
import { jsrProblems } from '../problems.ts';
import type { Rule } from '../verify.ts';

const globalTypes = /^[ \t]*(?:export\s+)?declare\s+(?:global\b|module\s+["'])/m;

/** No types for the global scope, and no import attributes in their old spelling. */
export const language: Rule = ({ modules }) =>
  modules.flatMap((module) => {
    const { file, code, specifiers } = module;
    const global = globalTypes.exec(code);
    return [
      ...(global === null ? [] : [augments(module, lineAt(code, global.index))]),
      ...specifiers.filter(({ asserts }) => asserts).map(({ line }) => asserting(file, line)),
    ];
  });

const augments = ({ file }: Module, line: number): Problem =>
  jsrProblems.error('JSR_LANGUAGE', {
    message: `${file} (line ${line}) adds types to the global scope or to another module, and JSR refuses that.`,
    fix: 'Export the types, and let users import them.',
    where: { file, line },
  });

const asserting = (file: string, line: number): Problem =>
  jsrProblems.error('JSR_LANGUAGE', {
    message: `${file} (line ${line}) imports with \`assert\`, which is no longer part of the language.`,
    fix: 'Write `with { type: "json" }`.',
    where: { file, line },
  });
