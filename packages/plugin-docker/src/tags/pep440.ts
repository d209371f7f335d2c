/** A Python version, as PEP 440 takes it apart. */
export interface Pep440Version {
  readonly raw: string;
  /** The normalised spelling: `1.2.3beta2` is `1.2.3b2`. */
  readonly version: string;
  readonly release: readonly number[];
  readonly pre?: string;
  readonly post?: string;
  readonly dev?: string;
}

const grammar =
  /^v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(alpha|a|beta|b|preview|pre|c|rc)[-_.]?(\d+)?)?(?:-(\d+)|[-_.]?(post|rev|r)[-_.]?(\d+)?)?(?:[-_.]?(dev)[-_.]?(\d+)?)?(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?$/i;

const spellings: Readonly<Record<string, string>> = {
  alpha: 'a',
  beta: 'b',
  c: 'rc',
  pre: 'rc',
  preview: 'rc',
};

/**
 * Parses a version by PEP 440, or gives nothing when it is none.
 * @see https://peps.python.org/pep-0440/
 */
export function parsePep440(text: string): Pep440Version | undefined {
  const found = grammar.exec(text);
  if (!found) return undefined;
  const [
    ,
    epoch = '',
    numbers = '',
    preWord,
    preNumber,
    bareNumber,
    postWord,
    postNumber,
    devWord,
    devNumber,
    local,
  ] = found;
  const release = numbers.split('.').map(Number);
  const word = preWord?.toLowerCase();
  const pre = word && `${spellings[word] ?? word}${Number(preNumber ?? 0)}`;
  const post = postWord || bareNumber ? `post${Number(bareNumber ?? postNumber ?? 0)}` : undefined;
  const dev = devWord && `dev${Number(devNumber ?? 0)}`;
  const version = [
    Number(epoch) > 0 ? `${Number(epoch)}!` : '',
    release.join('.'),
    pre ?? '',
    post ? `.${post}` : '',
    dev ? `.${dev}` : '',
    local ? `+${normaliseLocal(local)}` : '',
  ].join('');
  return {
    raw: text,
    version,
    release,
    ...(pre ? { pre } : {}),
    ...(post ? { post } : {}),
    ...(dev ? { dev } : {}),
  };
}

/** Whether a version is neither a pre-, a post- nor a development release. */
export function isFinal(version: Pep440Version): boolean {
  return version.pre === undefined && version.post === undefined && version.dev === undefined;
}

/** A tag has no `+`, so the local part hangs on a `-` there; its own parts are joined by the same sign. */
function normaliseLocal(local: string): string {
  return local
    .split(/[-_.]/)
    .map((part) => (/^\d+$/.test(part) ? String(Number(part)) : part.toLowerCase()))
    .join('-');
}
