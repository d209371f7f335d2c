import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defined } from '../../model/defined.ts';
import { isReleaseError, type Place, ReleaseError } from '../../model/problem.ts';
import { configProblems } from '../problems.ts';

/** A configuration that is code, and the top of the repository that it is in. */
interface Source {
  readonly file: string;
  readonly text: string;
  readonly top: string;
}

/** Turns whatever a configuration threw into problems that name its file and line. */
export function configFailure(error: unknown, source: Source): ReleaseError {
  const where = placeOf(error, source);
  if (isReleaseError(error)) {
    const problems = error.problems.map((problem) => ({ ...problem, where: { ...where, ...problem.where } }));
    return new ReleaseError(problems, error.kind, error);
  }
  const missing = missingModule(error);
  if (missing !== undefined) return notFound(missing, where, error);
  const manifest = brokenManifest(error);
  if (manifest !== undefined) return notJson(relative(source.top, manifest), where, error);
  const { message, syntax } = said(error);
  if (syntax) {
    const details = {
      message: `The configuration does not parse: ${sentence(message)}`,
      fix: mended(where),
      where,
    };
    return configProblems.refusal('CONFIG_SYNTAX', details, error);
  }
  const details = {
    message: `The configuration stopped with an error: ${sentence(asWritten(message))}`,
    fix: mended(where),
    where,
  };
  return configProblems.refusal('CONFIG_FAILED', details, error);
}

const mended = ({ line }: Place): string =>
  line === undefined ? 'Mend what it says.' : 'Mend the line shown.';

function notFound(name: string, where: Place, cause: unknown): ReleaseError {
  const path = /^[./]|^file:|^[A-Za-z]:\\/.test(name);
  const details = {
    message: path
      ? `The configuration imports ${name}, which does not exist.`
      : `The configuration imports ${name}, which is not installed here.`,
    fix: path ? 'Correct the path.' : `Run \`npm install --save-dev ${packageName(name)}\`.`,
    where,
  };
  return configProblems.refusal(path ? 'CONFIG_FAILED' : 'PLUGIN_NOT_INSTALLED', details, cause);
}

function notJson(file: string, { file: importer }: Place, cause: unknown): ReleaseError {
  const details = {
    message: `${file} is not valid JSON, and Node loads no ${importer} with it.`,
    fix: `Mend ${file}; \`npm pkg get name\` says where it breaks.`,
    where: { file },
  };
  return configProblems.refusal('CONFIG_FAILED', details, cause);
}

/** Gives the package.json that an error of Node says it cannot read. */
function brokenManifest(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  if (error.code !== 'ERR_INVALID_PACKAGE_CONFIG') return undefined;
  return /Invalid package config (.*?package\.json)/.exec(error.message)?.[1];
}

/** `@scope/name/sub` -> `@scope/name`. */
export function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** Gives the module an error says it cannot find. */
export function missingModule(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  if (error.code !== 'ERR_MODULE_NOT_FOUND' && error.code !== 'MODULE_NOT_FOUND') return undefined;
  return /Cannot find (?:module|package) '([^']+)'/.exec(error.message)?.[1];
}

/** What an error says in one line, and whether it is one of syntax. */
function said(error: unknown): { message: string; syntax: boolean } {
  if (!(error instanceof Error))
    return {
      message: `it threw ${typeof error === 'string' ? JSON.stringify(error) : String(error)}`,
      syntax: false,
    };
  const [line = ''] = error.message.split('\n', 1);
  const parse = line.startsWith('ParseError: ');
  const name = error.name === 'Error' || error instanceof SyntaxError ? '' : `${error.name}: `;
  return {
    message: parse ? line.slice('ParseError: '.length) : name + line,
    syntax: parse || error instanceof SyntaxError,
  };
}

/** `(0 , _chart.charts) is not a function`, as a transpiler spells it -> `charts is not a function`. */
const asWritten = (message: string): string => message.replace(/\(0\s*,\s*[\w$]+\.([\w$]+)\)/g, '$1');

/** Gives text with a full stop where it has none. */
export const sentence = (text: string): string =>
  /[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`;

/**
 * Finds the first place in the file that an error's message or stack names; the line is that of the user's source. The parser
 * counts columns from 0, the engine from 1; those of a line that was transpiled are of other code.
 */
function placeOf(error: unknown, { file, text: source, top }: Source): Place {
  const text = error instanceof Error ? `${error.message}\n${error.stack ?? ''}` : '';
  const home = relative(top, file);
  const first = text.startsWith('ParseError: ') ? 1 : 0;
  for (const match of text.matchAll(/((?:file:\/\/)?\/[^\n():]*):(\d+)(?::(\d+))?/g)) {
    const [, path = '', line, column] = match;
    if (asPath(path) !== file) continue;
    const written = columnOf(meant(error), source.split('\n')[Number(line) - 1]);
    const told = column === undefined || isTranspiled(error) ? undefined : Number(column) + first;
    const at = written ?? told;
    return { file: home, line: Number(line), ...defined({ column: at }) };
  }
  return { file: home };
}

/** What the error is about, as it stands in the source: a module or a name. */
function meant(error: unknown): string | undefined {
  const { message } = error instanceof Error ? error : { message: '' };
  return missingModule(error) ?? /^([\w$]+) is not (?:defined|a function)/.exec(asWritten(message))?.[1];
}

function columnOf(name: string | undefined, line: string | undefined): number | undefined {
  const at = name === undefined ? -1 : (line?.indexOf(name) ?? -1);
  return at < 0 ? undefined : at + 1;
}

const isTranspiled = (error: unknown): boolean =>
  error instanceof Error &&
  !error.message.startsWith('ParseError: ') &&
  /[\\/]jiti[\\/]/.test(error.stack ?? '');

function asPath(path: string): string {
  try {
    return path.startsWith('file:') ? fileURLToPath(path) : path;
  } catch {
    return path;
  }
}
