import { appendFileSync, writeFileSync } from 'node:fs';
import { buildCall, type BuildCall } from './docker-arguments.ts';
import { notesVariable, switchboardVariable } from './programs.ts';
import { digestOf } from '../registry-store.ts';

/**
 * Stands in for `docker` on the PATH of a rehearsal. It builds nothing: `docker buildx build` and `bake` push a placeholder
 * with the labels of the build to the registry that stands in for the true one, and write the metadata file.
 */
const { [switchboardVariable]: switchboard = '', [notesVariable]: notes = '/dev/null' } = process.env;

await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<void> {
  const [command, verb] = argv;
  if (command === '--version' || command === '-v') say('Docker version 28.2.2, build rehearsal');
  else if (command === 'login' || command === 'logout') say('Login Succeeded');
  else if (command !== 'buildx') unknown(argv);
  else if (verb === 'version') say('github.com/docker/buildx v0.24.0 rehearsal');
  else if (verb === 'inspect') say('Name:   rehearsal\nDriver: docker-container');
  else if (verb === 'build' || verb === 'bake') await build(buildCall(argv.slice(1)));
  else unknown(argv);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function unknown(argv: readonly string[]): void {
  const words = argv.slice(0, 2).join(' ');
  appendFileSync(
    notes,
    `refused: A command called \`docker ${words}\`, which this rehearsal does not have.\n`,
  );
  process.stderr.write(
    `docker: this is the stand-in of a rehearsal, and knows buildx build and bake, not "${words}"\n`,
  );
  process.exitCode = 125;
}

async function build(call: BuildCall): Promise<void> {
  const { image, tag, labels, metadataFile, bakeTarget } = call;
  if (image === undefined) {
    appendFileSync(notes, 'An image was not built, and not pushed by its build either.\n');
    return;
  }
  const repository = new Repository(image);
  const platforms = call.platforms.length === 0 ? ['linux/amd64'] : call.platforms;
  const children: Descriptor[] = [];
  for (const platform of platforms) children.push(await repository.image(platform, labels));
  const [only, ...others] = children;
  const digest =
    only === undefined || others.length > 0 ? await repository.index(children, tag) : only.digest;
  if (only !== undefined && others.length === 0 && tag !== undefined) await repository.tag(only, tag);
  const metadata = { 'containerimage.digest': digest, 'image.name': image };
  if (metadataFile !== undefined)
    writeFileSync(
      metadataFile,
      JSON.stringify(bakeTarget === undefined ? metadata : { [bakeTarget]: metadata }),
    );
  appendFileSync(notes, `The image ${image} was not built: a placeholder with its labels stands for it.\n`);
}

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly platform?: Readonly<Record<string, string>>;
}

/** A repository of the registry that stands in for the true one. */
class Repository {
  readonly #address: string;
  readonly #kept = new Map<string, Uint8Array>();

  constructor(image: string) {
    const [host = '', ...path] = image.split('/');
    const registry = host === 'docker.io' ? 'registry-1.docker.io' : host;
    this.#address = `${switchboard}/https/${registry}/v2/${path.join('/')}`;
  }

  async image(platform: string, labels: Readonly<Record<string, string>>): Promise<Descriptor> {
    const [os = '', architecture = '', variant] = platform.split('/');
    const where = { os, architecture, ...(variant === undefined ? {} : { variant }) };
    const config = await this.#blob(
      JSON.stringify({ ...where, config: { Labels: labels }, rootfs: { type: 'layers', diff_ids: [] } }),
      'application/vnd.oci.image.config.v1+json',
    );
    const layer = await this.#blob(`a placeholder for ${platform}`, 'application/vnd.oci.image.layer.v1.tar');
    const manifest = await this.#manifest('application/vnd.oci.image.manifest.v1+json', {
      config,
      layers: [layer],
    });
    return { ...manifest, platform: where };
  }

  async index(manifests: readonly Descriptor[], tag: string | undefined): Promise<string> {
    const index = await this.#manifest('application/vnd.oci.image.index.v1+json', { manifests });
    if (tag !== undefined) await this.tag(index, tag);
    return index.digest;
  }

  async tag({ digest, mediaType }: Descriptor, tag: string): Promise<void> {
    await this.#send('PUT', `/manifests/${tag}`, this.#kept.get(digest) ?? new Uint8Array(), mediaType);
  }

  async #manifest(mediaType: string, body: object): Promise<Descriptor> {
    const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, ...body }));
    const digest = digestOf(bytes);
    this.#kept.set(digest, bytes);
    await this.#send('PUT', `/manifests/${digest}`, bytes, mediaType);
    return { mediaType, digest, size: bytes.length };
  }

  async #blob(text: string, mediaType: string): Promise<Descriptor> {
    const bytes = Buffer.from(text);
    const digest = digestOf(bytes);
    const query = `?digest=${encodeURIComponent(digest)}`;
    await this.#send('POST', `/blobs/uploads/${query}`, bytes, 'application/octet-stream');
    return { mediaType, digest, size: bytes.length };
  }

  async #send(method: string, path: string, body: Uint8Array, type: string): Promise<void> {
    const url = this.#address + path;
    const answer = await fetch(url, { method, body, headers: { 'content-type': type } });
    if (!answer.ok) throw new Error(`${method} ${path} was answered with ${answer.status}`);
  }
}
