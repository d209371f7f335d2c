import type { ServedTags } from '../git/tags.ts';
import type { GitlabCaller } from './access.ts';
import { answer, bodyOf, type GitlabAnswer, type GitlabRequest, notFound, page, refuse } from './exchange.ts';
import type { GitlabLink, GitlabProject, GitlabRelease, NextId } from './store.ts';

/** What the routes of releases work with. */
export interface ReleaseDesk {
  readonly project: GitlabProject;
  readonly caller: GitlabCaller;
  readonly nextId: NextId;
  /** Address of the project's page. */
  readonly web: string;
  readonly root: string;
  readonly tags: ServedTags;
}

const now = '2026-01-02T03:04:05.000Z';

/** `/releases` and below (docs.gitlab.com/api/releases, docs.gitlab.com/api/releases/links). */
export async function answerReleases(
  path: readonly string[],
  request: GitlabRequest,
  desk: ReleaseDesk,
): Promise<GitlabAnswer> {
  const [tag, assets, links, id] = path;
  if (tag === undefined) {
    if (request.method === 'POST') return create(request, desk);
    const all = [...desk.project.releases.values()].map((release) => view(release, desk));
    return page(all, request, desk.root);
  }
  const release = desk.project.releases.get(tag);
  if (release === undefined) return desk.caller.level < 30 ? refuse(403, '403 Forbidden') : notFound();
  if (assets === 'assets' && links === 'links') return answerLinks(id, request, release, desk);
  if (request.method === 'PUT') return update(request, release, desk);
  if (request.method !== 'GET') return refuse(405, '405 Method Not Allowed');
  return answer(200, view(release, desk));
}

async function create(request: GitlabRequest, desk: ReleaseDesk): Promise<GitlabAnswer> {
  const body = bodyOf(request);
  const tag = body['tag_name'];
  if (typeof tag !== 'string' || tag === '') return { status: 400, body: { error: 'tag_name is missing' } };
  if (desk.project.releases.has(tag)) return refuse(409, 'Release already exists');
  if (isProtected(tag, desk)) return refuse(403, '403 Forbidden');
  const found = await desk.tags.find(tag);
  const commit = found?.commit ?? text(body['ref']);
  if (commit === undefined) return refuse(422, 'Ref is not specified');
  if (found === undefined) desk.tags.make(tag, commit);
  const wrong = missingMilestones(body, desk.project);
  if (wrong !== undefined) return wrong;
  const links: GitlabLink[] = [];
  for (const each of linksOf(body)) {
    const made = linkFrom(each, links, desk.nextId);
    if (!('id' in made)) return refuse(400, `Validation failed: Links ${made.wrong}`);
    links.push(made);
  }
  const release: GitlabRelease = {
    tag_name: tag,
    name: text(body['name']) ?? tag,
    description: text(body['description']) ?? '',
    released_at: text(body['released_at']) ?? now,
    milestones: texts(body['milestones']) ?? [],
    commit,
    links,
  };
  desk.project.releases.set(tag, release);
  return answer(201, view(release, desk));
}

function update(request: GitlabRequest, release: GitlabRelease, desk: ReleaseDesk): GitlabAnswer {
  const body = bodyOf(request);
  if (isProtected(release.tag_name, desk)) return refuse(403, '403 Forbidden');
  const wrong = missingMilestones(body, desk.project);
  if (wrong !== undefined) return wrong;
  release.name = text(body['name']) ?? release.name;
  release.description = text(body['description']) ?? release.description;
  release.released_at = text(body['released_at']) ?? release.released_at;
  release.milestones = texts(body['milestones']) ?? release.milestones;
  return answer(200, view(release, desk));
}

