/**
 * Writes histories with `git fast-import`: the same commits on every machine, a hundred thousand in a few seconds. What
 * comes out looks like a fresh clone: one pack, packed refs, no commit-graph.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';

/** The first commit's date, in seconds; each commit is a minute later. */
const start = 1_600_000_000;
const person = 'Ada Example <ada@example.org>';

/** Types of commits as a project has them; the numbers say how often. */
const types = [
  ['fix', 5],
  ['feat', 3],
  ['chore', 5],
  ['docs', 3],
  ['test', 2],
  ['refactor', 2],
].flatMap(([type, times]) => Array(times).fill(type));

/** Numbers that look random and are the same every time (a linear congruential generator). */
export function numbers(seed = 1) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Gives the message of the commit at a place: mostly a line, now and then a body with footers. */
export function message(place, pick, scope) {
  const subject = `${types[pick(types.length)]}(${scope}): change number ${place} of the history`;
  if (pick(4) > 0) return subject;
  return `${subject}\n\nWhy it was done, in a sentence or two that nobody reads twice,\nand over more than one line.\n\nRefs: #${place}`;
}

/**
 * Writes commits into a new repository.
 * @param folder an empty folder
 * @param commits `{ message, files: { path: content }, tags: [name] }`, oldest first
 */
export async function writeHistory(folder, commits) {
  run(folder, ['init', '--quiet', '--initial-branch=main']);
  const git = spawn('git', ['fast-import', '--quiet', '--done'], {
    cwd: folder,
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  let mark = 0;
  for (const commit of commits) {
    mark += 1;
    if (!git.stdin.write(streamed(commit, mark))) await once(git.stdin, 'drain');
  }
  git.stdin.end('done\n');
  const [code] = await once(git, 'close');
  if (code !== 0) throw new Error(`git fast-import ended with code ${code}`);
  run(folder, ['repack', '-a', '-d', '--quiet']);
  run(folder, ['pack-refs', '--all']);
  run(folder, ['reset', '--hard', '--quiet']);
}

function streamed({ message: text, files, tags = [] }, mark) {
  const stamp = `${person} ${start + mark * 60} +0000`;
  return [
    `commit refs/heads/main\nmark :${mark}\ncommitter ${stamp}\n${data(text)}`,
    ...(mark === 1 ? [] : [`from :${mark - 1}\n`]),
    ...Object.entries(files).map(([path, content]) => `M 100644 inline ${path}\n${data(content)}`),
    ...tags.map((name) => `tag ${name}\nfrom :${mark}\ntagger ${stamp}\n${data(`Release ${name}`)}`),
  ].join('');
}

const data = (text) => `data ${Buffer.byteLength(text)}\n${text}\n`;

/** Runs git and gives what it printed. */
export function run(folder, args) {
  const { status, stdout, stderr } = spawnSync('git', args, {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
  return stdout.trim();
}
