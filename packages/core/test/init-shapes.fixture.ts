/** A repository as `release init` meets it, and what comes of it. */
export interface Shape {
  readonly files: Readonly<Record<string, string>>;
  readonly tags?: readonly string[];
  readonly remote?: string;
  /** A file that a commit changes afterwards. */
  readonly touch: string;
  /** The message of that commit; `fix: one thing` unless told. */
  readonly message?: string;
  /** Versions by track, after that commit. */
  readonly next: Readonly<Record<string, string>>;
  /** Tags that are due. */
  readonly due: readonly string[];
  /** What the configuration says. */
  readonly says?: readonly string[];
  /** What the person is told. */
  readonly told?: readonly string[];
  /** What neither the configuration nor the person is told. */
  readonly never?: readonly string[];
}

const chart = (name: string, version: string, rest = ''): string =>
  `apiVersion: v2\nname: ${name}\ndescription: A chart\nversion: ${version}\n${rest}`;
const npm = (name: string, version: string, rest: object = {}): string =>
  `${JSON.stringify({ name, version, ...rest }, null, 2)}\n`;
const github = 'git@github.com:Acme/shop.git';

export const shapes: Readonly<Record<string, Shape>> = {
  'a single chart at the top': {
    files: {
      'Chart.yaml': chart('shop', '1.4.0'),
      'templates/a.yaml': 'a: 1\n',
      '.helmignore': '.git/\n/package.json\n',
    },
    touch: 'templates/a.yaml',
    next: { chart: '1.4.1' },
    due: ['v1.4.1'],
    says: ["chart: '.'"],
    told: ['packages what lies beside it: add release.config.ts, package-lock.json to .helmignore'],
  },
  'charts in charts/, and none of their subcharts': {
    files: {
      'charts/shop/Chart.yaml': chart('shop', '1.4.0', 'appVersion: "7.2.4"\n'),
      'charts/shop/charts/redis/Chart.yaml': chart('redis', '3.0.0'),
      'charts/shop/values.yaml': 'a: 1\n',
      'charts/lib/Chart.yaml': chart('lib', '0.3.0', 'type: library\n'),
      'tests/fixtures/broken/Chart.yaml': 'name: [',
    },
    touch: 'charts/shop/values.yaml',
    next: { shop: '1.4.1', lib: '0.3.0' },
    due: ['shop-1.4.1'],
    told: ['appVersion 7.2.4 of charts/shop/Chart.yaml is left to you'],
  },
  'a catalogue beside a chart of its own': {
    files: {
      'charts/shop/1.0.0/Chart.yaml': chart('shop', '1.0.0'),
      'charts/shop/1.1.0/Chart.yaml': chart('shop', '1.1.0'),
      'source/Chart.yaml': chart('shop', '1.2.0'),
    },
    touch: 'source/a.yaml',
    next: { chart: '1.2.1' },
    due: ['v1.2.1'],
    told: ['charts/ is left out: it is a catalogue of published versions'],
  },
  'a workspace of npm packages': {
    files: {
      'package.json': npm('root', '0.0.0', { private: true, workspaces: ['packages/*'] }),
      'packages/core/package.json': npm('@acme/core', '2.0.0'),
      'packages/cli/package.json': npm('@acme/cli', '1.1.0', { dependencies: { '@acme/core': '^2.0.0' } }),
      'packages/site/package.json': npm('site', '1.0.0', { private: true }),
    },
    tags: ['@acme/core@1.9.0', '@acme/core@2.0.0', '@acme/cli@1.1.0'],
    touch: 'packages/core/a.js',
    next: { core: '2.0.1', cli: '1.1.1' },
    due: ['@acme/core@2.0.1', '@acme/cli@1.1.1'],
    says: ["follows: ['core']"],
    told: ['packages/site/package.json'],
  },
  'a chart and the image it installs': {
    files: {
      Dockerfile: 'FROM node:22\nCOPY --chown=node server plugins /app/\n',
      'server/package.json': npm('shop-server', '3.1.0', { private: true }),
      'plugins/a.js': '1',
      'chart/Chart.yaml': chart('shop', '0.7.0', 'appVersion: "3.1.0"\n'),
      'chart/values.yaml': 'image:\n  repository: ghcr.io/acme/shop\n',
      'chart/templates/d.yaml':
        'image: "{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.Version }}"\n',
    },
    remote: github,
    touch: 'plugins/a.js',
    next: { chart: '0.7.1', app: '3.1.0' },
    due: ['v0.7.1'],
    says: ["docker({ image: 'ghcr.io/acme/shop', build: {} })", "when: ['server/**', 'plugins/**']"],
  },
  'a chart and an app of a workspace that have the same version today': {
    files: {
      Dockerfile: 'FROM node:22\nCOPY apps/server plugins /app/\n',
      'package.json': npm('shop', '1.3.0', { private: true, workspaces: ['apps/*'] }),
      'apps/server/package.json': npm('shop-server', '1.3.0', { private: true }),
      'plugins/a.js': '1',
      'chart/Chart.yaml': chart('shop', '1.3.0', 'appVersion: "1.3.0"\n'),
    },
    tags: ['v1.3.0'],
    touch: 'chart/values.yaml',
    next: { chart: '1.3.1', app: '1.3.0' },
    due: [],
    says: ["with: ['package.json']", "app: { with: ['apps/server/package.json']"],
    told: ["they are one version, apart from the chart's, which is the same today"],
  },
  'a chart of the same version as the program at the top': {
    files: {
      'package.json': npm('shop', '1.3.0', { private: true }),
      'frontend/package.json': npm('shop-frontend', '1.3.0', { private: true }),
      'chart/Chart.yaml': chart('shop', '1.3.0', 'appVersion: "1.3.0"\n'),
      'index.js': '1',
    },
    touch: 'index.js',
    next: { chart: '1.3.1' },
    due: ['v1.3.1'],
    told: ['version and appVersion of chart/Chart.yaml are both 1.3.0: they are one version.'],
  },
  'a chart with two images, whose values name their tags': {
    files: {
      'backend/Dockerfile': 'FROM golang:1.25\nCOPY . .\n',
      'frontend/Dockerfile': 'FROM node:22\nCOPY package.json .\nCOPY . /x\n',
      'frontend/package.json': npm('frontend', '1.2.0', { private: true }),
      'deploy/shop/Chart.yaml': chart('shop', '0.3.0', 'appVersion: "1.2.0"\n'),
      'deploy/shop/values.yaml':
        'backend:\n  image: { repository: ghcr.io/acme/backend, tag: 1.2.0 }\nfrontend:\n  image:\n    repository: ghcr.io/acme/frontend\n    tag: 1.2.0\n',
    },
    touch: 'backend/main.go',
    next: { chart: '0.3.1', app: '1.2.1' },
    due: ['v0.3.1'],
    says: ["pointer: 'backend.image.tag'", "paths: ['backend/**', 'frontend/**']", "track: 'app'"],
  },
  'charts that need each other, and a name that two have': {
    files: {
      'charts/shop/Chart.yaml': chart(
        'shop',
        '1.0.0',
        'dependencies:\n  - name: lib\n    version: 0.x\n    repository: file://../lib\n',
      ),
      'charts/lib/Chart.yaml': chart('lib', '0.2.0', 'type: library\n'),
      'old/shop/Chart.yaml': chart('shop', '1.0.0'),
    },
    touch: 'charts/lib/templates/_a.tpl',
    next: { 'charts-shop': '1.0.1', lib: '0.2.1', 'old-shop': '1.0.0' },
    due: ['charts-shop-1.0.1', 'lib-0.2.1'],
    told: ['charts/shop/Chart.yaml depends on lib, which its charts/ folder does not hold'],
  },
  'an umbrella over charts of exact versions': {
    files: {
      'charts/lib/Chart.yaml': chart('lib', '0.3.0', 'type: library\n'),
      'charts/api/Chart.yaml': chart(
        'api',
        '2.1.6',
        'dependencies:\n  - name: lib\n    version: 0.x.x\n    repository: file://../lib\n',
      ),
      'charts/shop/Chart.yaml': chart(
        'shop',
        '4.0.0',
        'dependencies:\n  - name: redis\n    version: 17.0.0\n    repository: https://charts.example/\n  - name: api\n    version: 2.1.6\n    repository: "file://../api/"\n',
      ),
    },
    touch: 'charts/api/values.yaml',
    message: 'api: a new value',
    next: { lib: '0.3.0', api: '2.1.7', shop: '4.0.1' },
    due: ['api-2.1.7', 'shop-4.0.1'],
    says: [
      "with: [{ file: 'charts/shop/Chart.yaml', pointer: 'dependencies.1.version' }]",
      "follows: ['api']",
    ],
    never: ["follows: ['lib']", 'they are one version'],
  },
  'packages in a prerelease, to which lerna gives one version': {
    files: {
      'lerna.json': '{ "version": "3.0.0-rc.4", "packages": ["packages/*"] }\n',
      'packages/a/package.json': npm('@acme/a', '3.0.0-rc.4'),
    },
    tags: ['v2.9.0', 'v3.0.0-rc.4'],
    remote: github,
    touch: 'packages/a/index.js',
    next: { shop: '3.0.0' },
    due: ['v3.0.0'],
    told: [
      'The version of shop, 3.0.0-rc.4, is a prerelease: commits lead from it to 3.0.0',
      '--as shop=3.0.0-rc.5',
    ],
  },
  'packages to which lerna gives one version': {
    files: {
      'lerna.json': '{ "version": "2.1.0", "packages": ["packages/*"] }\n',
      'package.json': npm('shop', '2.1.0', { private: true }),
      'packages/a/package.json': npm('@acme/a', '2.1.0'),
      'packages/b/package.json': npm('@acme/b', '2.1.0', { dependencies: { '@acme/a': '^2.1.0' } }),
    },
    tags: ['v2.1.0'],
    touch: 'packages/b/a.js',
    next: { shop: '2.1.1' },
    due: ['v2.1.1'],
  },
  'packages that ask for exact versions of each other': {
    files: {
      'package.json': npm('root', '0.0.0', { private: true, workspaces: ['packages/*'] }),
      'package-lock.json': `${JSON.stringify({
        lockfileVersion: 3,
        packages: {
          'packages/a': { name: '@acme/a', version: '2.1.0' },
          'packages/b': { name: '@acme/b', version: '1.0.0', dependencies: { '@acme/a': '2.1.0' } },
        },
      })}\n`,
      'packages/a/package.json': npm('@acme/a', '2.1.0'),
      'packages/b/package.json': npm('@acme/b', '1.0.0', { dependencies: { '@acme/a': '2.1.0' } }),
    },
    touch: 'packages/a/a.js',
    next: { a: '2.1.1', b: '1.0.1' },
    due: ['@acme/a@2.1.1', '@acme/b@1.0.1'],
    says: [
      "{ file: 'packages/b/package.json', pointer: ['dependencies', '@acme/a'] }",
      "pointer: ['packages', 'packages/b', 'dependencies', '@acme/a']",
    ],
  },
  'names that other tracks have': {
    files: {
      'chart/Chart.yaml': chart('shop', '1.0.0', 'appVersion: "3.0.0"\n'),
      'package.json': npm('shop', '3.0.0', { private: true }),
      'libs/app/jsr.json':
        '{ "name": "@acme/app", "version": "0.1.0", "license": "MIT", "exports": "./mod.ts" }\n',
      'libs/app/mod.ts': 'export const a = 1;\n',
      'libs/chart/package.json': npm('chart', '0.4.0'),
      'index.js': '1',
    },
    touch: 'libs/chart/a.js',
    next: { chart: '1.0.1', app: '3.0.1', 'jsr-libs-app': '0.1.0', 'libs-chart': '0.4.1' },
    due: ['v1.0.1', 'chart@0.4.1'],
  },
  'an image that a workflow builds of every commit': {
    files: {
      Dockerfile: 'FROM node:22\nCOPY src /app\n',
      'src/a.js': '1',
      'package.json': npm('shop', '1.0.0', { private: true }),
      '.github/workflows/image.yml':
        'on:\n  push:\n    branches: [main]\n    tags: ["v*"]\nenv:\n  IMAGE: ghcr.io/${{ github.repository }}\njobs:\n  image:\n    steps:\n      - uses: docker/metadata-action@v5\n        with:\n          images: ${{ env.IMAGE }}\n          tags: |\n            type=sha\n      - uses: docker/build-push-action@v6\n        with: { push: true, platforms: "linux/amd64,linux/arm64" }\n',
    },
    remote: github,
    touch: 'src/a.js',
    next: { shop: '1.0.1' },
    due: ['v1.0.1'],
    says: ["docker({ image: 'ghcr.io/acme/shop', from: 'sha-{sha}', job: false })"],
  },
  'an image that a workflow builds for tags, and a chart that it pushes': {
    files: {
      Dockerfile: 'FROM node:22\nCOPY . .\n',
      'package.json': npm('shop', '1.0.0', { private: true }),
      'charts/shop/Chart.yaml': chart('shop', '0.3.0', 'appVersion: "1.0.0"\n'),
      '.github/workflows/publish.yml':
        'on: { push: { tags: ["v*"] } }\njobs:\n  all:\n    steps:\n      - uses: docker/build-push-action@v6\n        with: { push: true, tags: "ghcr.io/acme/shop:${{ github.ref_name }}" }\n      - run: |\n          helm package charts/shop\n          helm push shop-*.tgz oci://ghcr.io/${GITHUB_REPOSITORY_OWNER}/charts\n      - uses: softprops/action-gh-release@v2\n',
    },
    remote: github,
    touch: 'index.js',
    next: { chart: '0.3.1', app: '1.0.1' },
    due: ['v0.3.1'],
    says: [
      "// docker({ image: 'ghcr.io/acme/shop', build: {} })",
      "to: { oci: 'oci://ghcr.io/acme/charts' }",
      'github(),',
    ],
    told: ['publish.yml builds the image when a tag is pushed', 'publish.yml makes releases too'],
  },
  'pipelines for GitHub and for GitLab': {
    files: {
      Dockerfile: 'FROM node:22\nCOPY src /app\n',
      'package.json': npm('shop', '1.4.0', { private: true }),
      'src/a.js': '1',
      '.github/workflows/image.yml':
        'on: { push: { branches: [main] } }\njobs:\n  image:\n    steps:\n      - uses: docker/build-push-action@v6\n        with: { push: true, tags: "ghcr.io/acme/shop:edge" }\n',
      '.gitlab-ci.yml':
        'image:\n  script:\n    - docker push $CI_REGISTRY_IMAGE:edge\nrelease:\n  script: [echo]\n  release: { tag_name: $CI_COMMIT_TAG }\n',
    },
    tags: ['v1.4.0'],
    remote: github,
    touch: 'src/a.js',
    next: { shop: '1.4.1' },
    due: ['v1.4.1'],
    says: [
      "when: { branch: 'main' },",
      "when: { branch: 'main', ci: 'gitlab' },",
      "docker({ image: 'ghcr.io/acme/shop', build: {} }),",
      '// docker({ ...gitlabImage(), build: {} }),',
      '        gitlab(),',
    ],
    told: [
      'so there is a flow for each: github, gitlab.',
      'Both flows release from main, and two forges that mirror each other must not both release',
    ],
  },
  'an image that goes by the version of the app': {
    files: {
      Dockerfile: 'FROM golang:1.25\nCOPY . .\n',
      'go.mod': 'module example.com/shop\n',
      'main.go': 'package main\n',
      'README.md': 'docker run --rm ghcr.io/acme/shop:3.1.0\n',
      'chart/Chart.yaml': chart('shop', '0.7.0', 'appVersion: "3.1.0"\n'),
      'chart/templates/d.yaml': 'image: "ghcr.io/acme/shop:{{ .Chart.AppVersion }}"\n',
    },
    remote: github,
    touch: 'main.go',
    next: { chart: '0.7.1', app: '3.1.1' },
    due: ['v0.7.1'],
    says: [
      "docker({ image: 'ghcr.io/acme/shop', build: {}, track: 'app' })",
      "paths: ['**', '!chart/**', '!**/*.md']",
    ],
  },
  'an image whose tags are the tags of the app, and a change of the chart alone': {
    files: {
      '.github/workflows/image.yml':
        'on: { push: { tags: ["v*"] } }\njobs:\n  image:\n    steps:\n      - uses: docker/build-push-action@v6\n        with: { push: true, tags: "ghcr.io/acme/shop:${{ github.ref_name }}" }\n',
      Dockerfile: 'FROM golang:1.25\nCOPY . .\n',
      'main.go': 'package main\n',
      'chart/Chart.yaml': chart('shop', '1.7.0', 'appVersion: "3.1.0"\n'),
      'chart/values.yaml': 'image:\n  tag: 3.1.0@sha256:0123\n',
    },
    tags: ['v3.0.0', 'v3.1.0'],
    remote: github,
    touch: 'chart/values.yaml',
    message: 'feat(chart): more room',
    next: { chart: '1.8.0', app: '3.1.0' },
    due: [],
    says: ['release: {},', "tag: { name: 'v{version}' } },"],
    told: ['Tags such as v3.1.0 are of the app.'],
    never: ["The image goes by the chart's version", "track: 'chart'"],
  },
  'a chart that counts all but the charts, and a change of it': {
    files: {
      Dockerfile: 'FROM golang:1.25\nCOPY . .\n',
      'main.go': 'package main\n',
      'deploy/shop/Chart.yaml': chart(
        'shop',
        '1.7.0',
        'appVersion: latest\ndependencies:\n  - { name: redis, alias: one, version: 1.0.0, repository: "https://charts.example/" }\n  - { name: redis, alias: two, version: 1.0.0, repository: "https://charts.example/" }\n',
      ),
      'deploy/shop/values.yaml': 'a: 1\n',
      '.github/workflows/image.yml':
        'on: { push: { tags: ["v*"] } }\njobs:\n  image:\n    steps:\n      - run: docker push $NAME\n',
    },
    tags: ['v1.7.0'],
    remote: github,
    touch: 'deploy/shop/values.yaml',
    message: 'feat(chart): more room',
    next: { chart: '1.8.0' },
    due: ['v1.8.0'],
    says: ["when: ['**', '!deploy/shop/**', '!.github/**']"],
    told: [
      'depends on redis, which its charts/ folder does not hold',
      '.github/workflows/image.yml pushes images too, by names that only a run tells',
    ],
  },
  'chart, app and package with one version': {
    files: {
      'package.json': npm('shop', '1.2.3', { private: true }),
      'chart/Chart.yaml': chart('shop', '1.2.3', 'appVersion: 1.2.3\n'),
      'src/a.js': '1',
    },
    tags: ['1.2.2', '1.2.3'],
    touch: 'src/a.js',
    next: { chart: '1.2.4' },
    due: ['1.2.4'],
    says: ["{ file: 'chart/Chart.yaml', pointer: 'appVersion' }"],
  },
  'a chart at the top whose tags say so, and the images of its app, built by commands': {
    files: {
      'Chart.yaml': chart('pulse', '0.9.4', 'appVersion: "1.2.3"\n'),
      'go.mod': 'module example.com/pulse\n',
      Dockerfile: 'FROM golang:1.25\nCOPY cmd/pulse ./\n',
      'Dockerfile.worker': 'FROM golang:1.25\nCOPY cmd/worker ./\n',
      'cmd/pulse/main.go': 'package main\n',
      'cmd/worker/main.go': 'package main\n',
      '.gitlab-ci.yml':
        'images:\n  rules: [{ if: $CI_COMMIT_TAG }]\n  script:\n    - docker build --tag="${CI_REGISTRY_IMAGE}:$CI_COMMIT_TAG" .\n    - docker push $CI_REGISTRY_IMAGE\n    - docker build -f ./Dockerfile.worker -t $CI_REGISTRY_IMAGE/Worker:$CI_COMMIT_TAG . && docker push $CI_REGISTRY_IMAGE/worker\n',
    },
    tags: ['chart-0.9.4', '1.2.3'],
    remote: 'git@gitlab.example.org:infra/pulse.git',
    touch: 'cmd/worker/main.go',
    next: { chart: '0.9.5', app: '1.2.4' },
    due: ['chart-0.9.5', '1.2.4'],
    says: [
      "release: { tag: { name: 'chart-{version}' } }",
      "// docker({ ...gitlabImage(), id: 'docker-pulse', build: {}, track: 'app' }),",
      "//   ...gitlabImage({ path: 'worker' }),",
      "//   build: { dockerfile: 'Dockerfile.worker' },",
    ],
  },
  'two images that workflows build by commands, a third by its name in the values, and tags of two kinds': {
    files: {
      'chart/Chart.yaml': chart('pulse', '1.2.3', 'appVersion: "1.2.3"\n'),
      'chart/values.yaml':
        'web:\n  image: { repository: ghcr.io/acme/shop-web }\ndb:\n  image: { repository: docker.io/library/postgres }\n',
      'worker/Dockerfile': 'FROM node:24\nCOPY src /app\n',
      'worker/src/a.js': '1',
      Dockerfile: 'FROM node:24\nCOPY api /app\n',
      'api/a.js': '1',
      'Dockerfile.web': 'FROM node:24\nCOPY web /app\n',
      'web/a.js': '1',
      '.github/workflows/images.yml':
        'on: { push: { tags: ["[0-9]*"] } }\njobs:\n  images:\n    steps:\n      - run: |\n          docker buildx build --push --platform linux/amd64,linux/arm64 \\\n            -t ghcr.io/${{ github.repository_owner }}/api:${{ github.ref_name }} .\n      - run: docker build worker -t "ghcr.io/acme/worker:$TAG" -f worker/Dockerfile\n',
      '.github/workflows/test.yml':
        'on: push\njobs:\n  test:\n    steps:\n      - run: docker build -t ghcr.io/acme/trial:1 -f Dockerfile.web .\n',
    },
    tags: ['1.2.3', 'chart-1.2.3'],
    remote: github,
    touch: 'web/a.js',
    next: { chart: '1.2.4' },
    due: ['1.2.4'],
    says: [
      "        docker({\n          id: 'docker-shop-web',\n          image: 'ghcr.io/acme/shop-web',",
      "//   build: { context: 'worker' },",
      "//   image: 'ghcr.io/acme/api',",
      "//   build: { platforms: ['linux/amd64', 'linux/arm64'] },",
    ],
    told: ['Tags such as chart-1.2.3 will no longer be made'],
    never: ['postgres', 'trial'],
  },
  'a self-hosted GitLab below a path, on a port': {
    files: {
      '.gitlab-ci.yml':
        'image:\n  script:\n    - docker build -t $CI_REGISTRY_IMAGE:$CI_COMMIT_SHA .\n    - docker push $CI_REGISTRY_IMAGE:$CI_COMMIT_SHA\nrelease:\n  script: [echo]\n  release: { tag_name: $CI_COMMIT_TAG }\n',
      Dockerfile: 'FROM scratch\nCOPY src /\n',
      'src/a': '1',
      'chart/Chart.yaml': chart('shop', '2.0.0', 'appVersion: "1.0.0"\n'),
    },
    remote: 'https://code.example.org:8443/gitlab/team/shop.git',
    touch: 'src/a',
    next: { chart: '2.0.1', app: '1.0.1' },
    due: ['v2.0.1'],
    says: [
      'gitlab: {',
      "url: 'https://code.example.org:8443/gitlab'",
      '// docker({ ...gitlabImage(), build: {} })',
      "// helmCatalog({ to: { gitlab: 'stable' } })",
    ],
    told: ['which a push with a job token does not start'],
  },
  'chart-releaser': {
    files: {
      'charts/shop/Chart.yaml': chart('shop', '1.4.0'),
      'charts/tools/Chart.yaml': chart('tools', '0.2.0'),
      '.github/workflows/release.yaml':
        'on:\n  push:\n    branches: [main]\njobs:\n  release:\n    steps:\n      - uses: helm/chart-releaser-action@v1.7.0\n        env: { CR_TOKEN: "${{ secrets.GITHUB_TOKEN }}" }\n',
    },
    tags: ['shop-1.3.0', 'shop-1.4.0', 'tools-0.2.0', 'v9-beta'],
    remote: github,
    touch: 'charts/tools/values.yaml',
    next: { shop: '1.4.0', tools: '0.2.1' },
    due: ['tools-0.2.1'],
    says: ['github(),', "branch: 'gh-pages'", "git: 'https://github.com/Acme/shop.git'"],
    told: ['takes that workflow out'.replace('takes', 'take')],
  },
  'chart-releaser, told of its tags by the workflow, and an app that writes its version with a v': {
    files: {
      'go.mod': 'module example.com/shop\n',
      'main.go': 'package main\n',
      Dockerfile: 'FROM golang:1.25\nCOPY . .\n',
      'charts/shop/Chart.yaml': chart('shop', '2.6.0', 'appVersion: v0.18.3\n'),
      'charts/shop/values.yaml':
        'image:\n  repository: ghcr.io/acme/shop\n  tag: v0.18.3\nproxy:\n  image: { tag: v0.18.2 }\n',
      '.github/workflows/charts.yml':
        'on: { push: { branches: [main] } }\njobs:\n  charts:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: helm/chart-releaser-action@v1\n        env:\n          CR_RELEASE_NAME_TEMPLATE: "{{ .Name }}-helm-chart-{{ .Version }}"\n',
    },
    tags: ['v0.18.3'],
    remote: github,
    touch: 'main.go',
    next: { chart: '2.6.1', app: '0.18.4' },
    due: ['shop-helm-chart-2.6.1', 'v0.18.4'],
    says: [
      "form: 'v{version}'",
      "with: [{ file: 'charts/shop/values.yaml', pointer: 'image.tag', form: 'v{version}' }]",
      "tags: ['v{version}', 'v{major}.{minor}', 'v{major}', 'latest']",
    ],
    told: ['charts/shop/values.yaml and appVersion of charts/shop/Chart.yaml say v0.18.3'],
    never: ['proxy.image.tag'],
  },
  'charts whose tags are called after nothing': {
    files: {
      'shop/Chart.yaml': chart('shop', '34.0.0', 'appVersion: v3.3.1\n'),
      'crds/Chart.yaml': chart('shop-crds', '1.2.0'),
    },
    tags: ['v33.2.1', 'v34.0.0', 'crd_v1.1.0', 'crd_v1.2.0'],
    touch: 'crds/a.yaml',
    next: { shop: '34.0.0', 'shop-crds': '1.2.1' },
    due: ['crd_v1.2.1'],
    says: ["tag: { name: 'v{version}' }"],
    told: ['appVersion v3.3.1 of shop/Chart.yaml is left to you: nothing here holds it'],
    never: ['will no longer be made'],
  },
  'a chart in the configuration of chart-releaser beside it, and images told apart by their tags': {
    files: {
      'go.mod': 'module example.com/shop\n',
      'Dockerfile.controller': 'FROM golang:1.25\nCOPY . .\n',
      'charts/cr.yaml': 'release-name-template: "helm-{{ .Name }}-{{ .Version }}"\n',
      'charts/shop/Chart.yaml': chart('shop', '3.12.0', 'appVersion: "0.4.19"\n'),
      'charts/shop/values.yaml':
        'manager:\n  image:\n    repository: ghcr.io/acme/shop\n    tag: controller-v0.4.19\n',
    },
    tags: ['v0.4.19', 'helm-shop-3.12.0'],
    remote: github,
    touch: 'a.go',
    next: { chart: '3.12.1', app: '0.4.20' },
    due: ['helm-shop-3.12.1', 'v0.4.20'],
    says: ["form: 'controller-v{version}'", "tags: ['controller-v{version}']"],
  },
  'semantic-release in .releaserc': {
    files: {
      '.releaserc':
        'extends: "@acme/release-config"\nbranches: [stable, { name: next, prerelease: true }]\ntagFormat: release-${version}\nplugins:\n  - - "@semantic-release/commit-analyzer"\n    - releaseRules:\n        - { type: docs, release: patch }\n  - ["@semantic-release/changelog", { changelogFile: HISTORY.md }]\n  - "@semantic-release/npm"\n  - ["@semantic-release/exec", { publishCmd: "echo ${nextRelease.version}" }]\n  - semantic-release-slack-bot\n',
      'package.json': npm('shop', '0.0.0-development'),
      'src/a.js': '1',
    },
    tags: ['release-1.4.0', 'release-1.5.0'],
    touch: 'src/a.js',
    next: { shop: '1.5.1' },
    due: ['release-1.5.1'],
    says: [
      "branch: 'stable'",
      "initial: '1.5.0'",
      "conventional({ rules: [{ type: 'docs', bump: 'patch' }] })",
      "notes({ changelog: 'HISTORY.md' })",
    ],
    told: [
      'prerelease branches: not covered',
      'npm publish: not covered',
      'exec publishCmd',
      'semantic-release-slack-bot: nothing stands for it',
    ],
  },
  'semantic-release in package.json': {
    files: {
      'package.json': npm('shop', '1.5.0', {
        release: { branches: ['main', 'next'], tagFormat: '${version}' },
      }),
      'src/a.js': '1',
    },
    tags: ['1.5.0'],
    touch: 'src/a.js',
    next: { shop: '1.5.1' },
    due: ['1.5.1'],
    says: ["branch: ['main', 'next']"],
  },
  'semantic-release in release.config.js': {
    files: {
      'release.config.js':
        "// branches: ['old']\nmodule.exports = {\n  branches: ['main', { name: 'beta', prerelease: true }],\n  tagFormat: 'v${version}',\n  plugins: ['@semantic-release/commit-analyzer', ['semantic-release-helm3', { chartPath: './chart' }]],\n};\nthrow new Error('executed');\n",
      'chart/Chart.yaml': chart('shop', '1.0.0', 'appVersion: 1.0.0\n'),
      'package.json': npm('shop', '1.0.0'),
    },
    tags: ['v1.0.0'],
    touch: 'chart/a.yaml',
    next: { chart: '1.0.1' },
    due: ['v1.0.1'],
    says: ["branch: 'main'"],
    told: ['prerelease branches: not covered', 'release.config.js is code, which is not executed'],
  },
  'release-please with a manifest': {
    files: {
      'release-please-config.json':
        '{ "packages": { "chart": { "release-type": "helm", "component": "shop-chart" }, "tool": { "release-type": "go", "component": "tool", "exclude-paths": ["tool/docs"], "extra-files": [{ "type": "yaml", "path": "deploy.yaml", "jsonpath": "$.image.tag" }] } } }\n',
      '.release-please-manifest.json': '{\n  "chart": "0.5.0",\n  "tool": "2.3.0"\n}\n',
      'chart/Chart.yaml': chart('shop', '0.5.0'),
      'tool/main.go': 'package main\n',
      'tool/deploy.yaml': 'image:\n  tag: v2.3.0\n',
      'tool/CHANGELOG.md': '# Changelog\n',
    },
    tags: ['shop-chart-v0.5.0', 'tool-v2.3.0'],
    touch: 'tool/main.go',
    next: { chart: '0.5.0', tool: '2.3.1' },
    due: ['tool-v2.3.1'],
    says: [
      "{ file: '.release-please-manifest.json', pointer: ['tool'] }",
      "{ file: 'tool/deploy.yaml', pointer: 'image.tag', form: 'v{version}' }",
      "'!tool/docs/**'",
      "changelog: { tool: 'tool/CHANGELOG.md' }",
    ],
    told: ['the release pull request: none'],
  },
  'release-please for a program in Go, with the chart that installs it': {
    files: {
      'release-please-config.json':
        '{ "packages": { ".": { "release-type": "go", "extra-files": [{ "type": "yaml", "path": "chart/Chart.yaml", "jsonpath": "$.appVersion" }] } } }\n',
      '.release-please-manifest.json': '{ ".": "2.3.0" }\n',
      'go.mod': 'module example.com/shop\n',
      'main.go': 'package main\n',
      'chart/Chart.yaml': chart('shop', '0.5.0', 'appVersion: "2.3.0"\n'),
    },
    tags: ['v2.3.0'],
    remote: github,
    touch: 'main.go',
    next: { chart: '0.5.1', app: '2.3.1' },
    due: ['v2.3.1'],
    says: ["with: [{ file: '.release-please-manifest.json', pointer: ['.'] }]"],
    told: ['Tags such as v2.3.0 are of the app'],
  },
  changesets: {
    files: {
      '.changeset/config.json':
        '{ "baseBranch": "trunk", "fixed": [["@acme/a", "@acme/b"]], "ignore": ["@acme/d"] }\n',
      '.changeset/brave-cats.md': '---\n"@acme/a": minor\n---\n',
      'package.json': npm('root', '1.0.0', { private: true }),
      'pnpm-workspace.yaml': 'packages:\n  - libs/*\n',
      'libs/a/package.json': npm('@acme/a', '1.0.0'),
      'libs/b/package.json': npm('@acme/b', '1.0.0'),
      'libs/c/package.json': npm('@acme/c', '4.0.0'),
      'libs/d/package.json': npm('@acme/d', '1.0.0'),
    },
    touch: 'libs/b/a.js',
    next: { a: '1.0.1', c: '4.0.0' },
    due: ['@acme/a@1.0.1'],
    says: ["pins: ['libs/a/package.json', 'libs/b/package.json']", "branch: 'trunk'"],
    told: ['1 pending change in .changeset'],
  },
  'release-it': {
    files: {
      '.release-it.json':
        '{ "git": { "tagName": "v${version}" }, "github": { "release": true }, "hooks": { "before:init": "npm test" }, "npm": { "publish": false } }\n',
      'package.json': npm('shop', '2.0.0'),
    },
    remote: 'https://code.example.org/acme/shop.git',
    touch: 'a.js',
    next: { shop: '2.0.1' },
    due: ['v2.0.1'],
    told: ['release-it, hooks'],
  },
  'standard-version': {
    files: {
      '.versionrc.json':
        '{ "tagPrefix": "rel/", "bumpFiles": ["package.json", { "filename": "manifest.json", "type": "json" }] }\n',
      'manifest.json': '{ "version": "2.0.0" }\n',
      'package.json': npm('shop', '2.0.0', { devDependencies: { 'standard-version': '^9.0.0' } }),
    },
    touch: 'a.js',
    next: { shop: '2.0.1' },
    due: ['rel/2.0.1'],
    says: ["'manifest.json'", "changelog: 'CHANGELOG.md'"],
  },
  'a tool in Go with tags alone': {
    files: { 'go.mod': 'module example.com/tool\n', 'cmd/tool/main.go': 'package main\n' },
    tags: ['v1.4.0', 'v1.10.2', 'v1.9.0'],
    remote: 'https://code.example.org/acme/tool.git',
    touch: 'cmd/tool/main.go',
    next: { tool: '1.10.3' },
    due: ['v1.10.3'],
    says: ["pins: ['version.json']", "initial: '1.10.2'"],
  },
  GoReleaser: {
    files: {
      '.goreleaser.yaml': 'version: 2\nbuilds:\n  - goos: [linux]\nbrews:\n  - name: tool\n',
      'go.mod': 'module example.com/tool\n',
      'main.go': 'package main\n',
    },
    remote: 'https://code.example.org/acme/tool.git',
    touch: 'main.go',
    next: { tool: '0.1.0' },
    due: ['v0.1.0'],
    told: ['GoReleaser, brews: nothing stands for it'],
  },
  'a tool whose archives GoReleaser makes, on GitHub': {
    files: {
      '.goreleaser.yml':
        'project_name: tool\nbuilds:\n  - main: ./cmd/tool\n    binary: tl\n    env: [CGO_ENABLED=0]\n    ldflags: ["-s -w -X main.version={{ .Version }}"]\n    goos: [linux, windows]\n    goarch: [amd64, arm64]\n    ignore: [{ goos: windows, goarch: arm64 }]\n',
      'go.mod': 'module example.com/tool\n',
      'cmd/tool/main.go': 'package main\n',
      'cmd/tool/more.go': 'package main\n',
      'internal/a.go': 'package internal\n',
    },
    tags: ['v0.4.0'],
    remote: github,
    touch: 'internal/a.go',
    next: { shop: '0.4.1' },
    due: ['v0.4.1'],
    says: [
      "name: 'tl'",
      "'-s -w -X main.version={version}'",
      "'./cmd/tool'",
      "targets: ['linux/amd64', 'linux/arm64', 'windows/amd64']",
      'github(),',
    ],
  },
  'a tool and its image, which GoReleaser makes, and the chart that installs it': {
    files: {
      'go.mod': 'module example.com/shop\n',
      'cmd/shop/main.go': 'package main\n',
      'docker/shop.Dockerfile': 'FROM scratch\nARG TARGETARCH\nCOPY dist/shop_${TARGETARCH}/shop /\n',
      '.goreleaser.yml':
        'builds:\n- main: ./cmd/shop\ndockers:\n- image_templates: ["docker.io/acme/shop-server:{{ .Tag }}-amd64"]\n  dockerfile: docker/shop.Dockerfile\nbrews:\n- name: shop\n',
      'chart/Chart.yaml': chart('shop', '2.6.0', 'appVersion: v0.18.0\n'),
    },
    tags: ['v0.18.0', 'helm-v2.6.0'],
    remote: github,
    touch: 'cmd/shop/main.go',
    next: { chart: '2.6.1', app: '0.18.1' },
    due: ['helm-v2.6.1', 'v0.18.1'],
    says: [
      "image: 'docker.io/acme/shop-server'",
      "build: { dockerfile: 'docker/shop.Dockerfile' }",
      "artifacts({\n          name: 'shop',\n          track: 'app',",
    ],
    told: ['so let these build them', 'GoReleaser, brews: nothing stands for it'],
    never: ['GoReleaser, dockers: nothing'],
  },
  'an image that GoReleaser calls by the git tag': {
    files: {
      'go.mod': 'module example.com/shop\n',
      'build/Dockerfile': 'FROM alpine\nCOPY shop /shop\n',
      '.goreleaser.yml':
        'dockers:\n- image_templates: ["acme/shop:latest", "acme/shop:{{ .Tag }}"]\n  dockerfile: ./build/Dockerfile\n',
    },
    tags: ['v1.30.0'],
    remote: github,
    touch: 'go.mod',
    next: { shop: '1.30.1' },
    due: ['v1.30.1'],
    says: ["image: 'acme/shop'", "tags: ['v{version}', 'v{major}.{minor}', 'v{major}', 'latest']"],
  },
  'one of two programs that GoReleaser builds': {
    files: {
      '.goreleaser.yaml':
        'version: 2\nbuilds:\n  - main: ./cmd/tool\n    goos: [linux]\n    goarch: [arm64]\n',
      'go.mod': 'module example.com/tool\n',
      'cmd/tool/main.go': 'package main\n',
      'cmd/daemon/main.go': 'package main\n',
    },
    tags: ['v0.4.0'],
    remote: github,
    touch: 'cmd/tool/main.go',
    next: { shop: '0.4.1' },
    due: ['v0.4.1'],
    says: ["targets: ['linux/arm64']"],
    never: ['daemon'],
  },
  'a module that has tags, and nothing that is built': {
    files: { 'main.tf': 'variable "size" {}\n' },
    tags: ['2.0.3', '2.1.0'],
    remote: github,
    touch: 'main.tf',
    next: { shop: '2.1.1' },
    due: ['2.1.1'],
    says: ["initial: '2.1.0'"],
  },
  'a package with an image, and a chart whose appVersion is no version': {
    files: {
      'charts/shop/Chart.yaml': chart('shop', '1.2.3', 'appVersion: v2.0\n'),
      'charts/shop/values.yaml': 'image:\n  repository: ghcr.io/acme/shop\n',
      'apps/shop/package.json': npm('shop', '3.1.0'),
      'apps/shop/Dockerfile': 'FROM node:22\nCOPY apps/shop apps/shop\n',
    },
    remote: github,
    touch: 'apps/shop/a.js',
    next: { chart: '1.2.3', shop: '3.1.1' },
    due: ['shop@3.1.1'],
    says: ["track: 'shop'"],
    never: ["goes by the chart's version"],
  },
  'a private package whose tags are plain, and a chart that writes its version in another way': {
    files: {
      Dockerfile: 'FROM nginx\nCOPY src /srv\n',
      'package.json': npm('shop', '5.1.0', { private: true }),
      'src/index.js': '1',
      'charts/shop/Chart.yaml': chart('shop-ui', '3.2.0', 'appVersion: "5.1"\n'),
    },
    tags: ['5.0.9', '5.1.0'],
    remote: github,
    touch: 'src/index.js',
    next: { chart: '3.2.0', shop: '5.1.1' },
    due: ['5.1.1'],
    says: ["pins: ['package.json']", "docker({ image: 'ghcr.io/acme/shop', build: {} })"],
    never: ['will no longer be made', 'Not released'],
  },
  'tags of the package beside a chart': {
    files: {
      'chart/Chart.yaml': chart('shop', '0.3.0', 'appVersion: v1.5\n'),
      'package.json': npm('shop', '1.5.0'),
      Dockerfile: 'FROM scratch\n',
    },
    tags: ['v1.4.0', 'v1.5.0'],
    remote: github,
    touch: 'src/a.js',
    next: { chart: '0.3.0', shop: '1.5.1' },
    due: ['v1.5.1'],
    says: ["docker({ image: 'ghcr.io/acme/shop', build: {} })"],
    never: ['let the file say so first'],
  },
  'two charts, each with the image that is named like it': {
    files: {
      'charts/api/Chart.yaml': chart('api', '0.6.0', 'appVersion: 0.6.0\n'),
      'charts/api/values.yaml': 'image:\n  repository: ghcr.io/acme/api\n',
      'charts/web/Chart.yaml': chart('web', '0.2.0', 'appVersion: 3.4.0\n'),
      'charts/web/values.yaml': 'image:\n  repository: ghcr.io/acme/web\n',
      'charts/web/templates/web.yaml': 'image: "web:{{ .Chart.AppVersion }}"\n',
      'services/api/Dockerfile': 'FROM scratch\nCOPY . .\n',
      'services/web/Dockerfile': 'FROM scratch\nCOPY . .\n',
    },
    tags: ['api-0.6.0', 'web-0.2.0'],
    touch: 'services/web/a.py',
    next: { api: '0.6.0', web: '0.2.1', 'web-app': '3.4.1' },
    due: ['web-0.2.1'],
    says: ["track: 'api'", "track: 'web-app'"],
  },
  'a package that was never tagged': {
    files: { 'package.json': npm('shop', '1.2.0', { private: true }) },
    touch: 'a.js',
    next: { shop: '1.2.1' },
    due: ['v1.2.1'],
  },
  'tags of prereleases': {
    files: { 'package.json': npm('shop', '2.0.0-rc.2') },
    tags: ['v1.9.0', 'v2.0.0-rc.1', 'v2.0.0-rc.2'],
    touch: 'a.js',
    next: { shop: '2.0.0' },
    due: ['v2.0.0'],
  },
  'tags with a word before them': {
    files: { 'package.json': npm('shop', '1.2.0') },
    tags: ['rel-1.1.0', 'rel-1.2.0', 'nightly-1.3.0'],
    touch: 'a.js',
    next: { shop: '1.2.1' },
    due: ['rel-1.2.1'],
  },
  'tags that are no versions': {
    files: { 'package.json': npm('shop', '1.2.0') },
    tags: ['release-2024', 'v1.2', '2024.01.05', 'latest', 'nightly-1.2.0'],
    touch: 'a.js',
    next: { shop: '1.2.1' },
    due: ['v1.2.1'],
  },
  'line ends of Windows and byte order marks': {
    files: {
      'chart/Chart.yaml': `\uFEFF${chart('shop', '"1.4.0"', 'appVersion: "2.0.0"\n').replaceAll('\n', '\r\n')}`,
      'package.json': `\uFEFF${npm('shop', '2.0.0', { private: true }).replaceAll('\n', '\r\n')}`,
      'src/a.js': '1',
    },
    touch: 'src/a.js',
    next: { chart: '1.4.1', app: '2.0.1' },
    due: ['v1.4.1'],
  },
  'names with spaces, quotes and letters of other scripts': {
    files: {
      "my charts/магазин's ${x}/Chart.yaml": chart('magazin', '1.0.0'),
      'my charts/b`ack/Chart.yaml': chart('b-ack', '2.0.0'),
      'my charts/b`ack/a.yaml': 'a: 1\n',
    },
    touch: 'my charts/b`ack/a.yaml',
    next: { magazin: '1.0.0', 'b-ack': '2.0.1' },
    due: ['b-ack-2.0.1'],
    says: ['chart: "my charts/магазин\'s ${x}"', "chart: 'my charts/b`ack'"],
  },
  'one package for JSR and npm, and its tags': {
    files: {
      'jsr.json': '{ "name": "@acme/parse", "version": "1.3.1", "license": "MIT", "exports": "./mod.ts" }\n',
      'package.json': npm('@acme/parse', '1.3.1'),
      'mod.ts': 'export const one = 1;\n',
    },
    tags: ['v1.3.0', 'v1.3.1'],
    touch: 'mod.ts',
    next: { jsr: '1.3.2' },
    due: ['v1.3.2'],
    says: ["jsr({ package: '.', tag: { name: 'v{version}' } })"],
    never: ['version.json'],
  },
  'a package at the top, beside one whose name the tags carry': {
    files: {
      'package.json': npm('shop-ui', '0.8.2'),
      'pkg/shop/package.json': npm('shop', '1.5.0'),
    },
    tags: ['shop-1.4.0', 'shop-1.5.0'],
    touch: 'index.ts',
    next: { 'shop-ui': '0.8.3', shop: '1.5.0' },
    due: ['v0.8.3'],
    says: ["tag: { name: 'shop-{version}' }"],
  },
  'packages for JSR that were one once': {
    files: {
      'deno.json': '{ "workspace": ["./fs", "./io"] }\n',
      'fs/deno.json': '{ "name": "@acme/fs", "version": "1.0.3", "license": "MIT", "exports": "./mod.ts" }\n',
      'fs/mod.ts': 'export const fs: number = 1;\n',
      'io/deno.json': '{ "name": "@acme/io", "version": "1.0.8", "license": "MIT", "exports": "./mod.ts" }\n',
      'io/mod.ts': 'export const io: number = 1;\n',
    },
    tags: ['0.224.0', 'release-2024.11.14'],
    touch: 'fs/mod.ts',
    next: { fs: '1.0.4', io: '1.0.8' },
    due: [],
    told: ['Tags such as 0.224.0 will no longer be made'],
    never: ['version.json'],
  },
  'packages for JSR alone': {
    files: {
      'deno.json': '{ "workspace": ["./one", "./two"] }\n',
      'one/deno.jsonc':
        '{\n  // ours\n  "name": "@acme/one", "version": "0.4.0", "license": "MIT", "exports": "./mod.ts" }\n',
      'one/mod.ts': 'export const one = 1;\n',
      'two/jsr.json':
        '{ "name": "@acme/two", "version": "1.0.0", "license": "MIT", "exports": "./mod.ts" }\n',
      'two/mod.ts': 'export const two = 2;\n',
    },
    touch: 'two/mod.ts',
    next: { one: '0.4.0', two: '1.0.1' },
    due: [],
    says: ["jsr({ packages: ['one', 'two'] })"],
  },
};
