import type { FoundValue } from '../found.ts';
import type { TextFile } from '../text.ts';
import type { TextPlace } from './text.ts';
import type { YamlValue } from './tree.ts';

/** Loads the YAML editor. It is loaded where it is used, because a YAML parser is large. */
export async function yamlEditor(): Promise<YamlEditor> {
  const [values, texts, tree] = await Promise.all([
    import('./values.ts'),
    import('./text.ts'),
    import('./tree.ts'),
  ]);
  return {
    read: values.readYaml,
    set: values.setYaml,
    setText: texts.setYamlText,
    tree: tree.yamlTree,
  };
}

/**
 * Reads YAML 1.2 files of one document, and changes them in place, every other byte kept.
 * All throw ReleaseError PIN_ENCODING, PIN_TOO_DEEP, PIN_UNREADABLE, PIN_DUPLICATE_KEY, PIN_SEVERAL_DOCUMENTS for a file
 * that cannot be read without doubt.
 */
export interface YamlEditor {
  /**
   * Gives the scalar at a pointer as it is written, with its line.
   * @throws PIN_NOT_A_STRING, PIN_UNSUPPORTED
   */
  read(file: TextFile, pointer: readonly string[]): FoundValue;
  /**
   * Gives the text with another scalar at a pointer.
   * @param insertAfter where a missing key goes: the sibling's key, or `true` for the end of the map
   * @throws PIN_MISSING, PIN_NOT_A_STRING, PIN_UNSUPPORTED, PIN_SIDE_EFFECT
   */
  set(file: TextFile, pointer: readonly string[], value: string, insertAfter?: string | true): string;
  /**
   * Gives the text with some lines as the value of a key, its map made where it is missing.
   * @throws PIN_UNSUPPORTED, PIN_SIDE_EFFECT
   */
  setText(file: TextFile, place: TextPlace, text: string): string;
  /** Gives all values with their lines. */
  tree(file: TextFile): YamlValue;
}
