import { describe, expect, test } from 'vitest';
import { specifiersIn, withoutComments, withoutSpecifiers } from './specifiers.ts';

const imports = (text: string): readonly string[] => specifiersIn(text).map(({ text: found }) => found);

describe('the imports of a module', () => {
  test.each([
    ['in a comment', "// import 'a'\n/* from 'b' */ import 'c'"],
    ['in a string', `const x = "import 'a'"; import 'c'`],
    ['in a template', "const x = `from 'a' \\` from 'b'`; import 'c'"],
    ['in a regular expression', `const x = /["'\`] from 'a'/; import 'c'`],
  ])('do not count %s', (_, text) => {
    expect(imports(text)).toEqual(['c']);
  });

  test('are found behind a quote, a backtick and a slash that never end', () => {
    expect(imports("a = /[\nb = don't\nimport 'c'\nd = `\nexport * from \"e\"")).toEqual(['c', 'e']);
  });

  test('are told with their lines, and whether they assert', () => {
    expect(specifiersIn("/*\n*/ import a from './a.json' assert { type: 'json' };\nimport('b')")).toEqual([
      { text: './a.json', line: 2, asserts: true },
      { text: 'b', line: 3, asserts: false },
    ]);
  });
});

/** More than a regular expression for all of it has a stack for. */
const much = 17_000_000;
/** So many that reading on from each of them would take minutes. */
const many = 500_000;

describe('a text of many megabytes', () => {
  test.each([
    ['a string', `x = "${'a'.repeat(much)}"`],
    ['a string of escapes', `x = '${'\\a'.repeat(much / 2)}'`],
    ['a template', `x = \`${'a'.repeat(much)}\``],
    ['a comment', `/*${'a'.repeat(much)}*/`],
    ['a regular expression', `x = /${'a'.repeat(much)}/`],
    ['a class of a regular expression', `x = /[${'a'.repeat(much)}]/`],
    ['backticks that do not end anything', `x = \`${'\\`'.repeat(many)}`],
    ['quotes that do not end anything', `x = "${'\\"'.repeat(many)}`],
    ['classes that do not end', '/['.repeat(many)],
    ['blanks', ' '.repeat(much)],
  ])('is read in one go: %s', (_, text) => {
    expect(imports(`${text}\n;import './a.ts'`)).toEqual(['./a.ts']);
  });

  test('is a specifier like any other', () => {
    const long = 'a'.repeat(much);
    expect(imports(`import '${long}'`)).toEqual([long]);
    expect(withoutSpecifiers(`import '${long}';`)).toBe('import"";');
  });

  test('is a pragma that does not end', () => {
    const text = `/** @jsx${'a'.repeat(much)}`;
    expect(withoutSpecifiers(text)).toBe(text);
  });
});

test('comments are blanked out, line by line', () => {
  expect(withoutComments('a /* b\nc */ d // e\n"//f"')).toBe('a     \n     d     \n"//f"');
});

test('pragmas for JSX are left out at the beginning alone', () => {
  const pragma = '/** @jsxRuntime automatic *//* @jsxImportSource preact */ ';
  expect(withoutSpecifiers(`${pragma}x; ${pragma}`)).toBe(`x; ${pragma}`);
});
