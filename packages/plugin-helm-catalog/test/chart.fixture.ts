/** A chart as small as a real one: templates, values, dotfiles, notes. */
export const files: Readonly<Record<string, string>> = {
  'charts/Chart.yaml':
    'apiVersion: v2\n# The app.\nname: harbour\ndescription: A harbour\ntype: application\nversion: 0.2.26\nappVersion: "1.1.0"\n',
  'charts/.helmignore': '*.tmp\nrelease-notes.md\n',
  'charts/values.yaml': 'replicas: 1\n',
  'charts/README.md': '# harbour\n\nA harbour.\n\n## Values\n\nNone.\n',
  'charts/release-notes.md': '- The first.\n',
  'charts/templates/deployment.yaml': 'kind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}\n',
};

/** What the next commit changes. */
export const change: Readonly<Record<string, string>> = {
  'charts/templates/deployment.yaml': 'kind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}-two\n',
  'charts/release-notes.md': '- The name has changed: it is longer.\n',
};
