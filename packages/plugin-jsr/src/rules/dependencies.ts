import { inside, type Problem, type Tree } from '@launchway/core';
import { type Manifest, nameOf, readManifest, readPackage } from '../package/manifest.ts';
import type { Module } from '../package/modules.ts';
import type { Specifier } from '../package/specifiers.ts';
import { jsrProblems } from '../problems.ts';
import type { Rule, Subject } from '../verify.ts';

/** Modules import from JSR, npm and node alone, and say which versions. */
export const dependencies: Rule = async (subject) => {
  const declared = await declarationsOf(subject);
  const problems: Problem[] = [];
  for (const module of subject.modules) {
    for (const specifier of module.specifiers) {
      const problem = await judge(subject, module, specifier, declared);
      if (problem !== undefined) problems.push(problem);
    }
  }
  return problems.filter(
    (problem, index) => problems.findIndex((other) => other.message === problem.message) === index,
  );
};

/** Where a dependency's version is said. */
interface Declaration {
  readonly text: string;
  readonly file: string;
  readonly line: number;
}

type Declared = (name: string) => Declaration | undefined;

async function judge(
  { tree }: Subject,
  { file }: Module,
  { text, line }: Specifier,
  declared: Declared,
): Promise<Problem | undefined> {
  if (/^\.{0,2}\//.test(text) || text === '' || text.startsWith('node:') || text.startsWith('#'))
    return undefined;
  const here: Declaration = { text, file, line };
  if (/^[a-z][a-z+.-]*:/.test(text)) return judgeAddress(here);
  const declaration = declared(text);
  if (declaration === undefined) return undefined;
  if (/^[a-z][a-z+.-]*:/.test(declaration.text) && !declaration.text.startsWith('workspace:'))
    return judgeAddress(declaration, text);
  if (!isUnbounded(declaration.text) || (await isOnJsr(tree, packageOf(text)))) return undefined;
  return unbounded(declaration, packageOf(text));
}

function judgeAddress(place: Declaration, name = place.text): Problem | undefined {
  const [scheme = '', rest = ''] = place.text.split(/:\/?(.*)/s);
  if (scheme === 'node' || scheme === 'data') return undefined;
  if (scheme !== 'jsr' && scheme !== 'npm') return forbidden(place, name);
  const version = /^(?:@[^/]+\/)?[^/@]+(?:@([^/]*))?/.exec(rest)?.[1];
  return isUnbounded(version ?? '*') ? unbounded(place, place.text) : undefined;
}

const isUnbounded = (range: string): boolean => /^(?:workspace:)?\s*[*xX]?\s*$/.test(range);

/** A package of this repository with a manifest for JSR: deno takes the version from there. */
async function isOnJsr(tree: Tree, name: string): Promise<boolean> {
  const entries = await tree.list();
  const manifests = entries.filter(
    ({ path }) => /(?:^|\/)(?:jsr|deno)\.jsonc?$/.test(path) && !path.includes('node_modules/'),
  );
  for (const { path } of manifests) {
    const files = await readPackage(tree, path.slice(0, Math.max(0, path.lastIndexOf('/'))));
    const own = nameOf(files);
    if (own !== undefined && (`@${own.scope}/${own.name}` === name || files.npm?.get('name') === name))
      return true;
  }
  return false;
}

/** Looks names up in the import maps and dependencies of the package, then of the top of the repository. */
async function declarationsOf({ files, folder, tree }: Subject): Promise<Declared> {
  const top =
    folder === ''
      ? []
      : [
          await readPackage(tree, ''),
          { configs: [], npm: await readManifest(tree, inside('', 'package.json')) },
        ];
  const maps = [files, ...top].flatMap(({ configs }) => configs).map((config) => lookup(config, ['imports']));
  const lists = [files.npm, ...top.map(({ npm }) => npm)]
    .filter((npm) => npm !== undefined)
    .flatMap((npm) =>
      ['dependencies', 'peerDependencies', 'optionalDependencies'].map((key) =>
        lookup(npm, [key], packageOf),
      ),
    );
  return (name) => [...maps, ...lists].map((find) => find(name)).find((found) => found !== undefined);
}

function lookup(manifest: Manifest, pointer: readonly string[], keyOf = (name: string) => name): Declared {
  return (name) => {
    const key = [name, keyOf(name), packageOf(name)].find(
      (one) => typeof manifest.get(...pointer, one) === 'string',
    );
    if (key === undefined) return undefined;
    return {
      text: String(manifest.get(...pointer, key)),
      file: manifest.file,
      line: manifest.line(...pointer, key),
    };
  };
}

/** The package that a bare specifier names: `@acme/core` of `@acme/core/http`. */
const packageOf = (specifier: string): string => /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;

const forbidden = ({ text, file, line }: Declaration, name: string): Problem =>
  jsrProblems.error('JSR_DEPENDENCY_KIND', {
    message: `${file} (line ${line}) ${name === text ? `imports ${JSON.stringify(text)}` : `says ${JSON.stringify(text)} for ${name}, which the package imports`}; JSR takes \`jsr:\`, \`npm:\` and \`node:\` modules alone.`,
    fix: 'Take the module from JSR or npm, or copy it into the package.',
    where: { file, line },
  });

const unbounded = ({ text, file, line }: Declaration, name: string): Problem =>
  jsrProblems.error('JSR_DEPENDENCY_UNBOUNDED', {
    message: `${file} (line ${line}) takes any version of ${name}${name === text ? '' : ` (${JSON.stringify(text)})`}, and JSR refuses that.`,
    fix: 'Write a range, such as `^1.2.0`, or `workspace:^` for a package of this repository.',
    where: { file, line },
  });
