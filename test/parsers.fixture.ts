import { hideUserinfo } from '../packages/core/src/git/userinfo.ts';
import { gzipSync } from 'node:zlib';
import type { CommandSpec } from '../packages/core/src/arguments/spec.ts';
import { findCommand, parseArgs } from '../packages/core/src/arguments/parse.ts';
import { globalFlags } from '../packages/core/src/arguments/flags.ts';
import {
  parseJson as configJson,
  parseYaml as configYaml,
} from '../packages/core/src/config/reading/data.ts';
import { messageParser } from '../packages/core/src/builtin/conventional/message.ts';
import { unifiedDiff } from '../packages/core/src/edits/diff.ts';
import { readJson, setJson } from '../packages/core/src/edits/json/values.ts';
import { setYamlText } from '../packages/core/src/edits/yaml/text.ts';
import { readYaml, setYaml } from '../packages/core/src/edits/yaml/values.ts';
import { parseConfig } from '../packages/core/src/effects/git/reading/configuration.ts';
import { TreeReader } from '../packages/core/src/effects/git/objects/tree-object.ts';
import { readCi } from '../packages/core/src/facts/ci.ts';
import { pathTest } from '../packages/core/src/facts/globs.ts';
import { describeRejection, describeTrouble, parseRejections } from '../packages/core/src/git/failures.ts';
import { parseRemoteRefs } from '../packages/core/src/git/refs.ts';
import { tagVersion } from '../packages/core/src/model/track.ts';
import { outputsFromJournal } from '../packages/core/src/running/journal.ts';
import { readSavedPlan } from '../packages/core/src/running/saved.ts';
import { gitlabDuration } from '../packages/core/src/pipelines/gitlab/duration.ts';
import { githubFilter } from '../packages/forge/src/glob-github.ts';
import { gitlabGlob } from '../packages/forge/src/glob-gitlab.ts';
import { nextQuery } from '../packages/forge/src/pages.ts';
import { evaluateCondition, variablesIn } from '../packages/forge/src/pipelines/condition.ts';
import { badDurations } from '../packages/forge/src/pipelines/durations.ts';
import { forecastGithub } from '../packages/forge/src/pipelines/github.ts';
import { forecastGitlab } from '../packages/forge/src/pipelines/gitlab.ts';
import { refSlug } from '../packages/core/src/facts/slug.ts';
import { readArchive } from '../packages/helm/src/chart/archive.ts';
import { parseHelmignore } from '../packages/helm/src/chart/helmignore.ts';
import { loadChart } from '../packages/helm/src/chart/load.ts';
import { parseVersion } from '../packages/helm/src/chart/version.ts';
import { findVersion } from '../packages/helm/src/index/find.ts';
import { spliceEntry } from '../packages/helm/src/index/splice.ts';
import { readDocuments } from '../packages/helm/src/yaml/read.ts';
import { parseChallenges } from '../packages/oci/src/challenge.ts';
import {
  helpersFor,
  helperLogin,
  parseDockerConfig,
  storedLogin,
} from '../packages/oci/src/docker-config.ts';
import { parseChart, parseImage, parseReference } from '../packages/oci/src/reference.ts';
import { changesOfNotes, changesText } from '../packages/plugin-helm-catalog/src/notes/changes.ts';
import { withWhatsNew } from '../packages/plugin-helm-catalog/src/notes/whats-new.ts';
import { archiveOf } from '../packages/plugin-chart/src/dependencies.ts';
import { readManifest } from '../packages/plugin-jsr/src/package/manifest.ts';
import { specifiersIn, withoutSpecifiers } from '../packages/plugin-jsr/src/package/specifiers.ts';
import { eventContext } from '../packages/plugin-docker/src/tags/context.ts';
import { parseFields, splitLines } from '../packages/plugin-docker/src/tags/csv.ts';
import { imageMetadata } from '../packages/plugin-docker/src/tags/metadata.ts';
import { parsePep440 } from '../packages/plugin-docker/src/tags/pep440.ts';
import { parseTemplate } from '../packages/plugin-docker/src/tags/template-parse.ts';

