import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { importPlainTypeScript } from './plain-typescript.ts';

/** Names of packages, and the files they are for modules that jiti loads. */
export type Aliases = Readonly<Record<string, string>>;

/** Errors of a module that has not run yet; the first is Node's for TypeScript before 22.18. */
const unlinked = new Set([
  'ERR_UNKNOWN_FILE_EXTENSION',
  'ERR_MODULE_NOT_FOUND',
  'ERR_PACKAGE_PATH_NOT_EXPORTED',
  'ERR_UNSUPPORTED_DIR_IMPORT',
  'ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING',
  'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX',
  'ERR_INVALID_TYPESCRIPT_SYNTAX',
  'ERR_IMPORT_ATTRIBUTE_MISSING',
]);

/**
 * Imports a JavaScript or TypeScript module without writing a file: by Node itself where it can, else by jiti, which
 * also knows enums, imports without extension, and packages that lie beside the command only.
 * @param aliases gives files for packages that the module may not resolve by itself; asked when jiti is needed
 * @param text what the file says, where it was read already
 */
export async function importModule(
  file: string,
  aliases: () => Promise<Aliases>,
  text?: string,
): Promise<unknown> {
  try {
    return await natively(file, text);
  } catch (error) {
    if (!isUnlinked(error)) throw error;
  }
  return transpiled(file, await aliases());
}

/** Types are stripped by Node, from 22.18 on; the address differs, since what failed at the first is remembered. */
async function natively(file: string, text?: string): Promise<unknown> {
  const { href } = pathToFileURL(file);
  if (!/\.m?ts$/.test(file)) return import(href);
  const plain = await importPlainTypeScript(file, text ?? (await readFile(file, 'utf8')));
  return plain === undefined ? import(`${href}?types`) : plain.module;
}

function isUnlinked(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  if ('code' in error && typeof error.code === 'string' && unlinked.has(error.code)) return true;
  if (error instanceof SyntaxError) return true;
  return (
    error instanceof ReferenceError &&
    /^(require|module|exports|__dirname|__filename) is not defined/.test(error.message)
  );
}

async function transpiled(file: string, aliases: Aliases): Promise<unknown> {
  const { createJiti } = await import('jiti');
  const jiti = createJiti(pathToFileURL(file).href, {
    fsCache: false,
    moduleCache: false,
    alias: { ...aliases },
    nativeModules: Object.values(aliases),
  });
  return jiti.import(file);
}
