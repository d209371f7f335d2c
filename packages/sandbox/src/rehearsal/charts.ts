import { startChartRepository } from '../charts/stand-in.ts';
import type { Kind } from './services.ts';

/** ChartMuseum, and what takes charts as it does, by its index and its uploads. */
export const charts: Kind = {
  key: ({ origin, pathname }) => {
    const [, above, file] = /^(.*)\/(index\.yaml|charts\/[^/]+\.tgz)$/.exec(pathname) ?? [];
    if (file !== undefined) return `${origin}${above}`;
    const below = /^\/api(\/.*?)?\/(?:charts|prov)$/.exec(pathname);
    return below === null ? undefined : `${origin}${below[1] ?? ''}`;
  },
  start: async (address, { assume }) => {
    assume(`The chart repository ${address} is taken to be empty.`);
    const { pathname, host } = new URL(address);
    const server = await startChartRepository({ subpath: pathname === '/' ? '' : pathname });
    return {
      origin: server.url,
      places: () => [
        {
          kind: 'charts',
          name: address,
          items: server.charts.map(({ name, version, digest }) => ({
            name: `${name} ${version}`,
            detail: `sha256:${digest}`,
          })),
        },
      ],
      files: () =>
        Object.fromEntries(
          server.charts.map(({ name, version, bytes }) => [`charts/${host}/${name}-${version}.tgz`, bytes]),
        ),
      close: () => server.close(),
    };
  },
};
