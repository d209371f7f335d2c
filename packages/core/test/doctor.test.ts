import { afterEach, describe, expect, it } from 'vitest';
import { type CommandFixture, commandFixture } from '../src/cli.fixture.ts';

let repository: CommandFixture | undefined;
afterEach(() => repository?.remove());

const config = (plugins = ''): string => `
import { defineConfig, track } from '@launchway/core';
${plugins === '' ? '' : "import { gitlab } from '@launchway/plugin-gitlab';"}
export default defineConfig({
  flows: {
    main: {
      plugins: [track({ name: 'shop', pins: ['package.json'], paths: ['src/**'], tag: { name: 'v{version}' } }), ${plugins}],
    },
  },
});
`;

/** A repository on a forge in which nothing is due, so that nothing is asked of it. */
function make(remote: string, pipelines: Readonly<Record<string, string>>, plugins?: string): CommandFixture {
  repository = commandFixture({
    'release.config.ts': config(plugins),
    'package.json': '{ "version": "1.4.0" }\n',
    ...pipelines,
  });
  repository.git('tag', 'v1.4.0');
  repository.write({ 'README.md': 'Nothing to release.\n' });
  repository.commit('docs: a page');
  repository.git('remote', 'set-url', 'origin', remote);
  return repository;
}

interface Told {
  readonly starts: readonly string[];
  readonly problems: readonly {
    readonly code: string;
    readonly severity: string;
    readonly message: string;
  }[];
}

function doctor({ release }: CommandFixture, env: Readonly<Record<string, string>> = {}): Told {
  return JSON.parse(release(['doctor', '--json'], env).stdout) as Told;
}

describe('release doctor on GitLab', () => {
  const pipeline = {
    '.gitlab-ci.yml':
      'image:build:\n  script: [make]\n  rules:\n    - if: $CI_COMMIT_TAG =~ /^v/\nlint:\n  script: [make]\n  rules:\n    - if: $CI_MERGE_REQUEST_IID\n',
  };
  const remote = 'git@gitlab.example.org:group/shop.git';
  const ci = {
    GITLAB_CI: 'true',
    CI_SERVER_URL: 'https://gitlab.example.org',
    CI_API_V4_URL: 'https://gitlab.example.org/api/v4',
    CI_PROJECT_URL: 'https://gitlab.example.org/group/shop',
    CI_PROJECT_PATH: 'group/shop',
    CI_COMMIT_BRANCH: 'main',
    CI_JOB_TOKEN: 'job-token-4711',
  };

  it.each(['', 'gitlab({ release: false })'])(
    'tells which jobs the next tag starts, with plugins %j',
    (plugins) => {
      const { starts, problems } = doctor(make(remote, pipeline, plugins));
      expect(starts).toEqual(['the tag v1.4.1 starts image:build']);
      expect(problems).toEqual([]);
    },
  );

  it('shows it to people', () => {
    const { stdout } = make(remote, pipeline).release(['doctor']);
    expect(stdout).toContain('What a push will start\n  the tag v1.4.1 starts image:build\n');
  });

  it('warns where a job token pushes, and the image would wait in vain', () => {
    const there = make('https://gitlab.example.org/group/shop.git', pipeline);
    const { starts, problems } = doctor(there, ci);
    expect(starts).toEqual([expect.stringContaining('the tag v1.4.1 starts no pipeline')]);
    expect(problems).toEqual([
      expect.objectContaining({
        code: 'GITLAB_NO_PIPELINE',
        severity: 'warning',
        message: expect.stringContaining('image:build'),
      }),
    ]);
  });

  it('knows a GitLab of another name by its pipeline file', () => {
    const { starts } = doctor(make('ssh://git@code.example.org:2222/group/shop.git', pipeline));
    expect(starts).toEqual(['the tag v1.4.1 starts image:build']);
  });
});

describe('release doctor on GitHub', () => {
  const workflows = { '.github/workflows/image.yml': "on: { push: { tags: ['v*'] } }\njobs: {}\n" };
  const token = 'ghs_4711tokenOfTheJob';
  const ci = {
    GITHUB_ACTIONS: 'true',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_API_URL: 'https://api.github.com',
    GITHUB_REPOSITORY: 'example/shop',
    GITHUB_REF: 'refs/heads/main',
    GITHUB_TOKEN: token,
  };

  it('tells which workflows the next tag starts', () => {
    const { starts, problems } = doctor(make('git@github.com:example/shop.git', workflows));
    expect(starts).toContain('the tag v1.4.1 starts image.yml');
    expect(problems).toEqual([]);
  });

  it("warns where the workflow's own token pushes", () => {
    const { starts, problems } = doctor(make('https://github.com/example/shop.git', workflows), ci);
    expect(starts).toContainEqual(expect.stringContaining('the tag v1.4.1 starts no workflow'));
    expect(problems).toEqual([expect.objectContaining({ code: 'GITHUB_NO_WORKFLOW', severity: 'warning' })]);
  });

  it('knows an Enterprise Server by its workflows', () => {
    const { starts } = doctor(make('ssh://git@code.example.org/acme/shop.git', workflows));
    expect(starts).toContain('the tag v1.4.1 starts image.yml');
  });
});

it('release doctor tells of no start where the forge is not known', () => {
  expect(doctor(make('ssh://git@code.example.org/group/shop.git', {})).starts).toEqual([]);
});

it('release doctor tells once what two plugins find', () => {
  const locked = "[{ code: 'LOCKED', severity: 'warning', message: 'It is locked.', fix: 'Unlock it.' }]";
  const plugins = ['cellar', 'attic'].map((name) => `{ name: '${name}', verify: () => ${locked} }`);
  const { problems } = doctor(make('https://code.example.org/acme/shop.git', {}, plugins.join(', ')));
  expect(problems.filter(({ code }) => code === 'LOCKED')).toHaveLength(1);
});

describe('release doctor, where git signs', () => {
  it.each([
    ['commit.gpgSign', []],
    ['tag.gpgSign', []],
    ['tag.gpgSign', ['v1.4.1']],
  ])('tells by %s that it cannot, unless %j is on the remote already', (key, pushed) => {
    repository = commandFixture({
      'release.config.ts': config(),
      'package.json': '{ "version": "1.4.1" }\n',
    });
    repository.git('tag', 'v1.4.1');
    repository.git('push', '--quiet', 'origin', 'main', ...pushed);
    if (pushed.length === 0) {
      repository.write({ 'src/shop.ts': 'export {};\n' });
      repository.commit('fix: a shop');
    }
    repository.git('config', key, 'true');
    repository.git('config', 'gpg.program', '/nowhere/gpg');
    const problems = doctor(repository).problems.map(({ code, message }) => `${code}: ${message}`);
    const cannot =
      'SIGNING_FAILED: Git is configured to sign what a release makes, and cannot: its program /nowhere/gpg was not found.';
    expect(problems).toEqual(pushed.length === 0 ? [cannot] : []);
    expect(repository.release(['--dry-run']).code).toBe(pushed.length === 0 ? 2 : 0);
  });
});
