import { BlockList, isIP } from 'node:net';

/**
 * Tells whether a list in the form of `NO_PROXY` lets an address be reached directly. Its entries are parted by commas or
 * spaces, and may name a port: `*`, names with all that is below them (a leading `.` or `*.` counts for nothing), addresses
 * (IPv6 with or without brackets), and networks such as `10.0.0.0/8`.
 * @see https://curl.se/docs/manpage.html#--noproxy
 */
export function isExcepted(url: URL, list: string): boolean {
  const host = url.hostname.replace(/^\[|\]$|\.$/g, '').toLowerCase();
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return list.split(/[\s,]+/).some((entry) => {
    const [, bracketed, name = bracketed ?? entry, at = port] = entryForm.exec(entry) ?? [];
    return at === port && (name === '*' || covers(name.toLowerCase(), host));
  });
}

/** An IPv6 address without brackets has no port. */
const entryForm = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d+))?$/;

const covers = (entry: string, host: string): boolean =>
  isIP(host) === 0 ? isBelow(host, entry) : isWithin(host, entry);

function isBelow(host: string, entry: string): boolean {
  const name = entry.replace(/^\*?\.|\.$/g, '');
  return name !== '' && (host === name || host.endsWith(`.${name}`));
}

function isWithin(host: string, entry: string): boolean {
  const [address = '', length] = entry.split('/');
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  const bits = family === 'ipv6' ? 128 : 32;
  const prefix = length === undefined ? bits : Number(length);
  if (isIP(address) === 0 || !(prefix >= 0 && prefix <= bits)) return false;
  const network = new BlockList();
  network.addSubnet(address, prefix, family);
  return network.check(host, isIP(host) === 6 ? 'ipv6' : 'ipv4');
}
