import { describe, expect, it } from 'vitest';
import { isInside, siteOf } from './site.ts';

describe('a registry', () => {
  it.each([
    ['ghcr.io', 'https://ghcr.io'],
    ['docker.io', 'https://registry-1.docker.io'],
    ['index.docker.io', 'https://registry-1.docker.io'],
    ['registry.lab:5050', 'https://registry.lab:5050'],
    ['localhost:5000', 'http://localhost:5000'],
    ['127.0.0.1:5000', 'http://127.0.0.1:5000'],
    ['[::1]:5000', 'http://[::1]:5000'],
    ['192.168.1.1:5000', 'https://192.168.1.1:5000'],
    ['localhost.example.com', 'https://localhost.example.com'],
    ['127.0.0.1.example.com', 'https://127.0.0.1.example.com'],
  ])('called %s is at %s', (registry, origin) => {
    expect(siteOf({ registry }).origin).toBe(origin);
  });

  it('is spoken to in the clear where that is configured, and not on this machine where it is not wanted', () => {
    expect(siteOf({ registry: 'registry.lab', insecure: true }).origin).toBe('http://registry.lab');
    expect(siteOf({ registry: 'localhost:5000', insecure: false }).origin).toBe('https://localhost:5000');
    expect(siteOf({ registry: 'localhost:5000', ca: 'PEM' }).origin).toBe('https://localhost:5000');
  });
});

describe('a private network', () => {
  it.each([
    '10.1.2.3',
    '172.31.0.1',
    '192.168.0.1',
    '169.254.169.254',
    '127.0.0.2',
    '100.64.0.1',
    '0.0.0.0',
    '[::1]',
    '[fd00::1]',
    '[fe80::1]',
    '[::ffff:10.0.0.1]',
    'localhost',
    'a.localhost',
  ])('has %s in it', (host) => {
    expect(isInside(new URL(`http://${host}`).hostname)).toBe(true);
  });

  it.each(['8.8.8.8', '172.32.0.1', 'ghcr.io', '[2606:4700::1]'])('has not %s in it', (host) => {
    expect(isInside(new URL(`http://${host}`).hostname)).toBe(false);
  });
});
