import { defineConfig, track } from '@launchway/core';
import { chart } from '@launchway/plugin-chart';

/** The reference flow without its publishing plugins: versions, commit, tag and push. */
export default defineConfig({
  flows: {
    github: {
      when: { branch: 'main' },
      plugins: [
        chart({
          chart: 'charts',
          release: {
            with: ['package.json'],
            paths: ['plugins/**', 'apps/runtime/**'],
            tag: { name: 'v{version}', when: ['plugins/**', 'apps/runtime/**'] },
          },
          app: { with: ['apps/runtime/package.json'], paths: ['apps/runtime/**'] },
          notes: { file: 'charts/release-notes.md', annotation: 'catalog.cattle.io/release-notes' },
        }),
        track({
          name: 'shared',
          pins: ['packages/shared/jsr.json', 'packages/shared/package.json'],
          paths: ['packages/shared/**'],
        }),
      ],
    },
  },
});
