import { expect, test } from 'vitest';
import { prepend } from './changelog.ts';

test.each([
  ['', '# Changelog\n\n@\n'],
  ['# Changelog\n\nAll of them.\n', '# Changelog\n\nAll of them.\n\n@\n'],
  ['# Changes\r\n\r\n## 1.0.0\r\n', '# Changes\r\n\r\n@\r\n\r\n## 1.0.0\r\n'],
])('a section begins a changelog, or ends its introduction: %j', (before, after) => {
  expect(prepend(before, '@')).toBe(after);
});

test.each([
  ['Keep a Changelog', '# Changelog\n\n## [Unreleased]\n\n### Added\n\n- a\n\n', '## [1.0.0] - 2026-01-02\n'],
  ['Changesets', '# @crew/tool\n\n', '## 1.0.0\n\n### Patch Changes\n'],
  ['standard-version', '# Changelog\n\nAll notable changes\n\n', '### [1.0.1](x) (2026-01-02)\n\n## 1.0.0\n'],
  ['semantic-release', '', '# [1.1.0](x) (2026-01-02)\n\n## [1.0.1](x)\n'],
  ['release-please', '# Changelog\n\n', '## [1.0.0](x) (2026-01-02)\n'],
  ['old generators', '', '<a name="1.0.0"></a>\n## [1.0.0](x) (2017-01-02)\n'],
  ['titles without an introduction', '\uFEFF', '### Version 1.0.0 (2018-01-02) ###\n'],
  [
    'underlined versions',
    'unreleased\n==========\n\n',
    '1.0.0 / 2026-01-02\n==================\n\n## Notes\n',
  ],
  ['an underlined title', 'Changelog\n=========\n\n', 'v1.0.0\n------\n'],
  ['names before versions', '# Changelog of 2.0\n\n## Policy\n\nwords\n\n', '## tool 1.0.0\n'],
  [
    'who shows code first',
    '# Changelog\n\n```npm i```\n\n```sh\n# 2.0 or newer\n## 3.0.0\n```\n\n',
    '## 1.0.0\n',
  ],
  ['who underlines a paragraph', '# Changelog\n\nNeeds Node\n20.19 or newer\n---\n\n', '## 1.0.0\n'],
  ['dates alone', '# Changelog\n\n', '## 2026-01-02\n\n- b\n\n## 2026-01-01\n'],
])('a section stands above the older ones as they are written by %s', (_, above, below) => {
  expect(prepend(above + below, '@')).toBe(`${above}@\n\n${below}`);
});
