import { expect, test } from 'vitest';
import { withWhatsNew } from './whats-new.ts';

test.each([
  [
    'before the first section',
    '# app\n\nWords.\n\n## Values\n\nNone.\n',
    "# app\n\nWords.\n\n## What's new in 1.2.0\n\n- a\n\n## Values\n\nNone.\n",
  ],
  ['at the end of a README without sections', '# app\n', "# app\n\n## What's new in 1.2.0\n\n- a\n"],
  [
    'in the place of an older one, its subsections included',
    "# app\n\n## What's new in 1.1.0\n\n### Fixes\n\n- old\n\n## Values\n",
    "# app\n\n## What's new in 1.2.0\n\n- a\n\n## Values\n",
  ],
  [
    'and sections inside of code are none',
    '# app\n\n```sh\n## not this\n```\n',
    "# app\n\n```sh\n## not this\n```\n\n## What's new in 1.2.0\n\n- a\n",
  ],
  [
    'with the line ends of the file',
    '# app\r\n\r\n## Values\r\n',
    "# app\r\n\r\n## What's new in 1.2.0\r\n\r\n- a\r\n\r\n## Values\r\n",
  ],
])('the notes go %s', (_, readme, expected) => {
  expect(withWhatsNew(readme, '1.2.0', '- a\n')).toBe(expected);
});

test('headings of the notes go below the section', () => {
  expect(withWhatsNew('# app\n', '1.2.0', '## Fixes\n\n- a\n\n### Deep\n')).toBe(
    "# app\n\n## What's new in 1.2.0\n\n### Fixes\n\n- a\n\n#### Deep\n",
  );
});
