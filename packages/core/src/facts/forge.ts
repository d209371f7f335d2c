import type { ForgeFacts } from '../model/facts.ts';

/**
 * Gives the web page of a repository from a remote's address: `https://...`, `ssh://...`, `git@host:group/project.git`.
 * Credentials and ssh ports are left out; nothing is given for a path on this machine.
 */
export function forgeOfRemote(url: string): ForgeFacts | undefined {
  const address = parseAddress(url);
  if (address === undefined) return undefined;
  const path = address.path.replace(/^\/+|\/+$/g, '').replace(/\.git$/i, '');
  if (path === '' || address.host === '') return undefined;
  return { kind: kindOf(address.host), url: `${address.scheme}://${address.host}/${path}` };
}

/** Tells the forge of a server whose name does not, by the pipelines that are there for it; nothing where both are, or none. */
export function forgeByPipelines(paths: readonly string[]): 'github' | 'gitlab' | undefined {
  const isGitlab = paths.includes('.gitlab-ci.yml');
  const isGithub = paths.some((path) => path.startsWith('.github/workflows/'));
  if (isGitlab === isGithub) return undefined;
  return isGitlab ? 'gitlab' : 'github';
}

interface Address {
  readonly scheme: 'http' | 'https';
  /** With the port where the page has one. */
  readonly host: string;
  readonly path: string;
}

/** Names that a forge's ssh service has besides its page's: it listens on 443 there. */
const sshHosts: Readonly<Record<string, string>> = {
  'ssh.github.com': 'github.com',
  'altssh.gitlab.com': 'gitlab.com',
};

function parseAddress(url: string): Address | undefined {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(url)) return URL.canParse(url) ? fromUrl(new URL(url)) : undefined;
  const [, host, path] = /^(?:[^@/\s]+@)?(\[[^\]]+\]|[^:/\s]{2,}):(?!\/\/)(.+)$/.exec(url) ?? [];
  return host === undefined || path === undefined
    ? undefined
    : { scheme: 'https', host: sshHosts[host] ?? host, path };
}

function fromUrl({ protocol, host, hostname, pathname: path }: URL): Address | undefined {
  if (protocol === 'https:' || protocol === 'http:') {
    return { scheme: protocol === 'http:' ? 'http' : 'https', host, path };
  }
  if (!/^(?:git\+)?(?:ssh|git):$/.test(protocol)) return undefined;
  return { scheme: 'https', host: sshHosts[hostname] ?? hostname, path };
}

function kindOf(host: string): ForgeFacts['kind'] {
  if (/(?:^|\.)github\./i.test(host)) return 'github';
  return /gitlab/i.test(host) ? 'gitlab' : 'other';
}
