import { createHash } from 'node:crypto';
import { answer, type ApiAnswer, type ApiRequest, bodyOf } from '../http/exchange.ts';
import { mayWrite } from './access.ts';
import { type GithubDesk, invalid, listed, notFound, text } from './exchange.ts';
import { assetView, releaseView } from './release-views.ts';
import type { GithubAsset, GithubRelease } from './store.ts';

const bodyLimit = 125_000;

/** `/releases` and below (docs.github.com/rest/releases). */
export async function answerReleases(
  path: readonly string[],
  request: ApiRequest,
  desk: GithubDesk,
): Promise<ApiAnswer> {
  const [first, ...rest] = path;
  if (first === undefined) return request.method === 'POST' ? create(request, desk) : list(request, desk);
  if (first === 'tags') return found(published(rest.join('/'), desk), desk);
  if (first === 'latest')
    return found(
      desk.store.releases.find(({ id }) => id === desk.store.latest),
      desk,
    );
  if (first === 'assets') return answerAsset(Number(rest[0]), request, desk);
  const release = desk.store.releases.find(({ id }) => id === Number(first));
  if (release === undefined || (release.draft && !mayWrite(desk.caller))) return notFound();
  if (rest[0] === 'assets')
    return listed(
      release.assets.map((asset) => assetView(asset, release, desk)),
      request,
      desk,
    );
  if (request.method === 'PATCH') return update(release, request, desk);
  return request.method === 'DELETE' ? remove(release, desk) : found(release, desk);
}

/** Newest first, drafts for those alone who may write. */
function list(request: ApiRequest, desk: GithubDesk): ApiAnswer {
  const seen = desk.store.releases.filter(({ draft }) => !draft || mayWrite(desk.caller));
  return listed(
    [...seen].reverse().map((release) => releaseView(release, desk)),
    request,
    desk,
  );
}

const found = (release: GithubRelease | undefined, desk: GithubDesk): ApiAnswer =>
  release === undefined ? notFound() : answer(200, releaseView(release, desk));

const published = (tag: string, { store }: GithubDesk): GithubRelease | undefined =>
  store.releases.find((release) => !release.draft && release.tag === tag);

async function create(request: ApiRequest, desk: GithubDesk): Promise<ApiAnswer> {
  const body = bodyOf(request);
  const tag = text(body['tag_name']);
  if (tag === undefined) return invalid({ resource: 'Release', code: 'missing_field', field: 'tag_name' });
  const release: GithubRelease = {
    id: desk.nextId(),
    tag,
    name: text(body['name']) ?? tag,
    body: text(body['body']) ?? '',
    draft: true,
    prerelease: body['prerelease'] === true,
    immutable: false,
    target: text(body['target_commitish']) ?? 'main',
    assets: [],
  };
  const wrong =
    wrongValues(body, release, desk) ??
    (body['draft'] === true ? undefined : await publish(release, body, desk));
  if (wrong !== undefined) return wrong;
  desk.store.releases.push(release);
  return answer(201, releaseView(release, desk));
}

async function update(release: GithubRelease, request: ApiRequest, desk: GithubDesk): Promise<ApiAnswer> {
  const body = bodyOf(request);
  const changed = {
    ...release,
    name: text(body['name']) ?? release.name,
    body: text(body['body']) ?? release.body,
  };
  if (!release.immutable) {
    changed.tag = text(body['tag_name']) ?? release.tag;
    changed.target = text(body['target_commitish']) ?? release.target;
    changed.prerelease = typeof body['prerelease'] === 'boolean' ? body['prerelease'] : release.prerelease;
  }
  const isPublished = release.draft && body['draft'] === false;
  const wrong =
    wrongValues(body, changed, desk) ?? (isPublished ? await publish(changed, body, desk) : undefined);
  if (wrong !== undefined) return wrong;
  Object.assign(release, changed);
  if (!release.draft && !isPublished) setLatest(release, body['make_latest'], desk);
  return answer(200, releaseView(release, desk));
}

