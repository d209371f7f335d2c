/** Loads the YAML editor. Loaded when used, because a YAML parser is large. */
export async function yamlEditor(): Promise<YamlEditor> {
  const [values, texts, tree] = await Promise.all([
    import('./yaml.ts'),
    import('./yaml-text.ts'),
    import('./yaml-tree.ts'),
  ]);
  return {
    read: values.readYaml,
    set: values.setYaml,
    setText: texts.setYamlText,
    removeText: texts.removeYamlText,
    tree: tree.yamlTree,
  };
}

/** Reads YAML, and changes it in place; see the functions of the same names. */
export interface YamlEditor {
  readonly read: typeof import('./yaml.ts').readYaml;
  readonly set: typeof import('./yaml.ts').setYaml;
  readonly setText: typeof import('./yaml-text.ts').setYamlText;
  readonly removeText: typeof import('./yaml-text.ts').removeYamlText;
  readonly tree: typeof import('./yaml-tree.ts').yamlTree;
}
