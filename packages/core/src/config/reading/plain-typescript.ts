import * as nodeModule from 'node:module';
import { pathToFileURL } from 'node:url';

/** What Node's load hooks give for one module. */
interface Loaded {
  readonly format: 'module';
  readonly shortCircuit: true;
  readonly source: string;
}

type Load = (url: string, context: unknown, next: (url: string, context: unknown) => Loaded) => Loaded;

/** Hooks in the same thread: Node 22.15 and later. */
const { registerHooks } = nodeModule as { registerHooks?: (hooks: { load: Load }) => { deregister(): void } };

/** The same for a Node that runs its hooks in a thread of their own. */
const threadHooks = `
let own;
export const initialize = (data) => { own = data; };
export const load = (url, context, next) => (url === own.url ? own.loaded : next(url, context));`;

/** A call with type arguments, `f<T>(x)`, is a comparison in JavaScript. */
const typeArguments = /[\w$]\s*<[^<>=;()]*>\s*\(/;

/**
 * Imports a TypeScript module that is JavaScript as it stands, as most configurations are. Node's own type stripper
 * takes longer to load than the rest of the command, and a transpiler five times as long.
 * @param source what the file says
 * @returns nothing when there are types in it
 */
export async function importPlainTypeScript(
  file: string,
  source: string,
): Promise<{ readonly module: unknown } | undefined> {
  if (typeArguments.test(source)) return undefined;
  const { href } = pathToFileURL(file);
  const done = hook(href, { format: 'module', shortCircuit: true, source });
  try {
    return { module: await import(href) };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  } finally {
    done();
  }
}

/** Gives a module its source for as long as it takes. */
function hook(href: string, loaded: Loaded): () => void {
  if (registerHooks === undefined) {
    nodeModule.register(`data:text/javascript,${encodeURIComponent(threadHooks)}`, {
      data: { url: href, loaded },
    });
    return () => undefined;
  }
  const hooks = registerHooks({ load: (url, context, next) => (url === href ? loaded : next(url, context)) });
  return () => hooks.deregister();
}
