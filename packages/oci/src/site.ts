import { BlockList, isIP } from 'node:net';
import { type CredentialRef, defined } from '@launchway/core';
import { canonicalRegistry } from './reference.ts';

/** Where a registry is, and how it is spoken to. */
export interface RegistryOptions {
  /** Host with its port, such as `ghcr.io` or `localhost:5000`; `docker.io` is Docker Hub. */
  readonly registry: string;
  /** Plain HTTP. Left out, only this machine's own registries (localhost, 127.0.0.1, [::1]) are spoken to so. */
  readonly insecure?: boolean;
  /** A PEM bundle to trust besides the usual roots. */
  readonly ca?: string;
  /** The first place to look for credentials; the usual places of CI, Docker and podman follow. */
  readonly credential?: CredentialRef;
}

/** Where a registry is and what it is called. */
export interface Site {
  /** As people write it: `docker.io`. */
  readonly name: string;
  /** As it is reached: `https://registry-1.docker.io`. */
  readonly origin: string;
  readonly ca?: string;
}

/** @throws REFERENCE_INVALID when the registry is no host. */
export function siteOf({ registry, insecure, ca }: RegistryOptions): Site {
  const name = canonicalRegistry(registry);
  const host = name === 'docker.io' ? 'registry-1.docker.io' : name;
  const plain = insecure ?? (ca === undefined && isLoopback(new URL(`http://${host}`).hostname));
  return {
    name,
    origin: new URL(`${plain ? 'http' : 'https'}://${host}`).origin,
    ...defined({ ca }),
  };
}

const inside = new BlockList();
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  inside.addSubnet(network, bits, 'ipv4');
}
for (const [network, bits] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
] as const) {
  inside.addSubnet(network, bits, 'ipv6');
}

/** True for a URL's hostname that can only mean a private network or this machine. Names are not resolved. */
export function isInside(hostname: string): boolean {
  const address = hostname.replace(/^\[|\]$/g, '');
  const version = isIP(address);
  if (version === 0) return address === 'localhost' || address.endsWith('.localhost');
  return inside.check(address, version === 4 ? 'ipv4' : 'ipv6');
}

/** True for a URL's hostname that means this machine. */
export const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d+){3}$/.test(hostname);
