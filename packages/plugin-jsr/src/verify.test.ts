import { describe, expect, test } from 'vitest';
import { treeOf } from './tree.fixture.ts';
import { verifyPackage } from './verify.ts';

const good = {
  'p/jsr.json':
    '{\n  "name": "@acme/tiny",\n  "version": "1.2.3",\n  "license": "MIT",\n  "exports": "./mod.ts"\n}\n',
  'p/mod.ts': "import { join } from 'node:path';\nexport const x: string = join('a', 'b');\n",
};
const manifest = (more: object): string =>
  JSON.stringify(
    { name: '@acme/tiny', version: '1.2.3', license: 'MIT', exports: './mod.ts', ...more },
    null,
    2,
  );

const found = async (files: Readonly<Record<string, string>>) =>
  (await verifyPackage(treeOf({ ...good, ...files }), 'p')).map(
    ({ code, severity, where }) => `${severity} ${code} ${where?.file}:${where?.line ?? ''}`,
  );

test('a good package has no problem', async () => {
  expect(await found({})).toEqual([]);
});

test('a folder without a manifest is told', async () => {
  const problems = await verifyPackage(treeOf({ 'p/package.json': '{}' }), 'p');
  expect(problems.map(({ code }) => code)).toEqual(['JSR_MANIFEST_MISSING']);
});

describe('a name', () => {
  test.each([
    'tiny',
    '@Acme/tiny',
    '@acme/Tiny_x',
    '@a/tiny',
    '@acme/x',
    '@acme/-tiny',
    '@acme/ti--ny',
    `@acme/${'x'.repeat(59)}`,
  ])('is refused: %s', async (name) => {
    expect(await found({ 'p/jsr.json': manifest({ name }) })).toEqual(['error JSR_NAME p/jsr.json:2']);
  });
  test.each(['@ab/cd', '@acme-2/http-client2', `@${'s'.repeat(20)}/${'p'.repeat(58)}`])(
    'is taken: %s',
    async (name) => {
      expect(await found({ 'p/jsr.json': manifest({ name }) })).toEqual([]);
    },
  );
});

test.each(['v1.2.3', '1.2', '01.2.3', '1.2.3 '])('the version %j is refused', async (version) => {
  expect(await found({ 'p/jsr.json': manifest({ version }) })).toEqual(['error JSR_VERSION p/jsr.json:3']);
});

describe('exports', () => {
  test.each([
    [undefined, 1],
    ['mod.ts', 5],
    ['./mod', 5],
    ['./absent.ts', 5],
    [{ '.': { import: './mod.ts' } }, 6],
    [{ http: './mod.ts' }, 6],
    [{}, 5],
  ])('%j are refused, with their line', async (exports, line) => {
    expect(await found({ 'p/jsr.json': manifest({ exports }) })).toEqual([
      `error JSR_EXPORTS p/jsr.json:${line}`,
    ]);
  });
  test('must be shipped', async () => {
    const config = manifest({ publish: { include: ['README.md'] } });
    expect(await found({ 'p/jsr.json': config })).toEqual(['error JSR_EXPORTS p/jsr.json:5']);
  });
});

describe('a licence', () => {
  const without = { 'p/jsr.json': manifest({ license: undefined }) };
  test('is wanted, and may be a file of the package or of the top', async () => {
    const text = 'MIT License\n\nPermission is hereby granted, free of charge, to any person';
    expect(await found(without)).toEqual(['error JSR_LICENCE p/jsr.json:']);
    expect(await found({ ...without, 'p/LICENSE.md': text })).toEqual([]);
    expect(await found({ ...without, LICENSE: text })).toEqual([]);
    expect(await found({ ...without, LICENSE: 'All rights reserved.' })).toEqual([
      'warning JSR_LICENCE LICENSE:',
    ]);
  });
  test.each(['MIT OR Apache-2.0', '(MIT AND CC-BY-4.0)'])('may be an expression: %s', async (license) => {
    expect(await found({ 'p/jsr.json': manifest({ license }) })).toEqual([]);
  });
  test.each(['UNLICENSED', 'the MIT license', 'SEE LICENSE IN x'])('must be SPDX: %s', async (license) => {
    expect(await found({ 'p/jsr.json': manifest({ license }) })).toEqual(['error JSR_LICENCE p/jsr.json:4']);
  });
});

describe('what is shipped', () => {
  test('holds no secrets', async () => {
    const files = {
      'p/.env': 'A=1',
      'p/.env.production': 'A=1',
      'p/x/.npmrc': '//r/:_authToken=1',
      'p/tls/server.pem': '-',
    };
    expect((await found(files)).map((line) => line.split(' ')[1])).toEqual(
      Array.from({ length: 4 }, () => 'JSR_SECRET_FILE'),
    );
    expect(
      await found({ ...files, 'p/jsr.json': manifest({ publish: { exclude: ['.env*', 'x', '**/*.pem'] } }) }),
    ).toEqual([]);
  });
  test('tells of dotfiles and links', async () => {
    expect(await found({ 'p/.editorconfig': '', 'p/.env.example': '' })).toEqual([
      'warning JSR_HIDDEN_FILE p/.editorconfig:',
    ]);
    expect(await found({ 'p/link.md': '->other' })).toEqual(['warning JSR_SYMLINK p/link.md:']);
  });
  test.each([
    'p/a b.md',
    'p/a#b.md',
    'p/con.txt',
    'p/_dist/x.js',
    `p/${'n'.repeat(96)}`,
    `p/${'dir/'.repeat(40)}x`,
    'p/MOD.ts',
  ])('has paths for every system, unlike %s', async (file) => {
    expect(await found({ [file]: 'x' })).toEqual([expect.stringContaining('JSR_FILE_PATH')]);
  });
  test('is no larger than JSR takes', async () => {
    const half = 'x'.repeat(11 * 1024 * 1024);
    expect(await found({ 'p/big.txt': half + half })).toEqual(['error JSR_TOO_LARGE p/big.txt:']);
    expect(await found({ 'p/a.txt': half, 'p/b.txt': half })).toEqual(['error JSR_TOO_LARGE p/jsr.json:']);
  });
  test('ends where another package begins', async () => {
    const problems = await verifyPackage(treeOf({ ...good, 'p/inner/.env': 'A=1' }), 'p', ['p', 'p/inner']);
    expect(problems).toEqual([]);
  });
});

