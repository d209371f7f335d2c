/** One way a server offers to log in, of a `WWW-Authenticate` header (RFC 9110, 11.6.1). */
export interface Challenge {
  /** In lower case, such as `bearer`. */
  readonly scheme: string;
  /** Names in lower case. */
  readonly parameters: Readonly<Record<string, string>>;
}

const token = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const parameter = new RegExp(`(${token})[ \\t]*=[ \\t]*(?:"((?:[^"\\\\]|\\\\.)*)"|([^\\s,"]*))`, 'y');
const scheme = new RegExp(`(${token})(?=[ \\t,]|$)`, 'y');
const separator = /[\s,]+/y;
/** One blob of base64 after a scheme, which Negotiate and the like have in place of parameters. */
const token68 = /[ \t]+[A-Za-z0-9._~+/-]+=*(?=[ \t]*(?:,|$))/y;

/**
 * Reads a `WWW-Authenticate` header: several challenges, in one line or joined by commas, quoted values with commas
 * and spaces in them. What cannot be read is passed over, since one broken offer must not hide a good one.
 */
export function parseChallenges(header: string): Challenge[] {
  const challenges: { scheme: string; parameters: Record<string, string> }[] = [];
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(header);
    if (found !== null) at = pattern.lastIndex;
    return found;
  };
  while (at < header.length) {
    if (take(separator) !== null) continue;
    const named = take(parameter);
    if (named !== null) {
      const [, name = '', quoted, bare = ''] = named;
      const current = challenges.at(-1);
      if (current !== undefined)
        current.parameters[name.toLowerCase()] ??= quoted?.replace(/\\(.)/g, '$1') ?? bare;
      continue;
    }
    const begun = take(scheme);
    if (begun === null) at += 1;
    else {
      challenges.push({ scheme: (begun[1] ?? '').toLowerCase(), parameters: {} });
      take(token68);
    }
  }
  return challenges;
}
