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
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol)) return undefined;
  if (parsed.username !== '' || parsed.password !== '') return undefined;
  const path = parsed.pathname.replace(/\/+$/, '').replace(/\/api(?:\/v4)?$/, '');
  const web = `${parsed.origin}${path}`;
  return { api: `${web}/api/v4`, web };
}

/** Gives a project as it stands in an API path: its number, or its path with `%2F`. */
export function projectSegment(project: string | number): string {
  return /^\d+$/.test(String(project))
    ? String(project)
    : encodeURIComponent(String(project).replace(/^\/+|\/+$/g, ''));
}
