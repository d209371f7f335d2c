import { startJsr } from '../jsr/stand-in.ts';
import { denoCache } from './deno-cache.ts';
import type { Kind } from './services.ts';

/** JSR by its own host, by the one that JSR_URL names, and by the paths of its API. */
export const jsr: Kind = {
  key: ({ hostname, pathname }, env) => {
    const told = env['JSR_URL'];
    const isTold = told !== undefined && URL.canParse(told) && new URL(told).hostname === hostname;
    const isOurs =
      isTold || /(?:^|\.)jsr\.io$/.test(hostname) || /^\/api\/(?:scopes|publish_status)\//.test(pathname);
    return isOurs ? 'jsr.io' : undefined;
  },
  start: async (_key, { env, assume, project }) => {
    const repository = env['GITHUB_REPOSITORY'] || project || 'rehearsal/project';
    const repositoryId = Number(env['GITHUB_REPOSITORY_ID'] ?? 1) || 1;
    const actorId = Number(env['GITHUB_ACTOR_ID'] ?? 1) || 1;
    const server = await startJsr({
      open: (name) => assume(`The package ${name} exists on JSR, and ${repository} may publish it.`),
      modules: denoCache(env),
      workflow: { repository, repositoryId, actorId },
    });
    return {
      origin: server.url.slice(0, -1),
      places: () =>
        server.packages().map(({ scope, name, versions }) => ({
          kind: 'packages',
          name: `@${scope}/${name} on JSR`,
          items: [...versions].map(([version, { files, by }]) => ({
            name: version,
            detail: `${files.size} files, ${by === 'oidc' ? "by the workflow's identity" : 'by a token'}`,
          })),
        })),
      files: () =>
        Object.fromEntries(
          server
            .packages()
            .flatMap(({ scope, name, versions }) =>
              [...versions].flatMap(([version, { files }]) =>
                [...files].map(([path, bytes]) => [`jsr/@${scope}/${name}/${version}${path}`, bytes]),
              ),
            ),
        ),
      close: () => server.close(),
    };
  },
};
