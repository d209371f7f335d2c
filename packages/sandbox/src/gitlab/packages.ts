import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import type { GitlabCaller } from './access.ts';
import { answer, type GitlabAnswer, type GitlabRequest, notFound, page, refuse } from './exchange.ts';
import type { GitlabFile, GitlabPackage, GitlabProject, NextId } from './store.ts';

export interface PackageDesk {
  readonly project: GitlabProject;
  readonly caller: GitlabCaller;
  readonly nextId: NextId;
  readonly root: string;
}

/** `/packages` and below: the list, generic packages and helm charts. */
export function answerPackages(
  path: readonly string[],
  request: GitlabRequest,
  desk: PackageDesk,
): GitlabAnswer {
  if (desk.project.settings['packages_enabled'] === false) return refuse(403, '403 Forbidden');
  const [first, ...rest] = path;
  if (first === undefined) return list(request, desk);
  if (first === 'generic') return answerGeneric(rest, request, desk);
  if (first === 'helm') return answerHelm(rest, request, desk);
  const found = desk.project.packages.find(({ id }) => String(id) === first);
  if (found === undefined) return notFound('Package');
  if (rest[0] !== 'package_files') return answer(200, packageView(found));
  if (request.method === 'DELETE') return removeFile(found, rest[1], desk);
  return page(found.files.map(fileView), request, desk.root);
}

/** docs.gitlab.com/api/packages: files are deleted by Maintainers. */
function removeFile({ files }: GitlabPackage, id: string | undefined, { caller }: PackageDesk): GitlabAnswer {
  if (caller.level < 40) return refuse(403, '403 Forbidden');
  const at = files.findIndex((file) => String(file.id) === id);
  if (at < 0) return notFound('Package file');
  files.splice(at, 1);
  return { status: 204, body: Buffer.alloc(0) };
}

/** `package_name` is a fuzzy search, as it is there. */
function list(request: GitlabRequest, desk: PackageDesk): GitlabAnswer {
  const { query } = request;
  const [type, name, version, status] = ['package_type', 'package_name', 'package_version', 'status'].map(
    (key) => query.get(key),
  );
  const found = desk.project.packages.filter(
    (each) =>
      (!type || each.type === type) &&
      (!name || each.name.includes(name)) &&
      (!version || each.version === version) &&
      (!status || status === 'default'),
  );
  return page(found.map(packageView), request, desk.root);
}

const namePattern = /^[A-Za-z0-9.\-_+~@/]+$/;

/** docs.gitlab.com/user/packages/generic_packages */
function answerGeneric(path: readonly string[], request: GitlabRequest, desk: PackageDesk): GitlabAnswer {
  const [name = '', version = '', ...rest] = path;
  const file = rest.join('/');
  const found = packageOf(desk, 'generic', name, version);
  if (request.method === 'PUT') {
    if (!/^[A-Za-z0-9.\-_+]+$/.test(name)) return { status: 400, body: { error: 'package_name is invalid' } };
    if (!namePattern.test(file) || /^[~@]|[~@]$/.test(file))
      return { status: 400, body: { error: 'file_name is invalid' } };
    const isThere = found?.files.some((each) => each.name === file) ?? false;
    if (isThere && desk.project.settings['duplicates'] === false)
      return refuse(400, 'Duplicate package is not allowed');
    const made = add(desk, { type: 'generic', name, version, channel: '' }, file, request.body);
    return request.query.get('select') === 'package_file'
      ? answer(201, fileView(made))
      : refuse(201, '201 Created');
  }
  const newest = found?.files.filter((each) => each.name === file).at(-1);
  return newest === undefined ? notFound() : answer(200, newest.bytes);
}

/** docs.gitlab.com/api/packages/helm */
function answerHelm(path: readonly string[], request: GitlabRequest, desk: PackageDesk): GitlabAnswer {
  if (path[0] === 'api' && path[2] === 'charts' && request.method === 'POST')
    return uploadChart(path[1] ?? '', request, desk);
  const [channel = '', ...rest] = path;
  const charts = desk.project.packages.filter((each) => each.type === 'helm' && each.channel === channel);
  if (rest.join('/') === 'index.yaml')
    return { status: 200, headers: { 'content-type': 'text/yaml' }, body: indexOf(charts) };
  const file = rest[0] === 'charts' ? rest[1] : undefined;
  const newest = charts
    .flatMap(({ files }) => files)
    .filter(({ name }) => name === file)
    .at(-1);
  return newest === undefined ? notFound() : answer(200, newest.bytes);
}

