/**
 * Opening a file costs more than what is in it: all that a plan needs is one file. What is seldom stays apart, and what is
 * heavy: the gate brings `node:http`.
 */
const apart = [
  'init/',
  'pipelines/(?!gitlab/duration)',
  'effects/(?:gate|git/remotes/copy)',
  '(?:commands|output|running)/rehears',
  'commands/(?:init|ci|doctor|bump-by-hand)',
  'output/init',
];
const libraries = ['cosmiconfig', 'env-paths', 'conventional-commits-parser', 'jsonc-parser', 'yaml'];

/** How the core is split into files. */
export const coreSplit = {
  chunkFileNames: ({ name }) => (name === 'core' ? 'core.cjs' : 'parts/[name]-[hash].cjs'),
  codeSplitting: {
    groups: [
      {
        name: 'core',
        test: new RegExp(`/node_modules/(?:${libraries.join('|')})/|/core/src/(?!${apart.join('|')})`),
      },
    ],
  },
};
