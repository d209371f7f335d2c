/** Loads the YAML editor: reading, setting and texts, by splicing. Loaded when used, because a YAML parser is large. */
export async function yamlEditor(): Promise<YamlEditor> {
  const [values, texts] = await Promise.all([import('./yaml.ts'), import('./yaml-text.ts')]);
  return {
    read: values.readYaml,
    set: values.setYaml,
    setText: texts.setYamlText,
    removeText: texts.removeYamlText,
  };
}

/** Changes YAML text in place; see the functions of the same names. */
export interface YamlEditor {
  readonly read: typeof import('./yaml.ts').readYaml;
  readonly set: typeof import('./yaml.ts').setYaml;
  readonly setText: typeof import('./yaml-text.ts').setYamlText;
  readonly removeText: typeof import('./yaml-text.ts').removeYamlText;
}