/** Answers before it has looked into the chart; one that cannot be read never appears in the index. */
function uploadChart(channel: string, request: GitlabRequest, desk: PackageDesk): GitlabAnswer {
  const bytes = chartOf(request);
  if (bytes === undefined) return { status: 400, body: { error: 'chart is missing' } };
  const metadata = chartYaml(bytes);
  const [name, version] = ['name', 'version'].map(
    (key) => new RegExp(`^${key}: *["']?([^"'\\s]+)`, 'm').exec(metadata)?.[1],
  );
  if (name && version) add(desk, { type: 'helm', name, version, channel }, `${name}-${version}.tgz`, bytes);
  return refuse(201, '201 Created');
}

/** The field `chart` of a form. */
function chartOf({ headers, body }: GitlabRequest): Buffer | undefined {
  const boundary = /boundary="?([^";]+)"?/.exec(headers['content-type'] ?? '')?.[1];
  if (boundary === undefined) return undefined;
  const start = body.indexOf('name="chart"');
  const content = start < 0 ? -1 : body.indexOf('\r\n\r\n', start) + 4;
  const end = content < 4 ? -1 : body.indexOf(`\r\n--${boundary}`, content);
  return end < 0 ? undefined : body.subarray(content, end);
}

function chartYaml(archive: Buffer): string {
  try {
    const tar = gunzipSync(archive);
    for (let at = 0; at + 512 <= tar.length; ) {
      const name = tar.toString('utf8', at, at + 100).replace(/\0.*$/s, '');
      const size = Number.parseInt(tar.toString('utf8', at + 124, at + 136), 8) || 0;
      if (/^(?:\.\/)?[^/]+\/Chart\.yaml$/.test(name)) return tar.toString('utf8', at + 512, at + 512 + size);
      at += 512 + Math.ceil(size / 512) * 512;
    }
  } catch {
    // No archive: GitLab notes the error and says nothing.
  }
  return '';
}

function indexOf(charts: readonly GitlabPackage[]): string {
  const names = [...new Set(charts.map(({ name }) => name))].sort();
  const entries = names.map((name) => {
    const versions = charts.filter((each) => each.name === name);
    const items = versions.map(({ version, files }) => {
      const file = files.at(-1);
      return `  - name: ${name}\n    version: "${version}"\n    created: "2026-01-02T03:04:05Z"\n    digest: ${file?.sha256 ?? ''}\n    urls:\n    - charts/${file?.name ?? ''}\n`;
    });
    return `  ${name}:\n${items.join('')}`;
  });
  return `---\napiVersion: v1\nentries:${entries.length === 0 ? ' {}\n' : `\n${entries.join('')}`}generated: "2026-01-02T03:04:05Z"\n`;
}

type Identity = Pick<GitlabPackage, 'type' | 'name' | 'version' | 'channel'>;

function add(desk: PackageDesk, identity: Identity, file: string, bytes: Buffer): GitlabFile {
  const { project, nextId } = desk;
  let held = project.packages.find(
    (each) =>
      each.type === identity.type &&
      each.name === identity.name &&
      each.version === identity.version &&
      each.channel === identity.channel,
  );
  if (held === undefined) {
    held = { id: nextId(), ...identity, files: [] };
    project.packages.push(held);
  }
  const made = { id: nextId(), name: file, bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
  held.files.push(made);
  return made;
}

function packageOf(
  { project }: PackageDesk,
  type: string,
  name: string,
  version: string,
): GitlabPackage | undefined {
  return project.packages.find(
    (each) => each.type === type && each.name === name && each.version === version,
  );
}

const packageView = ({ id, name, version, type }: GitlabPackage) => ({
  id,
  name,
  version,
  package_type: type,
  status: 'default',
  created_at: '2026-01-02T03:04:05.000Z',
});

const fileView = ({ id, name, bytes, sha256 }: GitlabFile) => ({
  id,
  file_name: name,
  size: bytes.length,
  file_sha256: sha256,
  file_md5: null,
});
