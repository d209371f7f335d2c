import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type GitOptions, git } from '../process/process.ts';

/** A remote as the configuration spells it. */
export interface Remote {
  readonly name: string;
  readonly url: string;
}

/** Configuration by key: section and variable in lower case, the last value of each. */
export type GitConfig = ReadonlyMap<string, string>;

/**
 * Gives the remote a branch belongs to: its upstream's, else `origin`, else the only one there is.
 *
 * Reads the repository's own file, where remotes live, and asks git only when that includes others: a process costs
 * a tenth of a small plan.
 */
export async function readRemote(
  commonDir: string,
  options: GitOptions,
  branch?: string,
): Promise<Remote | undefined> {
  const text = await readFile(join(commonDir, 'config'), 'utf8').catch(() => undefined);
  const own = text === undefined || /^\s*\[include/im.test(text) ? undefined : parseConfig(text);
  return chooseRemote(own ?? (await readConfig(options)), branch);
}

/** Gives all of git's configuration, from every file that counts. */
export async function readConfig(options: GitOptions): Promise<GitConfig> {
  const { stdout } = await git(['config', '--list', '-z'], options);
  return new Map(configEntries(stdout.toString()));
}

/** Takes the answer of `git config --list -z` apart; a variable that stands alone is true (git-config(1), "Syntax"). */
export function configEntries(listed: string): readonly (readonly [key: string, value: string])[] {
  const entries = listed.split('\0').filter(Boolean);
  return entries.map((entry) => {
    const end = entry.indexOf('\n');
    return end < 0 ? [entry, 'true'] : [entry.slice(0, end), entry.slice(end + 1)];
  });
}

/** Gives a key as {@link GitConfig} spells it. */
export function configKey(key: string): string {
  const [first, last] = [key.indexOf('.'), key.lastIndexOf('.')];
  return key.slice(0, first).toLowerCase() + key.slice(first, last) + key.slice(last).toLowerCase();
}

function chooseRemote(config: GitConfig, branch?: string): Remote | undefined {
  const urls = new Map<string, string>();
  for (const [key, value] of config) {
    const name = /^remote\.(.*)\.url$/s.exec(key)?.[1];
    if (name !== undefined) urls.set(name, value);
  }
  const upstream = branch === undefined ? undefined : config.get(`branch.${branch}.remote`);
  const only = urls.size === 1 ? [...urls.keys()] : [];
  for (const name of [upstream, 'origin', ...only]) {
    const url = name === undefined ? undefined : urls.get(name);
    if (name !== undefined && url !== undefined) return { name, url };
  }
  return undefined;
}

/** Reads one configuration file, without includes; see the syntax in git-config(1). */
export function parseConfig(text: string): GitConfig {
  const config = new Map<string, string>();
  let section = '';
  for (const line of text.replaceAll('\r\n', '\n').replace(/\\\n/g, '').split('\n')) {
    const header = /^\s*\[\s*([\w.-]+)(?:\s+"((?:[^"\\]|\\.)*)")?\s*\](.*)$/.exec(line);
    if (header) section = sectionKey(header[1] ?? '', header[2]);
    const [, name, value] =
      /^\s*([A-Za-z][\w-]*)\s*(?:=(.*))?$/.exec(header ? (header[3] ?? '') : line) ?? [];
    if (name !== undefined)
      config.set(`${section}.${name.toLowerCase()}`, value === undefined ? 'true' : parseValue(value));
  }
  return config;
}

function sectionKey(section: string, subsection?: string): string {
  const name = section.toLowerCase();
  return subsection === undefined ? name : `${name}.${subsection.replace(/\\(.)/g, '$1')}`;
}

/** Takes quotes, escapes and comments out of a value. */
function parseValue(raw: string): string {
  let value = '';
  let quoted = false;
  const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', b: '\b' };
  for (const [part] of raw.trim().matchAll(/\\.|[^\\]/gs)) {
    if (part === '"') quoted = !quoted;
    else if (!quoted && (part === '#' || part === ';')) break;
    else value += part.startsWith('\\') ? (escapes[part.slice(1)] ?? part.slice(1)) : part;
  }
  return value.trimEnd();
}
