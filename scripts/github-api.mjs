// Writes an extract of GitHub's own description of its REST API, which the tests hold requests and answers to: the
// operations that Launchway uses and the schemas they name, without words and examples. From the npm package
// @octokit/openapi (MIT), which unpacks to 404 MB and is therefore no dependency:
//   node scripts/github-api.mjs [VERSION]
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const version = process.argv[2] ?? '23.0.2';
const file = 'packages/sandbox/test/fixtures/github-api.json';

const operations = {
  '': ['get'],
  '/immutable-releases': ['get'],
  '/releases': ['get', 'post'],
  '/releases/latest': ['get'],
  '/releases/tags/{tag}': ['get'],
  '/releases/{release_id}': ['get', 'patch', 'delete'],
  '/releases/{release_id}/assets': ['get', 'post'],
  '/releases/assets/{asset_id}': ['get', 'delete'],
  '/git/ref/{ref}': ['get'],
  '/git/tags/{tag_sha}': ['get'],
  '/actions/workflows/{workflow_id}': ['get'],
  '/actions/workflows/{workflow_id}/runs': ['get'],
  '/actions/workflows/{workflow_id}/dispatches': ['post'],
  '/commits/{commit_sha}/pulls': ['get'],
  '/issues/{issue_number}/comments': ['get', 'post'],
};

const api = JSON.parse(description());
const paths = Object.fromEntries(
  Object.entries(operations).map(([path, methods]) => {
    const whole = `/repos/{owner}/{repo}${path}`;
    const found = api.paths[whole];
    return [whole, Object.fromEntries(methods.map((method) => [method, operation(found[method])]))];
  }),
);
const components = {};
for (const name of namesIn(paths)) take(name);
writeFileSync(
  file,
  `${JSON.stringify({
    source: `generated/api.github.com.json of @octokit/openapi ${version}, MIT; made by scripts/github-api.mjs`,
    openapi: api.openapi,
    paths,
    components,
  })}\n`,
);
console.log(`${file}: ${Object.keys(paths).length} paths, ${readFileSync(file).length} bytes`);

/** The text of the description, out of the package as npm gives it. */
function description() {
  const folder = mkdtempSync(join(tmpdir(), 'launchway-github-api-'));
  try {
    execFileSync('npm', ['pack', '--silent', `@octokit/openapi@${version}`], { cwd: folder });
    const member = 'package/generated/api.github.com.json';
    const archive = `octokit-openapi-${version}.tgz`;
    execFileSync('tar', ['-xzf', archive, member], { cwd: folder });
    return readFileSync(join(folder, member), 'utf8');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function operation({ operationId, parameters, requestBody, responses }) {
  return plain({ operationId, parameters, requestBody, responses });
}

/** Copies what a component needs, and what that needs in turn. */
function take(name) {
  const [kind, id] = name.split('/');
  components[kind] ??= {};
  if (components[kind][id] !== undefined) return;
  components[kind][id] = plain(api.components[kind][id]);
  for (const next of namesIn(components[kind][id])) take(next);
}

function namesIn(value) {
  return [...JSON.stringify(value).matchAll(/"\$ref":"#\/components\/([^"]+)"/g)].map(([, name]) => name);
}

/** A value without what only people read. Members of `properties` are names, whatever they are. */
function plain(value, isNames = false) {
  if (Array.isArray(value)) return value.map((each) => plain(each));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => isNames || !/^(?:description|summary|title|examples?|externalDocs|x-.*)$/.test(key))
      .map(([key, member]) => [key, plain(member, key === 'properties' && !isNames)]),
  );
}