/** A parser of ours, texts of the kind it is for, and how it is called. */
export interface Parser {
  readonly name: string;
  readonly seeds: readonly string[];
  /** Takes any text; a fault is an error that is neither a problem nor one the parser's documentation names. */
  readonly parse: (text: string) => unknown;
}

const pointer = ['version'];
const chartYaml =
  "apiVersion: v2\nname: harbour\nversion: 0.2.26 # next\nappVersion: '1.1.0'\nannotations:\n  a/b: |\n    - one\n";
const json = '{\n  "name": "x",\n  "version": "1.2.3", // c\n  "list": [1, {"a": null}]\n}\n';
const index =
  'apiVersion: v1\nentries:\n  harbour:\n  - apiVersion: v2\n    created: "2026-01-02T03:04:05Z"\n    digest: sha256:aa\n    name: harbour\n    urls:\n    - assets/harbour-0.2.26.tgz\n    version: 0.2.26\n  other: []\ngenerated: "2026-01-02T03:04:05Z"\n';
const pipeline =
  'stages: [build]\nvariables: { A: "1" }\nworkflow:\n  rules:\n    - if: $CI_COMMIT_TAG =~ /^v\\d/\n.base: &base\n  rules: [!reference [.other, rules]]\njob:\n  <<: *base\n  extends: .base\n  only: [tags, /^v.*$/]\n  artifacts: { expire_in: 2 weeks }\n  script: [make]\n';
const workflow =
  'on:\n  push:\n    branches: [main, "release/**"]\n    tags: ["v[0-9]+.*"]\n    paths: ["!docs/**", "src/**"]\njobs: {}\n';
const config =
  '[core]\n\tbare = false ; no\n[remote "origin"]\n\turl = "https://x/\\"y.git"\n\tfetch = +a:\\\n b\n[branch "main"] remote = origin\n';
const message =
  'feat(a,b)!: one (#12)\n\n* fix: two\n\nBREAKING CHANGE: gone\nRelease-As: chart@1.2.3\nRefs: 676104e, a215868\n\n```\nfix: code\n```\nThis reverts commit 0123456789abcdef.\n';
const commands: CommandSpec = {
  name: 'plan',
  summary: '',
  options: {
    out: { summary: '', value: 'FILE' },
    only: { summary: '', value: 'A', repeat: true },
    diff: { summary: '' },
  },
  args: ['ref?'],
};
const plan =
  '{"schema":1,"digest":"sha256:0","head":"0123","release":null,"steps":[{"id":"a","kind":"b","input":{"$output":"x"}}]}';
const event =
  '{"number":7,"repository":{"default_branch":"main","name":"x","license":{"spdx_id":"MIT"}},"pull_request":{"head":{"sha":"01"},"base":{"ref":"main"}},"commits":[{"id":"01","timestamp":"2026-01-02T03:04:05Z"}]}';
const dockerConfig =
  '{"auths":{"ghcr.io":{"auth":"YTpi"},"https://index.docker.io/v1/":{"identitytoken":"x"}},"credHelpers":{"x.io":"y"},"credsStore":"pass"}';
const entry = {
  metadata: { apiVersion: 'v2', name: 'harbour', version: '0.2.27' },
  digest: 'bb',
  urls: ['a.tgz'],
  created: '2026-01-02T03:04:05Z',
};
/** Nothing lies behind the last byte, as it does in a small Buffer: whoever reads past it is found out. */
const bytes = (text: string, encoding: 'utf8' | 'latin1' = 'latin1'): Uint8Array =>
  new Uint8Array(Buffer.from(text, encoding));