function answerLinks(
  id: string | undefined,
  request: GitlabRequest,
  release: GitlabRelease,
  desk: ReleaseDesk,
): GitlabAnswer {
  if (id === undefined && request.method === 'GET')
    return page(release.links.map(linkView), request, desk.root);
  if (id === undefined && request.method === 'POST') {
    const made = linkFrom(bodyOf(request), release.links, desk.nextId);
    if (!('id' in made))
      return refuse(400, { [made.wrong.split(' ')[0] ?? '']: [made.wrong.replace(/^\w+ /, '')] });
    release.links.push(made);
    return answer(201, linkView(made));
  }
  const link = release.links.find((each) => String(each.id) === id);
  if (link === undefined) return notFound();
  if (request.method === 'PUT') {
    const body = bodyOf(request);
    const others = release.links.filter((each) => each !== link);
    const wrong = clash(
      { name: text(body['name']) ?? link.name, url: text(body['url']) ?? link.url },
      others,
    );
    if (wrong !== undefined) return refuse(400, [wrong]);
    link.name = text(body['name']) ?? link.name;
    link.url = text(body['url']) ?? link.url;
    link.direct_asset_path = text(body['direct_asset_path']) ?? link.direct_asset_path;
    link.link_type = text(body['link_type']) ?? link.link_type;
  } else if (request.method === 'DELETE') release.links = release.links.filter((each) => each !== link);
  return answer(200, linkView(link));
}

function linkFrom(
  body: Record<string, unknown>,
  others: readonly GitlabLink[],
  nextId: NextId,
): GitlabLink | { readonly wrong: string } {
  const [name, url] = [text(body['name']), text(body['url'])];
  if (name === undefined || url === undefined) return { wrong: 'name is missing' };
  if (!/^(?:https?|ftp):\/\//.test(url))
    return { wrong: 'url is blocked: Only allowed schemes are http, https, ftp' };
  const path = text(body['direct_asset_path']) ?? text(body['filepath']);
  if (path !== undefined && !path.startsWith('/')) return { wrong: 'filepath is in an invalid format' };
  const type = text(body['link_type']) ?? 'other';
  if (!['other', 'runbook', 'image', 'package'].includes(type))
    return { wrong: 'link_type does not have a valid value' };
  const wrong =
    clash({ name, url }, others) ??
    (path !== undefined && others.some((other) => other.direct_asset_path === path)
      ? 'filepath has already been taken'
      : undefined);
  return wrong === undefined
    ? { id: nextId(), name, url, direct_asset_path: path, link_type: type }
    : { wrong };
}

function clash(
  link: { readonly name: string; readonly url: string },
  others: readonly GitlabLink[],
): string | undefined {
  if (others.some(({ name }) => name === link.name)) return 'name has already been taken';
  return others.some(({ url }) => url === link.url) ? 'url has already been taken' : undefined;
}

function missingMilestones(
  body: Record<string, unknown>,
  { milestones }: GitlabProject,
): GitlabAnswer | undefined {
  const missing = (texts(body['milestones']) ?? []).filter((title) => !milestones.includes(title));
  return missing.length === 0 ? undefined : refuse(400, `Milestone(s) not found: ${missing.join(', ')}`);
}

function isProtected(tag: string, { project, caller }: ReleaseDesk): boolean {
  return project.protectedTags.some(({ name, level }) => {
    const rule = new RegExp(
      `^${name
        .split('*')
        .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
        .join('.*')}$`,
    );
    return rule.test(tag) && (level === 0 || level > caller.level);
  });
}

function linksOf(body: Record<string, unknown>): readonly Record<string, unknown>[] {
  const assets = body['assets'];
  const links = typeof assets === 'object' && assets !== null && 'links' in assets ? assets.links : [];
  return Array.isArray(links) ? (links as readonly Record<string, unknown>[]) : [];
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const texts = (value: unknown): readonly string[] | undefined =>
  Array.isArray(value) ? value.map(String) : undefined;

const linkView = ({ id, name, url, direct_asset_path, link_type }: GitlabLink) => ({
  id,
  name,
  url,
  direct_asset_url: direct_asset_path === undefined ? url : direct_asset_path,
  link_type,
});

function view(release: GitlabRelease, { web }: ReleaseDesk) {
  const { commit, links, milestones, ...rest } = release;
  return {
    ...rest,
    created_at: now,
    upcoming_release: false,
    commit: { id: commit, short_id: commit.slice(0, 8) },
    milestones: milestones.map((title, index) => ({ id: index + 1, title })),
    assets: { count: links.length + 4, sources: [], links: links.map(linkView) },
    evidences: [],
    _links: { self: `${web}/-/releases/${encodeURIComponent(release.tag_name)}` },
  };
}
