/** Changes to the text of bundled files, for a fast start. */

/** Modules of Node that take long to load, and of which a command often needs nothing: only using them loads them. */
export const late = new Set(['node:crypto', 'node:zlib', 'node:child_process']);

/** A plugin of the bundler that changes the text of each file. */
export const rewriting = (change) => ({
  name: 'text',
  generateBundle(_options, bundle) {
    for (const file of Object.values(bundle)) if (file.type === 'chunk') file.code = change(file.code, file);
  },
});

/** Escapes what is not ASCII: V8 keeps such source in half the memory, and Node decodes it faster. */
export const inAscii = (code) =>
  code.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
