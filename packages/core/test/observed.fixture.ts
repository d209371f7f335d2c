import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';

function can(program: string, ...args: readonly string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

export const hasStrace = can('strace', '-f', '-o', '/dev/null', 'true');
export const hasUnshare = can('unshare', '--mount', '--net', 'true');

/**
 * Everything below a folder: files with their digests, links with what they say, and of all the mode and the time of the last
 * change. A file that was made and removed again shows in its folder's time.
 */
export function fingerprint(folder: string): string {
  const below = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = [folder, ...below.map(({ parentPath, name }) => join(parentPath, name))].sort();
  const lines = files.map((file) => {
    const entry = lstatSync(file);
    const target = entry.isSymbolicLink() ? readlinkSync(file) : '';
    const content = entry.isFile() ? digest(file) : target;
    return `${file} ${entry.mode.toString(8)} ${entry.mtimeMs} ${content}`;
  });
  return lines.join('\n');
}

const digest = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

/** System calls that change files, and those that speak to somebody. */
const calls =
  'open,openat,openat2,creat,mkdir,mkdirat,mknod,mknodat,rename,renameat,renameat2,unlink,unlinkat,rmdir,symlink,symlinkat,link,linkat,truncate,ftruncate,chmod,fchmod,fchmodat,chown,fchown,lchown,fchownat,utime,utimes,utimensat,futimesat,setxattr,lsetxattr,fsetxattr,connect,sendto,sendmsg,chdir,clone,clone3,fork,vfork';

/** The program that runs another and writes its system calls, and those of its children, into a file. */
export const straced = (log: string): readonly string[] => [
  'strace',
  '-f',
  '-qq',
  '-y',
  '-e',
  `trace=${calls}`,
  '-o',
  log,
];

const changing =
  /O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|\b(?:creat|mkdir|mkdirat|mknod|mknodat|rename\w*|unlink|unlinkat|rmdir|symlink\w*|link|linkat|truncate|ftruncate|f?chmod\w*|[fl]?chown\w*|utime\w*|futimesat|[lf]?setxattr)\(/;
const harmless = /"\/dev\/(?:null|tty)"|"\/proc\/|<\/memfd:|<\/dev\/null>/;

/** What a run left in its temporary folder, but for the compiled code that is kept from run to run. */
export const leftIn = (folder: string): readonly string[] =>
  readdirSync(folder).filter((name) => name !== 'node-compile-cache');

/** The changes in a log that were made outside of a folder; a path from a place that is not known counts as outside. */
export function changesOutside(log: string, folder: string): readonly string[] {
  const lines = wholeLines(readFileSync(log, 'utf8').split('\n'));
  const parents = parentsIn(lines);
  const places = new Map<string, string>();
  const placeOf = (pid: string): string => {
    const parent = parents.get(pid);
    const place = places.get(pid) ?? (parent === undefined ? '/unknown' : placeOf(parent));
    places.set(pid, place);
    return place;
  };
  return lines.filter((line) => {
    const pid = /^\d+/.exec(line)?.[0] ?? '';
    const place = placeOf(pid);
    const moved = /^\d+ +chdir\("([^"]*)"\) += 0/.exec(line)?.[1];
    if (moved !== undefined) places.set(pid, resolve(place, moved));
    if (!changing.test(line) || /= -1 /.test(line) || harmless.test(line)) return false;
    const paths = pathsIn(line, place);
    return paths.length === 0 || !paths.every((path) => path === folder || path.startsWith(`${folder}/`));
  });
}

/**
 * The lines of a log, where a call that another process's interrupted is one line, at the place where it ended; one that never did
 * stands at the end.
 */
function wholeLines(lines: readonly string[]): readonly string[] {
  const begun = new Map<string, string>();
  const whole = lines.flatMap((line) => {
    const [, pid = '', start, end] =
      /^(\d+) +(?:(.*) <unfinished \.\.\.>|<\.\.\. \w+ resumed>(.*))$/.exec(line) ?? [];
    if (start !== undefined) begun.set(pid, `${pid} ${start}`);
    if (end === undefined) return start === undefined ? [line] : [];
    const call = `${begun.get(pid)}${end}`;
    begun.delete(pid);
    return [call];
  });
  return [...whole, ...begun.values()];
}

/** Processes by those that they started. */
function parentsIn(lines: readonly string[]): ReadonlyMap<string, string> {
  const parents = new Map<string, string>();
  for (const line of lines) {
    const [, parent, child] = /^(\d+) +(?:clone3?|v?fork)\b.* = (\d+)$/.exec(line) ?? [];
    if (parent !== undefined && child !== undefined) parents.set(child, parent);
  }
  return parents;
}

/** The paths that a call names: by text, from its folder or the process's, or by an open file. */
function pathsIn(line: string, place: string): readonly string[] {
  const named = [...line.matchAll(/(?:<([^>]*)>, )?"([^"]*)"|^\d+ +\w+\(\d+<([^>]*)>(?!, ")/g)];
  return named.map(([, base = place, path = '', open]) => open ?? resolve(base, path));
}

/** The attempts in a log to reach another program over a network. */
export const connections = (log: string): readonly string[] =>
  readFileSync(log, 'utf8')
    .split('\n')
    .filter((line) => /(?:connect|sendto|sendmsg)\(.*(?:AF_INET6?\b)/.test(line));

/** The program that runs another in a folder whose file system takes no changes, and without a network where that is asked for. */
export const onReadOnly = (folder: string, network: boolean): readonly string[] => [
  'unshare',
  '--mount',
  ...(network ? [] : ['--net']),
  'sh',
  '-c',
  'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && cd "$0" && ! touch here 2>/dev/null && exec "$@"',
  folder,
];
