import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface Locked {
  readonly version?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  readonly packages: Readonly<Record<string, Locked>>;
};

/** Where a package finds what it asks for: in its own node_modules, or in one above. */
function found(from: string, name: string): string | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/')))) {
    const place = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
    if (packages[place] !== undefined) return place;
    if (folder === '') return undefined;
  }
}

/** The packages that users get with ours, by their places in the lockfile. */
function installed(): readonly string[] {
  const places = readdirSync('packages').map((name) => `packages/${name}`);
  const seen = new Set<string>();
  for (let place = places.pop(); place !== undefined; place = places.pop()) {
    if (seen.has(place)) continue;
    seen.add(place);
    const { dependencies, optionalDependencies } = packages[place] ?? {};
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const next = found(place, name);
      expect(next, `${name}, which ${place} asks for, in the lockfile`).toBeDefined();
      if (next !== undefined && packages[next]?.link !== true) places.push(next);
    }
  }
  return [...seen].filter((place) => place.includes('node_modules/'));
}

test('no package that users get runs a script when it is installed', () => {
  const places = installed();
  expect(places.length).toBeGreaterThan(20);
  expect(places.filter((place) => packages[place]?.hasInstallScript === true)).toEqual([]);
});

test('every package that users get is pinned to one version and its bytes', () => {
  const loose = installed().filter((place) => {
    const { version, integrity } = packages[place] ?? {};
    return version === undefined || integrity?.startsWith('sha512-') !== true;
  });
  expect(loose).toEqual([]);
});

test('installing in this repository runs no scripts at all', () => {
  expect(readFileSync('.npmrc', 'utf8')).toMatch(/^ignore-scripts=true$/m);
});

test.each(readdirSync('packages'))('%s has no script that runs on installation', (name) => {
  const { scripts = {} } = JSON.parse(readFileSync(`packages/${name}/package.json`, 'utf8')) as {
    readonly scripts?: Readonly<Record<string, string>>;
  };
  expect(Object.keys(scripts).filter((script) => /^(?:pre|post)?(?:install|prepare)$/.test(script))).toEqual(
    [],
  );
});
