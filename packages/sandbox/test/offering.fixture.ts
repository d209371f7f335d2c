import { createHash } from 'node:crypto';
import { type Asset, outputOf, type Plugin, type StepKind } from '@launchway/core';

type Input = { readonly name: string };
type Output = { readonly file: string; readonly sha256: string; readonly size: number };

/** A plugin that makes files and offers them, as `artifacts()` does. */
export interface Offering {
  readonly plugin: Plugin;
  /** How often files were made. */
  made(): number;
}

/**
 * @param content of a file by its name; asked each time the file is made
 * @param extra what the assets say besides
 */
export function offering(
  names: readonly string[],
  content: (name: string) => string,
  extra: Partial<Asset> = {},
): Offering {
  let made = 0;
  const make: StepKind<Input, Output> = {
    kind: 'offering:make',
    phase: 'stage',
    confirm: false,
    probe: async () => ({ state: 'todo' }),
    run: async ({ name }, effects) => {
      made += 1;
      const text = content(name);
      const file = `${await effects.scratch()}/${name}.made`;
      await effects.write(file, text);
      return { file, sha256: createHash('sha256').update(text).digest('hex'), size: text.length };
    },
  };
  const id = (name: string): string => `offering:${name}`;
  return {
    made: () => made,
    plugin: {
      name: 'offering',
      steps: [make],
      assets: ({ release }) =>
        release.tags.length === 0
          ? []
          : names.map((name) => ({
              name,
              mediaType: 'application/octet-stream',
              file: outputOf(id(name), 'file'),
              sha256: outputOf(id(name), 'sha256'),
              size: outputOf(id(name), 'size'),
              ...extra,
            })),
      publish: ({ release }) =>
        release.tags.length === 0
          ? []
          : names.map((name) => ({ id: id(name), kind: make.kind, title: `make ${name}`, input: { name } })),
    },
  };
}
