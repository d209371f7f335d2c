import { spawnSync } from 'node:child_process';
import { packingTime, writeChart } from '../helm.fixture.ts';

export type ChartFiles = Readonly<Record<string, string | Uint8Array>>;

const timeText = new Date(packingTime * 1000).toISOString().replace('.000', '');

/** A chart that does something when it is rendered. */
export const minimal: ChartFiles = {
  'Chart.yaml': 'apiVersion: v2\nname: demo\nversion: 1.2.3\nappVersion: "1.10"\ndescription: A demo\n',
  'values.yaml': 'replicas: 2\n',
  'templates/configmap.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}\ndata:\n  replicas: {{ .Values.replicas | quote }}\n',
};

const library: ChartFiles = {
  'Chart.yaml': 'apiVersion: v2\nname: lib\nversion: 0.1.0\ntype: library\n',
  'values.yaml': 'a: 1\n',
  'templates/_helpers.tpl': '{{- define "lib.name" -}}lib{{- end -}}\n',
};

/** The files of a chart below a folder of another. */
export function below(folder: string, files: ChartFiles): ChartFiles {
  return Object.fromEntries(Object.entries(files).map(([path, content]) => [`${folder}/${path}`, content]));
}

/** A package of some files, made by tar alone. */
export function tgz(name: string, files: ChartFiles): Uint8Array {
  const root = writeChart(below(name, files));
  return spawnSync('tar', ['-czf', '-', '-C', root, '--mtime', `@${packingTime}`, name], {
    maxBuffer: 1 << 26,
  }).stdout;
}

/** Charts with all that makes packaging hard, by what they show. At most one subchart each: helm orders more at random. */
export const charts: Readonly<Record<string, ChartFiles>> = {
  minimal,
  'nothing but Chart.yaml': { 'Chart.yaml': 'name: old\nversion: 0.1.0\n' },
  'schema, CRDs, notes, tests, hooks and files': {
    ...minimal,
    'values.schema.json': '{"type": "object"}\n',
    'crds/crd.yaml': 'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\n',
    'templates/NOTES.txt': 'Hello\n',
    'templates/_helpers.tpl': '{{/* nothing */}}\n',
    'templates/tests/test.yaml': '# test\n',
    'README.md': '# Demo\n',
    LICENSE: 'MIT\n',
    'files/a/b.bin': new Uint8Array([0, 255, 254, 0]),
    'files/empty': '',
    'questions.yaml': 'questions: []\n',
    '.helmignore': '# comment\n*.swp\n.git/\n/ci/\nfiles/*.tmp\n[Mm]akefile\n',
    'ci/values.yaml': 'x: 1\n',
    'files/ci/kept': '1',
    'files/x.tmp': '1',
    'files/deep/x.tmp': '1',
    'a.swp': '',
    Makefile: '',
  },
  'a walk whose order differs from that of the paths': {
    ...minimal,
    'b/x': '1',
    'b-c': '2',
    'b.txt': '3',
    'B/y': '4',
    'é/z': '5',
    'templates/a/b.yaml': '',
    'templates/a-b.yaml': '',
    'templates/a.yaml': '',
  },
  dotfiles: {
    ...minimal,
    '.env': 'A=1\n',
    'templates/.hidden.yaml': 'x',
    'templates/sub/.shown.yaml': 'y',
    '.hidden/file': 'z',
  },
  'Chart.lock and an unpacked subchart': {
    ...minimal,
    'Chart.yaml':
      'apiVersion: v2\nname: demo\nversion: 1.2.3\ndependencies:\n- name: lib\n  version: 0.x\n  repository: file://../lib\n  tags: [a]\n  import-values:\n  - child: x\n    parent: y\n',
    'Chart.lock': `generated: "${timeText}"\ndigest: sha256:abc\ndependencies:\n- repository: file://../lib\n  name: lib\n  version: 0.1.0\n`,
    ...below('charts/lib', library),
  },
  'a packed subchart with its own subchart': {
    ...minimal,
    'charts/mid-0.2.0.tgz': tgz('mid', {
      'Chart.yaml': 'apiVersion: v2\nname: mid\nversion: 0.2.0\n# a comment\n',
      '.helmignore': '*\n',
      'README.md': 'mid',
      ...below('charts/lib', library),
    }),
    'charts/mid-0.2.0.tgz.prov': 'signed\n',
    'charts/_ignored': 'x',
    'charts/.keep': '',
  },
  'version 1 with requirements': {
    'Chart.yaml':
      'name: legacy\nversion: 1.0.0\nengine: gotpl\ntillerVersion: ">=2.0"\nkeywords:\n- b\n- a\n',
    'requirements.yaml':
      'dependencies:\n  - name: lib\n    version: ^0.1.0\n    repository: "@local"\n    condition: lib.enabled\n',
    'requirements.lock': `dependencies: []\ndigest: sha256:x\ngenerated: ${timeText}\n`,
    'values.yaml': '',
    ...below('charts/lib', library),
  },
  'Windows line ends and byte order marks': {
    'Chart.yaml':
      '\ufeffapiVersion: v2\r\nname: demo\r\nversion: 1.2.3\r\ndescription: |\r\n  one\r\n  two\r\n',
    'values.yaml': '\ufeffa: 1\r\n',
    'templates/a.yaml': '\ufeff# marked\r\n',
    '.helmignore': '\ufeffsecret.txt\r\n*.bak\r\n',
    'secret.txt': 's',
    'x.bak': 'b',
  },
  'emoji, tabs, control characters and odd scalars': {
    'Chart.yaml': [
      'apiVersion: v2',
      'name: demo',
      'version: 1.2.3+up4.5',
      'appVersion: 1.10',
      'description: "tab\\there 🚀 and\\u00a0space"',
      'icon: ~',
      'kubeVersion: ">=1.21-0"',
      'deprecated: yes',
      'home: ""',
      'keywords: []',
      'unknown: {a: 1}',
      'annotations:',
      '  n: 1',
      '  10: ten',
      '  9: nine',
      '  z: yes',
      '  a: "2024-01-02"',
      '  b: "yes"',
      '  c: "12:30"',
      '  d: |',
      '    x: y  ',
      '    🚀',
      '  e: |+',
      '    keep',
      '',
      '  f: "# no comment"',
      '  g: "null"',
      '',
    ].join('\n'),
  },
  'symbolic links to a file and a folder': {
    ...minimal,
    'link.md': '->files/real.md',
    'files/real.md': 'real\n',
    dir: '->files',
    'templates/link.yaml': '->../files/t.yaml',
    'files/t.yaml': '# t\n',
  },
  'names that need a PAX record': {
    ...minimal,
    'files/naïve 文件.txt': 'x',
    [`files/${'d'.repeat(60)}/${'e'.repeat(60)}/f`]: 'y',
    [`files/${'g'.repeat(150)}`]: 'z',
  },
};
