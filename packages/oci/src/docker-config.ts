/** What is needed of a Docker or podman configuration file to log in. */
export interface DockerConfig {
  readonly auths: Readonly<Record<string, unknown>>;
  readonly credHelpers: Readonly<Record<string, unknown>>;
  readonly credsStore?: string;
}

/** What a registry is shown: a password, an identity token to exchange for others, or an access token as it is. */
export type Login =
  | { readonly kind: 'password'; readonly username: string; readonly secret: string }
  | { readonly kind: 'identity'; readonly username: string; readonly secret: string }
  | { readonly kind: 'access'; readonly secret: string };

const hub = 'https://index.docker.io/v1/';

/** The name under which Docker keeps a registry's credentials. */
export const serverAddress = (registry: string): string => (registry === 'docker.io' ? hub : registry);

/** Reads a configuration file; nothing when it is not a JSON object. */
export function parseDockerConfig(text: string): DockerConfig | undefined {
  const config = parseObject(text);
  if (config === undefined) return undefined;
  const store = config['credsStore'];
  return {
    auths: asObject(config['auths']) ?? {},
    credHelpers: asObject(config['credHelpers']) ?? {},
    ...(typeof store === 'string' && store !== '' ? { credsStore: store } : {}),
  };
}

/** The helpers to ask for a registry, in Docker's order: its own, then the one for all. */
export function helpersFor({ credHelpers, credsStore }: DockerConfig, registry: string): readonly string[] {
  const own = keysOf(registry)
    .map((key) => credHelpers[key])
    .find((helper) => typeof helper === 'string' && helper !== '');
  return [...new Set([own, credsStore])].filter((helper) => typeof helper === 'string');
}

/** The login a file holds for a registry: under its name, else under an address that has it as host. */
export function storedLogin({ auths }: DockerConfig, registry: string): Login | undefined {
  const names = keysOf(registry);
  const byHost = Object.keys(auths).filter((key) => names.includes(hostOf(key)));
  for (const key of [...names, ...byHost]) {
    const login = readLogin(asObject(auths[key]) ?? {});
    if (login !== undefined) return login;
  }
  return undefined;
}

/** Reads what a credential helper prints: nothing when it holds no secret. */
export function helperLogin(stdout: string): Login | undefined {
  const answer = parseObject(stdout);
  const username = answer?.['Username'];
  const secret = answer?.['Secret'];
  if (typeof username !== 'string' || typeof secret !== 'string' || secret === '') return undefined;
  return { kind: username === '<token>' ? 'identity' : 'password', username, secret };
}

function readLogin(entry: Readonly<Record<string, unknown>>): Login | undefined {
  const text = (name: string): string => (typeof entry[name] === 'string' ? entry[name] : '');
  const pair = Buffer.from(text('auth'), 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  const username = colon > 0 ? pair.slice(0, colon) : text('username');
  const secret = (colon > 0 ? pair.slice(colon + 1) : text('password')).replace(/\0+$/, '');
  if (text('registrytoken') !== '') return { kind: 'access', secret: text('registrytoken') };
  if (text('identitytoken') !== '') {
    return { kind: 'identity', username: username || '<token>', secret: text('identitytoken') };
  }
  return username === '' || secret === '' ? undefined : { kind: 'password', username, secret };
}

/** Docker Hub has gone by many names, and files keep them all. */
const keysOf = (registry: string): readonly string[] =>
  registry === 'docker.io' ? [hub, 'index.docker.io', 'docker.io', 'registry-1.docker.io'] : [registry];

const hostOf = (key: string): string => key.replace(/^https?:\/\//, '').replace(/\/.*$/, '');

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const asObject = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  isObject(value) ? value : undefined;