describe('an import', () => {
  const importing = (specifier: string, more = {}) =>
    found({ 'p/mod.ts': `\nimport * as x from '${specifier}';\nexport { x };\n`, ...more });

  test.each(['https://deno.land/std/x.ts', 'http://x.test/y.js', 'git+ssh://x/y', 'file:///x.ts'])(
    'of %s is refused',
    async (specifier) => {
      expect(await importing(specifier)).toEqual(['error JSR_DEPENDENCY_KIND p/mod.ts:2']);
    },
  );
  test.each(['npm:semver', 'jsr:@std/path', 'npm:@scope/name/sub', 'npm:x@*'])(
    'of any version is refused: %s',
    async (specifier) => {
      expect(await importing(specifier)).toEqual(['error JSR_DEPENDENCY_UNBOUNDED p/mod.ts:2']);
    },
  );
  test.each(['npm:semver@^7', 'jsr:@std/path@1/posix', 'node:fs', 'jsr:/@std/path@^1.0.0'])(
    'is taken: %s',
    async (specifier) => {
      expect(await importing(specifier)).toEqual([]);
    },
  );
  test.each(['*', 'workspace:*', '', 'github:a/b', 'file:../x', 'https://x/y.tgz'])(
    'is judged by package.json: %j',
    async (range) => {
      const npm = { 'p/package.json': `{\n "dependencies": {\n  "dep": ${JSON.stringify(range)}\n } }` };
      const code = /^(?:\*|workspace:\*|)$/.test(range) ? 'UNBOUNDED' : 'KIND';
      expect(await importing('dep/sub', npm)).toEqual([`error JSR_DEPENDENCY_${code} p/package.json:3`]);
    },
  );
  test('of a package of this repository needs no version where that is on JSR too', async () => {
    const npm = { 'p/package.json': '{ "dependencies": { "@acme/core": "workspace:*" } }' };
    expect(await importing('@acme/core', npm)).toHaveLength(1);
    expect(await importing('@acme/core', { ...npm, 'core/jsr.json': '{ "name": "@acme/core" }' })).toEqual(
      [],
    );
    expect(
      await importing('@acme/core', {
        'p/package.json': '{ "dependencies": { "@acme/core": "workspace:^" } }',
      }),
    ).toEqual([]);
  });
  test('counts only where users can come by it, and not in comments or strings', async () => {
    const files = {
      'p/mod.ts':
        "// import x from 'https://a/b'\n/* from 'npm:x' */\nconst s = \"import y from 'npm:y'\";\nexport { a } from './a';\nconst re = /['\"`/]/;\n",
      'p/a.ts': "export const a = 1;\nexport * from './b.js';\n",
      'p/b.ts': "\n\nexport { z } from 'npm:z';\n",
      'p/a_test.ts': "import 'https://deno.land/x.ts';\n",
    };
    expect(await found(files)).toEqual(['error JSR_DEPENDENCY_UNBOUNDED p/b.ts:3']);
  });
});

describe('the language', () => {
  test.each([
    ['module.exports = { x: 1 };\n', 'JSR_COMMONJS'],
    ["const fs = require('fs');\nfs.x;\n", 'JSR_COMMONJS'],
    ['exports.x = 1;\n', 'JSR_COMMONJS'],
    ['export {};\ndeclare global {\n interface Window {} }\n', 'JSR_LANGUAGE'],
    ["import d from './d.json' assert { type: 'json' };\nexport { d };\n", 'JSR_LANGUAGE'],
  ])('of %j is refused', async (text, code) => {
    expect((await found({ 'p/mod.ts': text })).map((line) => line.split(' ')[1])).toEqual([code]);
  });
  test('may name require in a module that is one', async () => {
    expect(
      await found({
        'p/mod.ts':
          "import { createRequire } from 'node:module';\nconst require = createRequire('/');\nconst x = require('x');\nexport { x };\n",
      }),
    ).toEqual([]);
  });
});

describe('two manifests', () => {
  test('must say the same, for deno reads one alone', async () => {
    expect(await found({ 'p/deno.json': manifest({}) })).toEqual([]);
    const other = manifest({ version: '1.2.2' });
    expect(await found({ 'p/deno.json': other })).toEqual(['error JSR_MANIFESTS_DIFFER p/jsr.json:3']);
  });
  test('one without a name hides the other from deno', async () => {
    expect((await found({ 'p/deno.json': '{ "tasks": {} }' }))[0]).toBe(
      'error JSR_MANIFESTS_DIFFER p/jsr.json:2',
    );
  });
  test('one may forbid to publish', async () => {
    expect(await found({ 'p/jsr.json': manifest({ publish: false }) })).toEqual([
      'error JSR_NOT_PUBLISHED p/jsr.json:6',
    ]);
  });
});
