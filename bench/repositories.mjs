/** The repositories that are measured: one project of growing age, and a monorepo. */
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { message, numbers, run, writeHistory } from './history.mjs';

/** How many commits are unreleased where there is a last tag. */
const unreleased = 100;

/**
 * One project with a chart, an app and a library: the reference's shape.
 * @param commits how many in all
 * @param tags how many, evenly spread over what is released; 0 for a history in which nothing was ever released
 */
export function project(commits, tags) {
  const name = `project-${commits}-${tags}`;
  const shape = `${commits.toLocaleString('en')} commits, ${tags === 0 ? 'no tag' : `${tags.toLocaleString('en')} tags`}`;
  const since = tags === 0 ? undefined : `v${versionOf(tags)}`;
  return {
    name,
    shape,
    since,
    long: tags === 0 && commits >= 100_000,
    history: () => projectHistory(commits, tags),
  };
}

/** Many packages, each with its own version and its own tags. */
export function monorepo(tracks, commits) {
  return {
    name: `monorepo-${tracks}-${commits}`,
    shape: `${tracks} tracks with own tags, ${commits.toLocaleString('en')} commits`,
    since: `p0@${monorepoVersion}`,
    long: false,
    history: () => monorepoHistory(tracks, commits),
  };
}

/**
 * Gives the folder a repository lies in; makes it where it is not there yet.
 * @param modules the `node_modules` that its configuration imports from
 */
export async function prepare(repository, cache, modules) {
  const folder = join(cache, `${repository.name}.1`);
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  const fresh = mkdtempSync(join(cache, 'fresh-'));
  const work = join(fresh, 'work');
  const remote = join(fresh, 'remote.git');
  mkdirSync(work);
  await writeHistory(work, repository.history());
  run(fresh, ['clone', '--bare', '--quiet', '--local', work, remote]);
  run(work, ['remote', 'add', 'origin', `file://${join(folder, 'remote.git')}`]);
  run(work, ['config', 'branch.main.remote', 'origin']);
  run(work, ['config', 'branch.main.merge', 'refs/heads/main']);
  symlinkSync(modules, join(work, 'node_modules'));
  writeFileSync(join(work, '.git/info/exclude'), 'node_modules\n');
  rmSync(folder, { recursive: true, force: true });
  renameSync(fresh, folder);
  return folder;
}

/** `1.4.0` for the fourth release. */
const versionOf = (release) => `1.${release}.0`;

const projectConfig = `import { defineConfig, track } from '@launchway/core';
import { chart } from '@launchway/plugin-chart';

export default defineConfig({
  flows: {
    main: {
      plugins: [
        chart({
          chart: 'charts',
          release: { with: ['package.json'], paths: ['plugins/**', 'apps/runtime/**'], tag: { name: 'v{version}' } },
          app: { with: ['apps/runtime/package.json'], paths: ['apps/runtime/**'] },
        }),
        track({ name: 'shared', pins: ['packages/shared/package.json'], paths: ['packages/shared/**'] }),
      ],
    },
  },
});
`;

function* projectHistory(commits, tags) {
  const pick = numbers();
  const every = tags === 0 ? Infinity : Math.floor((commits - unreleased) / tags);
  yield {
    message: 'chore: begin',
    files: { ...projectFiles('1.0.0'), ...beginnings('project', projectConfig) },
  };
  let release = 0;
  for (let place = 1; place < commits; place++) {
    if (release < tags && place === commits - 1 - unreleased - (tags - 1 - release) * every) {
      release += 1;
      const version = versionOf(release);
      yield { message: `chore(release): ${version}`, files: projectFiles(version), tags: [`v${version}`] };
      continue;
    }
    const folder = ['plugins/one', 'plugins/two', 'apps/runtime', 'packages/shared', 'docs'][pick(5)];
    const files = {
      [`${folder}/src/part-${pick(20)}/file-${pick(20)}.ts`]: `export const change = ${place};\n`,
    };
    yield { message: message(place, pick, folder.split('/').at(-1)), files };
  }
}

function projectFiles(version) {
  return {
    'charts/Chart.yaml': `apiVersion: v2\nname: project\ndescription: What is measured\ntype: application\nversion: ${version}\nappVersion: "${version}"\n`,
    'charts/values.yaml': 'replicas: 1\n',
    'charts/templates/config.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: project\n',
    'package.json': packageJson('project', version),
    'apps/runtime/package.json': packageJson('runtime', version),
    'packages/shared/package.json': packageJson('shared', version),
  };
}

const monorepoVersion = '1.10.0';

const monorepoConfig = (tracks) => `import { defineConfig, track } from '@launchway/core';

const names = Array.from({ length: ${tracks} }, (_, index) => \`p\${index}\`);

export default defineConfig({
  flows: {
    main: {
      plugins: names.map((name) =>
        track({
          name,
          pins: [\`packages/\${name}/package.json\`],
          paths: [\`packages/\${name}/**\`],
          tag: { name: \`\${name}@{version}\` },
        }),
      ),
    },
  },
});
`;

/** Each package was released ten times, the last time within the newest thousand commits. */
function* monorepoHistory(tracks, commits) {
  const pick = numbers(2);
  const names = Array.from({ length: tracks }, (_, index) => `p${index}`);
  const first = Object.assign({}, ...names.map((name) => packageFile(name, '1.0.0')));
  yield {
    message: 'chore: begin',
    files: {
      ...first,
      ...beginnings('monorepo', monorepoConfig(tracks)),
      'package.json': packageJson('monorepo', '1.0.0'),
    },
  };
  const rounds = Array.from({ length: 10 }, (_, round) => Math.floor(((commits - 1000) * (round + 1)) / 10));
  for (let place = 1; place < commits; place++) {
    const round = rounds.findIndex((begin) => place >= begin && place < begin + tracks);
    if (round >= 0) {
      const name = names[place - rounds[round]];
      const version = versionOf(round + 1);
      yield {
        message: `chore(release): ${name}@${version}`,
        files: packageFile(name, version),
        tags: [`${name}@${version}`],
      };
      continue;
    }
    const name = names[pick(tracks)];
    const files = { [`packages/${name}/src/file-${pick(10)}.ts`]: `export const change = ${place};\n` };
    yield { message: message(place, pick, name), files };
  }
}

const packageFile = (name, version) => ({ [`packages/${name}/package.json`]: packageJson(name, version) });

function packageJson(name, version) {
  return `${JSON.stringify({ name, version, private: true, type: 'module' }, null, 2)}\n`;
}

/** The configurations of ours and of the peers. */
function beginnings(name, config) {
  return {
    'release.config.ts': config,
    '.releaserc.json': `${JSON.stringify({ branches: ['main'], plugins: ['@semantic-release/commit-analyzer', '@semantic-release/release-notes-generator'] }, null, 2)}\n`,
    'README.md': `# ${name}\n`,
  };
}