/** Makes a release public: its tag where there is none, and nothing to be changed where releases are immutable. */
async function publish(
  release: GithubRelease,
  body: Readonly<Record<string, unknown>>,
  desk: GithubDesk,
): Promise<ApiAnswer | undefined> {
  const { store } = desk;
  if (published(release.tag, desk) !== undefined)
    return invalid({ resource: 'Release', code: 'already_exists', field: 'tag_name' });
  // Publishing a draft makes its tag.
  if ((await desk.tags.find(release.tag)) === undefined) desk.tags.make(release.tag, release.target);
  release.draft = false;
  release.immutable = store.immutable;
  setLatest(release, body['make_latest'] ?? 'true', desk);
  return undefined;
}

function setLatest(release: GithubRelease, made: unknown, { store }: GithubDesk): void {
  if (made === 'true' && !release.prerelease) store.latest = release.id;
  if (made === 'false' && store.latest === release.id) store.latest = undefined;
}

function wrongValues(
  body: Readonly<Record<string, unknown>>,
  release: GithubRelease,
  { store }: GithubDesk,
): ApiAnswer | undefined {
  const fault = (field: string, message: string) =>
    invalid({ resource: 'Release', code: 'custom', field, message });
  if (store.burned.has(release.tag)) return fault('tag_name', 'tag_name was used by an immutable release');
  if (release.body.length > bodyLimit)
    return fault('body', `body is too long (maximum is ${bodyLimit} characters)`);
  const made = body['make_latest'];
  if (made !== undefined && made !== 'true' && made !== 'false' && made !== 'legacy')
    return fault('make_latest', 'make_latest is invalid');
  const isLatest = made === 'true' && (release.prerelease || (release.draft && body['draft'] !== false));
  return isLatest ? fault('make_latest', 'Latest release cannot be draft or prerelease') : undefined;
}

function remove(release: GithubRelease, { store }: GithubDesk): ApiAnswer {
  store.releases.splice(store.releases.indexOf(release), 1);
  if (store.latest === release.id) store.latest = undefined;
  if (release.immutable) store.burned.add(release.tag);
  return { status: 204 };
}

function answerAsset(id: number, request: ApiRequest, desk: GithubDesk): ApiAnswer {
  const release = desk.store.releases.find(({ assets }) => assets.some((asset) => asset.id === id));
  const asset = release?.assets.find((each) => each.id === id);
  if (release === undefined || asset === undefined) return notFound();
  if (request.method !== 'DELETE') return answer(200, assetView(asset, release, desk));
  if (release.immutable) return frozen('delete assets from');
  release.assets = release.assets.filter((each) => each !== asset);
  return { status: 204 };
}

const frozen = (what: string): ApiAnswer =>
  invalid({
    resource: 'ReleaseAsset',
    code: 'custom',
    field: 'release_id',
    message: `Cannot ${what} an immutable release.`,
  });

/**
 * `POST /repos/{owner}/{repo}/releases/{id}/assets` of the server for uploads. One that is broken off leaves an asset that
 * holds nothing, in the way of the next.
 */
export function answerUpload(id: number, request: ApiRequest, desk: GithubDesk, broken: boolean): ApiAnswer {
  const release = desk.store.releases.find((each) => each.id === id);
  if (release === undefined) return notFound();
  if (release.immutable) return frozen('upload assets to');
  const asked = request.query.get('name') ?? '';
  // GitHub renames files with other characters, and full stops at either end.
  const name = asked.replace(/[^\w.+@~-]+/g, '.').replace(/^\.+|\.+$/g, '');
  if (name === '') return invalid({ resource: 'ReleaseAsset', code: 'missing_field', field: 'name' });
  if (release.assets.some((asset) => asset.name === name))
    return invalid({ resource: 'ReleaseAsset', code: 'already_exists', field: 'name' });
  const asset: GithubAsset = {
    id: desk.nextId(),
    name,
    label: request.query.get('label'),
    contentType: request.headers['content-type'] ?? 'application/octet-stream',
    ...(broken
      ? { size: 0, digest: null, state: 'starter' }
      : {
          size: request.body.length,
          digest: `sha256:${createHash('sha256').update(request.body).digest('hex')}`,
          state: 'uploaded',
        }),
  };
  release.assets.push(asset);
  return answer(201, assetView(asset, release, desk));
}
