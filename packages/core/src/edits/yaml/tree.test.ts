import { expect, test } from 'vitest';
import { yamlTree } from './tree.ts';

test('values keep their lines and whether they are plain', () => {
  const text = 'a: 1.10\nb:\n  - "x"\n  - *y\nc: # none\n';
  expect(yamlTree({ file: 'f', text })).toEqual({
    kind: 'map',
    line: 1,
    entries: [
      { key: 'a', line: 1, value: { kind: 'scalar', line: 1, text: '1.10', plain: true } },
      {
        key: 'b',
        line: 2,
        value: {
          kind: 'list',
          line: 3,
          items: [
            { kind: 'scalar', line: 3, text: 'x', plain: false },
            { kind: 'alias', line: 4 },
          ],
        },
      },
      { key: 'c', line: 5, value: { kind: 'empty', line: 5 } },
    ],
  });
});
