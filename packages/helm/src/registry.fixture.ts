import { spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { temporary } from './helm.fixture.ts';

/** Whether there is no Debian docker-registry to push to. */
export const withoutRegistry = spawnSync('docker-registry', ['--version']).error !== undefined;
if (withoutRegistry) console.warn('Skipping what needs a registry: docker-registry is not installed.');

/** A real registry on a free port of 127.0.0.1, without authentication. */
export interface RealRegistry {
  readonly host: string;
  stop(): void;
}

export async function startRealRegistry(): Promise<RealRegistry> {
  const [root, port] = [temporary(), await freePort()];
  const config = join(root, 'config.yml');
  writeFileSync(
    config,
    `version: 0.1\nlog: {level: error}\nstorage: {filesystem: {rootdirectory: ${root}}}\nhttp: {addr: "127.0.0.1:${port}"}\n`,
  );
  const registry = spawn('docker-registry', ['serve', config], { stdio: 'ignore' });
  for (let tries = 0; tries < 100; tries++) {
    if (await answers(`http://127.0.0.1:${port}/v2/`)) break;
    await new Promise((done) => setTimeout(done, 50));
  }
  return { host: `127.0.0.1:${port}`, stop: () => void registry.kill() };
}

const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    () => true,
    () => false,
  );

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
