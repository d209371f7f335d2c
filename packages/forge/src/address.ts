/** A project on a GitLab, by the address of its page or of its API. */
export interface GitlabAddress {
  /** `https://host:port/subpath/api/v4`, without a slash at the end. */
  readonly api: string;
  /** The page of the GitLab, without a slash at the end. */
  readonly web: string;
}

/**
 * Gives the API of a GitLab from its address, with whatever port and path it is served at. The address may be that of the
 * API itself.
 * @returns nothing for an address that is not http or https, or holds a user or a password
 */
export function gitlabAddress(url: string): GitlabAddress | undefined {
  const parsed = publicUrl(url);
  if (parsed === undefined) return undefined;
  const path = parsed.pathname.replace(/\/+$/, '').replace(/\/api(?:\/v4)?$/, '');
  const web = `${parsed.origin}${path}`;
  return { api: `${web}/api/v4`, web };
}

/**
 * Gives the GitLab of a project, and the project's path there, from the address of its page.
 * @param server address of the GitLab, which tells how much of the path is its own; the page's host unless told
 * @returns nothing for a page that is not of that GitLab
 */
export function gitlabProject(
  page: string,
  server?: string,
): (GitlabAddress & { readonly path: string }) | undefined {
  const address = gitlabAddress(server ?? new URL(page).origin);
  if (address === undefined || !page.startsWith(`${address.web}/`)) return undefined;
  return { ...address, path: page.slice(address.web.length + 1) };
}

/** A GitHub, by the address of its page or of its API. */
export interface GithubAddress {
  /** `https://api.github.com`, or `https://host/api/v3` of an Enterprise Server, without a slash at the end. */
  readonly api: string;
  /** The page of the GitHub, without a slash at the end. */
  readonly web: string;
}

/**
 * Gives the API of a GitHub from its address: github.com and the clouds of enterprises (`*.ghe.com`) have a host of its own
 * for it, an Enterprise Server has it below its page. The address may be that of the API itself.
 * @returns nothing for an address that is not http or https, or holds a user or a password
 * @see https://docs.github.com/en/enterprise-server/rest/using-the-rest-api/getting-started-with-the-rest-api
 */
export function githubAddress(url: string): GithubAddress | undefined {
  const parsed = publicUrl(url);
  if (parsed === undefined) return undefined;
  const host = parsed.host.replace(/^api\./, '');
  if (host === 'github.com' || host.endsWith('.ghe.com'))
    return { api: `${parsed.protocol}//api.${host}`, web: `${parsed.protocol}//${host}` };
  const web = `${parsed.origin}${parsed.pathname.replace(/\/+$/, '').replace(/\/api(?:\/v3)?$/, '')}`;
  return { api: `${web}/api/v3`, web };
}

/** An http or https address without user and password. */
function publicUrl(url: string): URL | undefined {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol)) return undefined;
  return parsed.username === '' && parsed.password === '' ? parsed : undefined;
}

/** Gives a project as it stands in an API path: its number, or its path with `%2F`. */
export function projectSegment(project: string | number): string {
  return /^\d+$/.test(String(project))
    ? String(project)
    : encodeURIComponent(String(project).replace(/^\/+|\/+$/g, ''));
}
