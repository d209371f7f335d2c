#!/usr/bin/env node
// Promoting one digest to four tags, and listing 20,000 tags, against skopeo, on the stand-in registry in this process.
// Processes are measured whole; the listing also against fetching its pages and nothing else. Needs `npm run build`.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { openWorkspace } from '@launchway/core/engine';
import { registry } from '@launchway/oci';
import { startRegistry } from '@launchway/sandbox';

const run = promisify(execFile);
const root = `${import.meta.dirname}/..`;
const tags = ['2.5.0', '2.5', '2', 'latest'];
const [task, host = '', digest = ''] = process.argv.slice(2);
await (task === undefined ? compare() : work());

/** The process that is measured: our client, for one task. */
async function work() {
  const { effects, close } = await openWorkspace({ cwd: root, env: process.env, say: () => undefined });
  const app = registry(effects, { registry: host }).writable('acme/api');
  const start = performance.now();
  if (task === 'list') console.log((await app.listTags()).length, performance.now() - start);
  else if (task === 'fetch') console.log(await pages(), performance.now() - start);
  else {
    const manifest = await app.getManifest(digest);
    for (const tag of tags) {
      if ((await app.headManifest(tag))?.digest !== digest)
        await app.putManifest(manifest.bytes, manifest.mediaType, tag);
    }
    console.log(tags.length, performance.now() - start);
  }
  await close();
}

/** The pages of the list, one after the other, as bytes. */
async function pages() {
  let count = 0;
  let next = '/v2/acme/api/tags/list?n=1000';
  while (next !== undefined) {
    const response = await fetch(`http://${host}${next}`);
    count += JSON.parse(await response.text()).tags.length;
    next = /<([^>]*)>/.exec(response.headers.get('link') ?? '')?.[1];
  }
  return count;
}

async function compare() {
  const own = (name, site, ...rest) => [process.execPath, import.meta.filename, name, site.host, ...rest];
  const many = await startRegistry({ pageSize: 1000 });
  many.push(
    'acme/api',
    'a layer',
    ...Array.from(
      { length: 20_000 },
      (_, at) => `${Math.floor(at / 400)}.${Math.floor(at / 20) % 20}.${at % 20}`,
    ),
  );
  const image = (tag) => `docker://${many.host}/acme/api${tag}`;
  const insecure = ['--src-tls-verify=false', '--dest-tls-verify=false'];

  const ours = await best(() => once(own('list', many)));
  const bare = await best(() => once(own('fetch', many)));
  const theirs = await best(() => once(['skopeo', 'list-tags', '--tls-verify=false', image('')]));
  row('list 20,000 tags', ours, theirs);
  console.log(
    `${''.padEnd(22)} ${(ours.inside / bare.inside).toFixed(2)} times the transfer alone (${bare.inside.toFixed(0)} ms)`,
  );

  const from = many.push('acme/api', 'another layer');
  const promote = await best(() => once(own('promote', many, from)));
  const copies = await best(async () => {
    const each = [];
    for (const tag of tags)
      each.push(await once(['skopeo', 'copy', ...insecure, image(`@${from}`), image(`:${tag}`)]));
    return { time: each.reduce((sum, { time }) => sum + time, 0), inside: 0 };
  });
  row('promote to four tags', promote, copies);
  await many.close();
}

/** Runs a command and gives its time, and the time that it says it took inside, in milliseconds. */
async function once([command, ...args]) {
  const start = performance.now();
  const { stdout } = await run(command, args, { maxBuffer: 1 << 28 });
  return { time: performance.now() - start, inside: Number(/^\d+ ([\d.]+)$/m.exec(stdout)?.[1] ?? 0) };
}

/** The best of five, to be rid of what else the machine does. */
async function best(measure) {
  const all = [];
  for (let times = 0; times < 5; times++) all.push(await measure());
  const least = (of) => Math.min(...all.map(of));
  return { time: least(({ time }) => time), inside: least(({ inside }) => inside) };
}

/** A release holds the client already, so its time without the start of a process is what a release pays. */
function row(what, ours, theirs) {
  const ratio = (mine) => `${(theirs.time / mine).toFixed(2)}x`;
  console.log(
    `${what.padEnd(22)} ${ours.inside.toFixed(0)} ms (${ours.time.toFixed(0)} ms with Node's start)   skopeo ${theirs.time.toFixed(0)} ms   as fast: ${ratio(ours.inside)} (${ratio(ours.time)})`,
  );
}
