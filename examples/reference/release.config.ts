import { defineConfig } from '@launchway/core';
import { artifacts } from '@launchway/plugin-artifacts';
import { chart } from '@launchway/plugin-chart';
import { docker } from '@launchway/plugin-docker';
import { github } from '@launchway/plugin-github';
import { gitlab, gitlabImage } from '@launchway/plugin-gitlab';
import { helmCatalog } from '@launchway/plugin-helm-catalog';
import { jsr } from '@launchway/plugin-jsr';

// Where things go. A fork names its own places.
const image = process.env['HARBOUR_IMAGE'] ?? 'ghcr.io/example/harbour';
const catalogue = process.env['HARBOUR_CATALOGUE'] ?? 'https://github.com/example/charts.git';
const charts = process.env['HARBOUR_CHARTS'] ?? 'oci://ghcr.io/example/charts';
// A ChartMuseum besides, where there is one.
const museum = process.env['HARBOUR_MUSEUM'];
// The GitHub that is meant where neither a workflow nor the git remote tells.
const forge = process.env['HARBOUR_GITHUB'];

/** The versions of the chart and the app in it, the same in every flow. */
const harbour = () =>
  chart({
    chart: 'charts',
    release: {
      with: ['package.json'],
      paths: ['plugins/**', 'apps/runtime/**'],
      tag: { name: 'v{version}', when: ['plugins/**', 'apps/runtime/**'] },
    },
    app: { with: ['apps/runtime/package.json'], paths: ['apps/runtime/**'] },
    notes: { file: 'charts/release-notes.md', annotation: 'catalog.cattle.io/release-notes' },
  });

/** The command-line tool for every platform, packed with its readme. */
const tool = () =>
  artifacts({
    name: 'harbour',
    build: { run: ['node', 'build.mjs', '{output}'], folder: 'apps/cli' },
    archive: { program: 'harbour.mjs', with: ['apps/cli/README.md'] },
    job: {
      paths: ['apps/cli/**'],
      runners: { linux: ['docker'], windows: ['docker'], darwin: ['macos'] },
    },
  });

export default defineConfig({
  flows: {
    github: {
      when: { branch: 'main' },
      plugins: [
        harbour(),
        // CI has built the image of every commit as sha-<commit>; a release promotes it.
        docker({ image, from: 'sha-{sha}', job: { platforms: ['linux/amd64', 'linux/arm64'] } }),
        helmCatalog({
          appReadme: true,
          whatsNew: true,
          to: [
            {
              git: catalogue,
              flat: 'remove',
              credential: { env: 'CATALOGUE_TOKEN', username: 'x-access-token' },
            },
            { oci: charts },
            ...(museum === undefined
              ? []
              : [{ http: museum, credential: { env: 'MUSEUM_PASSWORD', username: 'harbour' } }]),
          ],
        }),
        jsr({ package: 'packages/shared' }),
        tool(),
        github(forge === undefined ? {} : { url: forge, repository: 'example/harbour' }),
      ],
    },
    gitlab: {
      when: { branch: 'test/gitlab-ci', ci: 'gitlab' },
      plugins: [
        harbour(),
        // Each commit's image, as the build job pushed it, gets the tags of its commit and branch; a tag's get its version.
        docker({ ...gitlabImage(), from: 'sha-{sha}' }),
        helmCatalog({ appReadme: true, to: { gitlab: 'stable' } }),
        tool(),
        gitlab(),
      ],
    },
  },
});