const tar = (name: string, content: string, type = '0'): string => {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write('0000644\0', 100);
  header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write('00000000000\0        ', 136);
  header.write(type, 156);
  header.write('ustar\x0000', 257);
  header.write(
    `${header
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
    148,
  );
  return header.toString('latin1') + content.padEnd(Math.ceil(content.length / 512) * 512, '\0');
};
const archive =
  tar('harbour/Chart.yaml', chartYaml) +
  tar('harbour/templates/', '', '5') +
  tar('harbour/a', 'b') +
  '\0'.repeat(1024);
const tree = (files: Readonly<Record<string, string>>) => ({
  text: async (path: string) => (Object.hasOwn(files, path) ? files[path] : undefined),
  bytes: async (path: string) => (Object.hasOwn(files, path) ? bytes(files[path] ?? '') : undefined),
  list: async () => Object.keys(files).map((path) => ({ path, kind: 'file' as const })),
});
const push = { ref: { kind: 'tag', name: 'v1.2.3' }, changed: ['src/a.ts'], message: 'fix: one' } as const;
const messages = messageParser(new Set(['feat', 'fix', 'docs']));
const metadataContext = eventContext({
  env: (name) => ({ GITHUB_ACTIONS: 'true', GITHUB_REF: 'refs/tags/v1.2.3', GITHUB_SHA: '0123456789' })[name],
  now: 1_767_323_045_000,
});

/** Every parser that is written in this repository, by the kind of text it takes. */
export const parsers: readonly Parser[] = [
  {
    name: 'a version in JSON',
    seeds: [json, '{"version":null}'],
    parse: (text) => [
      readJson({ file: 'jsr.json', text }, pointer),
      setJson({ file: 'jsr.json', text }, pointer, '9.8.7', true),
    ],
  },
  {
    name: 'a version in strict JSON',
    seeds: [json.replace(' // c', '')],
    parse: (text) => setJson({ file: 'package.json', text }, pointer, '9.8.7'),
  },
  {
    name: 'a version in YAML',
    seeds: [chartYaml, 'version:\n', '{version: 1.2.3, a: [b]}\n'],
    parse: (text) => [
      readYaml({ file: 'c.yaml', text }, pointer),
      setYaml({ file: 'c.yaml', text }, pointer, '9.8.7', true),
    ],
  },
  {
    name: 'a text in YAML',
    seeds: [chartYaml, 'annotations: {}\n', 'annotations:\n  x: >-\n    a\n'],
    parse: (text) =>
      setYamlText({ file: 'c.yaml', text }, { map: 'annotations', key: 'a/b' }, '- two\n\n  three\n'),
  },
  {
    name: 'a text put into YAML',
    seeds: ['- one\n- two: # x\n', '  a\n\n\tb \n'],
    parse: (text) =>
      setYamlText({ file: 'c.yaml', text: chartYaml }, { map: 'annotations', key: 'a/b' }, text),
  },
  { name: 'a diff', seeds: [chartYaml, json], parse: (text) => unifiedDiff('a', chartYaml + json, text) },
  {
    name: 'a configuration in JSON',
    seeds: ['{"flows":{"a":{"plugins":[]}}}'],
    parse: (text) => configJson(text, 'release.config.json'),
  },
  {
    name: 'a configuration in YAML',
    seeds: ['flows:\n  a: &a { plugins: [[track, { name: x }]] }\n  b: *a\n'],
    parse: (text) => configYaml(text, 'release.config.yaml'),
  },
  {
    name: 'a commit message',
    seeds: [message, 'Revert "feat: a (#1)"\n\nThis reverts commit 0123456.\n'],
    parse: async (text) => [(await messages)(text, false), (await messages)(text, true)],
  },
  { name: 'a saved plan', seeds: [plan], parse: (text) => readSavedPlan(text, 'plan.json', '0123') },
  {
    name: 'a journal',
    seeds: ['{"event":"run","plan":"p"}\n{"event":"done","step":"a","output":{"b":1}}\n'],
    parse: (text) => outputsFromJournal(text, 'p'),
  },
  {
    name: 'command line arguments',
    seeds: ['plan --out=x --only a --only=b -h --diff -- y', '--flow github plan'],
    parse: (text) => [findCommand(text.split(' '), globalFlags), parseArgs(text.split(' '), commands)],
  },
  {
    name: 'a path under the globs of a track',
    seeds: ['plugins/plugin-proxy/plugin.ts', 'docs/a.b/c-d.test.ts'],
    parse: (text) => pathTest(['plugins/**', '!(a|b)/*.{ts,js}', '**/[a-z]?/*.test.*', '!docs/**'])(text),
  },
  {
    name: 'a tag of a template',
    seeds: ['v1.2.3', 'v1.2.3-rc.1+b'],
    parse: (text) => [tagVersion({ name: 'v{version}' }, text), tagVersion({ name: text }, 'v1.2.3')],
  },
  {
    name: 'variables of a CI',
    seeds: ['refs/heads/main', 'refs/pull/7/merge', 'refs/tags/v1'],
    parse: (text) => [
      readCi((name) => (name === 'GITHUB_ACTIONS' ? 'true' : text)),
      readCi((name) => (name === 'GITLAB_CI' ? 'true' : text)),
    ],
  },
  { name: "git's configuration", seeds: [config], parse: parseConfig },
  {
    name: 'the list of refs of a remote',
    seeds: ['0123\trefs/heads/main\n4567\trefs/tags/v1\n89ab\trefs/tags/v1^{}\n'],
    parse: parseRemoteRefs,
  },
  {
    name: "git's words on a push",
    seeds: [
      'To https://a:b@x/y.git\n!\trefs/heads/main:refs/heads/main\t[remote rejected] (fetch first)\nremote: error: GH006: Protected branch\nfatal: unable to access\n',
    ],
    parse: (text) => [
      describeTrouble(text, 'origin'),
      describeRejection(parseRejections(text), text, 'origin'),
      hideUserinfo(text),
    ],
  },
  {
    name: 'a tree object',
    seeds: [`100644 a\0${'x'.repeat(20)}40000 b\0${'y'.repeat(20)}`],
    parse: (text) =>
      new TreeReader({
        read: async () => ({ type: 'tree', oid: '0'.repeat(40), bytes: Buffer.from(text, 'latin1') }),
        close: () => undefined,
      }).entries('x'),
  },
  {
    name: 'an archive of a chart',
    seeds: [archive, tar('../../x', 'y'), tar('a/b', '', '2')],
    parse: async (text) => loadChart(await readArchive(gzipSync(bytes(text), { level: 1 })), 'charts'),
  },
  {
    name: 'a gzip file',
    seeds: [gzipSync(bytes(archive)).toString('latin1')],
    parse: (text) => readArchive(bytes(text)),
  },
  {
    name: 'Chart.yaml',
    seeds: [
      `${chartYaml}dependencies:\n- name: a\n  version: ">=1"\n  repository: https://x\nmaintainers: [{name: b}]\n`,
    ],
    parse: (text) => loadChart([{ path: 'Chart.yaml', bytes: bytes(text, 'utf8') }], 'charts'),
  },
  {
    name: 'values.yaml and Chart.lock',
    seeds: [
      'a: &a { b: [1] }\nc: { <<: *a }\n',
      'dependencies: []\ndigest: sha256:0\ngenerated: "2026-01-02T03:04:05Z"\n',
    ],
    parse: (text) =>
      loadChart(
        [
          { path: 'Chart.yaml', bytes: Buffer.from(chartYaml) },
          { path: 'values.yaml', bytes: bytes(text, 'utf8') },
          { path: 'Chart.lock', bytes: bytes(text, 'utf8') },
        ],
        'charts',
      ),
  },
  {
    name: 'YAML as helm reads it',
    seeds: [chartYaml, 'a: [0o17, 1_0, .inf, 2026-01-02, yes, "x"]\n---\nb: *x\n'],
    parse: (text) => readDocuments(text),
  },
  {
    name: 'an index, looked at',
    seeds: [index, '{"apiVersion":"v1","entries":{"harbour":[{"version":"0.2.26"}]}}'],
    parse: (text) => findVersion(bytes(text, 'utf8'), 'harbour', '0.2.26'),
  },
  {
    name: 'an index, added to',
    seeds: [index, index.replaceAll('\n', '\r\n'), 'apiVersion: v1\nentries: {}\n'],
    parse: (text) => spliceEntry(bytes(text, 'utf8'), entry, { generated: '2026-02-03T04:05:06Z' }),
  },
  {
    name: '.helmignore',
    seeds: ['# c\n*.bak\n/charts/*.tgz\n[a-z]?.y\n!x\n'],
    parse: (text) =>
      parseHelmignore(text, '.helmignore').rules.ignores('templates/a-file/with.a/long-name/and.more.bak'),
  },
  { name: "a version as helm's library reads it", seeds: ['v1.2.3-rc.1+b.2', '1'], parse: parseVersion },
  {
    name: 'the name of a vendored chart',
    seeds: ['redis-1.2.3.tgz', 'a-v0.1.0-rc.1+x.tgz'],
    parse: archiveOf,
  },
  {
    name: 'Markdown of notes',
    seeds: ['## Fixes\n\n- **proxy:** [a](https://x/1) ([1234567](https://x))\n\n```\n## x\n```\n'],
    parse: (text) => [changesText(changesOfNotes(text)), withWhatsNew(text, '1.2.3', text)],
  },
  {
    name: 'an image reference',
    seeds: ['ghcr.io/org/app:1.2.3', 'localhost:5000/a@sha256:' + 'a'.repeat(64), 'debian'],
    parse: (text) => [
      attempt(() => parseImage(text)),
      attempt(() => parseReference(text)),
      attempt(() => parseChart(`oci://${text}`)),
      parseChart(text),
    ],
  },
  {
    name: 'WWW-Authenticate',
    seeds: [
      'Bearer realm="https://x/token",service="x",scope="repository:a:pull,push"',
      'Negotiate abc==, Basic realm=x',
    ],
    parse: parseChallenges,
  },
  {
    name: "docker's configuration",
    seeds: [dockerConfig],
    parse: (text) => {
      const read = parseDockerConfig(text);
      return (
        read &&
        ['ghcr.io', 'docker.io', 'x.io'].map((host) => [storedLogin(read, host), helpersFor(read, host)])
      );
    },
  },
  {
    name: 'the answer of a credential helper',
    seeds: ['{"ServerURL":"x","Username":"<token>","Secret":"s"}'],
    parse: helperLogin,
  },
  {
    name: 'Link',
    seeds: ['<https://x/y?page=2>; rel="next", <https://x/y?page=9>; rel="last"'],
    parse: nextQuery,
  },
  {
    name: "a duration of GitLab's",
    seeds: ['2 weeks and 3 days', '1:30:00', 'twenty one hundred thousand mins', '1.5h'],
    parse: gitlabDuration,
  },
  {
    name: "a glob of GitHub's",
    seeds: ['release/**', 'v[0-9]+.*', '**/*.md', 'a?b+\\*'],
    parse: (text) =>
      githubFilter([text, `!${text}`, `${text}x`])(
        'release/a-long/name/of-a/branch-aaaaaaaaaaaaaaaaaaaaaaaa',
      ),
  },
  {
    name: "a glob of GitLab's",
    seeds: ['{a,b{c,d}}/**/*.rb', '[!a-c]*', 'a\\*b?'],
    parse: (text) => gitlabGlob(text)('release/a-long/name/of-a/file-aaaaaaaaaaaaaaaaaaaaaaaa.rb'),
  },
  {
    name: 'a condition of a pipeline',
    seeds: ['$CI_COMMIT_TAG =~ /^v\\d+/i && ($A == "b" || $C != null)', '$A !~ $B'],
    parse: (text) => [
      evaluateCondition(text, {
        CI_COMMIT_TAG: 'vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv!',
        A: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!',
        B: '/(a+)+$/',
      }),
      variablesIn(text),
    ],
  },
  {
    name: "GitLab's pipeline file",
    seeds: [pipeline],
    parse: (text) =>
      Promise.all([
        forecastGitlab(tree({ '.gitlab-ci.yml': text }), push),
        badDurations(tree({ '.gitlab-ci.yml': text })),
      ]),
  },
  {
    name: "a workflow file of GitHub's",
    seeds: [workflow, 'on: [push, create]\n'],
    parse: (text) => forecastGithub(tree({ '.github/workflows/a.yml': text }), push),
  },
  { name: "a branch's slug", seeds: ['feature/ABC_1', '-x-'], parse: refSlug },
  {
    name: 'lines of docker/metadata-action',
    seeds: [
      'type=semver,pattern={{version}},value=v1.2.3',
      'type=match,"pattern=v(\\d+).*",group=1',
      "type=raw,value={{#if is_default_branch}}a{{else}}{{date 'YYYY' tz='UTC'}}{{/if}},enable={{is_default_branch}}",
      'type=sha,format=long\ntype=ref,event=pr',
    ],
    parse: (text) => imageMetadata({ tags: [text], images: ['a/b'], labels: [text] }, metadataContext),
  },
  {
    name: 'tag rules of our own',
    seeds: ['{version}-{sha:8}', '{date:YYYY.MM[x]}', 'latest', 'v{major}.{minor}'],
    parse: (text) =>
      imageMetadata({ tags: [text.replaceAll(/[\n=,]/g, '')], flavor: [text] }, metadataContext, '1.2.3'),
  },
  {
    name: 'records of fields',
    seeds: ['a,"b,""c""", d\n# x\n"e\nf"\n'],
    parse: (text) => splitLines(text).map(parseFields),
  },
  {
    name: 'templates like those of Handlebars',
    seeds: ["{{#if a}}{{~b.c~}}{{else}}{{{d e='f'}}}{{/if}}{{!-- g --}}\\{{h}}"],
    parse: parseTemplate,
  },
  { name: 'a version of Python', seeds: ['1!1.2.3rc1.post2.dev3+local.1'], parse: parsePep440 },
  {
    name: "GitHub's event file",
    seeds: [event],
    parse: (text) => {
      const read: unknown = attempt(() => JSON.parse(text) as unknown);
      return eventContext({
        env: (name) =>
          ({
            GITHUB_ACTIONS: 'true',
            GITHUB_EVENT_NAME: 'pull_request_target',
            GITHUB_REF: 'refs/pull/7/merge',
            GITHUB_SHA: '01',
          })[name],
        event: read,
        now: 0,
      });
    },
  },
  {
    name: 'a manifest of a package',
    seeds: [json, '{"exports":{".":"./a.ts"},"imports":{}}'],
    parse: async (text) => {
      const read = await readManifest(tree({ 'jsr.json': text }), 'jsr.json');
      return [read?.get('version'), read?.line('exports', '.')];
    },
  },
  {
    name: 'imports of a module',
    seeds: [
      '// c\nimport a from "b" assert { type: "json" };\nexport * from \'./c.ts\';\nconst d = `${await import("e")}` /x\\/[/]/g;\n/* @jsx f */\n',
    ],
    parse: (text) => [specifiersIn(text), withoutSpecifiers(text)],
  },
];

/** What a text gives, or nothing where it is refused; other calls with the same text go on. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Error && (error.name === 'ReleaseError' || error instanceof SyntaxError))
      return undefined;
    throw error;
  }
}
