import { yamlReader } from '@launchway/helm';
import { expect, test } from 'vitest';
import { artifactHubProblems } from './artifacthub.ts';
import { yamlFile } from './tree.fixture.ts';

async function messages(annotations: string): Promise<readonly string[]> {
  const chart = await yamlFile(`annotations:\n${annotations}`);
  return artifactHubProblems((await yamlReader()).readYaml, chart).map((problem) => problem.message);
}

test.each([
  '  artifacthub.io/changes: |\n    - Fix a\n    - kind: Fixed\n      description: b\n',
  '  artifacthub.io/images: |\n    - name: a\n      image: r.example:5000/a/b_c:1.2-x\n    - image: nginx\n',
  '  artifacthub.io/changes: |\n    - kind: added\n      description: b\n      links:\n        - name: a\n          url: https://a.example\n',
  '  artifacthub.io/prerelease: "true"\n  artifacthub.io/category: database\n',
  '  artifacthub.io/unheard: "["\n  other/changes: "["\n',
])('%j is taken', async (annotations) => {
  expect(await messages(annotations)).toEqual([]);
});

test.each([
  [
    '  artifacthub.io/changes: |\n    - kind: chore\n      description: b\n',
    'has the kind "chore" in its entry 1',
  ],
  ['  artifacthub.io/changes: |\n    - kind: fixed\n', 'has no description in its entry 1'],
  ['  artifacthub.io/changes: |\n    * **api:** a\n', 'is not valid YAML'],
  ['  artifacthub.io/changes: one\n', 'is not a list'],
  [
    '  artifacthub.io/changes: |\n    - kind: added\n      description: b\n      links:\n        - name: a\n',
    'has links in its entry 1 of which the list lacks name or url in its entry 1',
  ],
  [
    '  artifacthub.io/images: |\n    - image: a\n    - image: "UPPER:bad tag"\n',
    'has "UPPER:bad tag" in its entry 2',
  ],
  ['  artifacthub.io/links: |\n    - name: a\n', 'lacks name or url in its entry 1'],
  ['  artifacthub.io/operator: "yes"\n', 'is "yes", not "true" or "false"'],
  ['  artifacthub.io/category: databases\n', 'is "databases"'],
  ['  artifacthub.io/signKey: |\n    url: a\n', 'needs fingerprint and url'],
])('%j would hide the version', async (annotations, message) => {
  const [found = '', ...others] = await messages(annotations);
  expect(found).toContain(message);
  expect(others).toEqual([]);
});
