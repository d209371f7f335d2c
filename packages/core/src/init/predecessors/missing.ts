const asExec = '`exec({ run: [...] })`, arguments without a shell';

/** What is said of things that several tools do and Launchway does not. */
export const missing = {
  npmPublish:
    "npm publish: not covered; run it on the tag, or as `exec({ run: ['npm', 'publish'], done: [...] })`",
  command: (what: string): string => `${what}: write it as ${asExec}`,
  commands: (what: string): string => `${what}: write them as ${asExec}`,
  plugin: (name: string): string => `plugin ${name}: nothing stands for it`,
  tag: (option: string, template: string | undefined): string =>
    `${option} ${template}: write the tag's name with {version} in it`,
} as const;
