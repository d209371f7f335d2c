import { defined } from '@launchway/core';
import { digestOf } from '../registry/store.ts';

export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly platform?: Readonly<Record<string, string>>;
}

/** A repository of the registry that stands in for the true one, to which placeholders of images are pushed. */
export class PlaceholderRepository {
  readonly #address: string;
  readonly #kept = new Map<string, Uint8Array>();

  /** @param switchboard origin of the rehearsal's switchboard */
  constructor(image: string, switchboard: string) {
    const [host = '', ...path] = image.split('/');
    const registry = host === 'docker.io' ? 'registry-1.docker.io' : host;
    this.#address = `${switchboard}/https/${registry}/v2/${path.join('/')}`;
  }

  async image(platform: string, labels: Readonly<Record<string, string>>): Promise<Descriptor> {
    const [os = '', architecture = '', variant] = platform.split('/');
    const where = { os, architecture, ...defined({ variant }) };
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
