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
  readonly read: typeof import('./values.ts').readYaml;
  /**
   * Gives the text with another scalar at a pointer.
   * @throws PIN_MISSING, PIN_NOT_A_STRING, PIN_UNSUPPORTED, PIN_SIDE_EFFECT
   */
  readonly set: typeof import('./values.ts').setYaml;
  /**
   * Gives the text with some lines as the value of a key, its map made where it is missing.
   * @throws PIN_UNSUPPORTED, PIN_SIDE_EFFECT
   */
  readonly setText: typeof import('./text.ts').setYamlText;
  /** Gives all values with their lines. */
  readonly tree: typeof import('./tree.ts').yamlTree;
}
