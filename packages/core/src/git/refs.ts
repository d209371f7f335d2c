/** A ref of a remote. */
export interface RemoteRef {
  /** The object it names; for an annotated tag the tag object. */
  readonly object: string;
  /** The commit it leads to. */
  readonly commit: string;
}

/** Reads what `git ls-remote` printed, by full name of the ref. */
export function parseRemoteRefs(output: string): ReadonlyMap<string, RemoteRef> {
  const refs = new Map<string, RemoteRef>();
  for (const line of output.split('\n')) {
    const [object = '', name] = line.split('\t');
    if (name === undefined) continue;
    const peeled = name.endsWith('^{}');
    const ref = peeled ? name.slice(0, -3) : name;
    refs.set(ref, { object: peeled ? (refs.get(ref)?.object ?? object) : object, commit: object });
  }
  return refs;
}

/** Gives the patterns that make `git ls-remote` list these refs, and for tags the commits they lead to. */
export function remotePatterns(refs: readonly string[]): readonly string[] {
  return refs.flatMap((ref) => (ref.startsWith('refs/tags/') ? [ref, `${ref}^{}`] : [ref]));
}

/** Gives the name people use: `main` of `refs/heads/main`, `v1.2.3` of `refs/tags/v1.2.3`. */
export function shortRef(ref: string): string {
  return ref.replace(/^refs\/(heads|tags)\//, '');
}

/** Gives the first characters of an object's name, as people quote it. */
export function short(object: string): string {
  return object.slice(0, 8);
}

/** Whether a branch or tag may have this name: the rules of git-check-ref-format(1), and no leading dash, which commands would read as an option. */
export function isRefName(name: string): boolean {
  const forbidden = /[\s\p{Cc}~^:?*[\\]|\.\.|@\{|\/\/|\/\.|\.lock(\/|$)/u;
  return name !== '' && name !== '@' && !forbidden.test(name) && !/^[-/.]|[/.]$/.test(name);
}
