import { startGithub } from '../github.ts';
import { startGitlab } from '../gitlab.ts';
import type { GitlabToken } from '../gitlab-access.ts';
import type { Kind } from './services.ts';

/** GitLab by the path of its API; one service for each project. */
export const gitlab: Kind = {
  key: ({ origin, pathname }, env) => {
    const [, root, project] = /^(.*?)\/api\/v4\/(?:projects\/([^/]+))?/.exec(pathname) ?? [];
    if (root === undefined) return undefined;
    const id = env['CI_PROJECT_ID'];
    const name = decodeURIComponent(project ?? id ?? '1');
    const isOwn = name === id || name === env['CI_PROJECT_PATH'];
    return `${origin}${root} ${isOwn ? `${id} ${env['CI_PROJECT_PATH']}` : /^\d+$/.test(name) ? `${name} rehearsal/project` : `1 ${name}`}`;
  },
  start: async (key, { repository }) => {
    const [address = '', id = '1', path = 'rehearsal/project'] = key.split(' ');
    const { pathname } = new URL(address);
    const server = await startGitlab({
      project: { id: Number(id), path },
      tokens: anyToken,
      subpath: pathname === '/' ? '' : pathname,
      linkHost: address,
      ...(repository === undefined ? {} : { repository }),
    });
    const { project } = server;
    return {
      origin: new URL(server.url).origin,
      places: () => [
        {
          kind: 'releases',
          name: `Releases of ${path} at ${new URL(address).host}`,
          items: [...project.releases.values()].map(({ tag_name: tag, links }) => ({
            name: tag,
            detail: filesOf(links),
          })),
        },
        {
          kind: 'packages',
          name: `Packages of ${path} at ${new URL(address).host}`,
          items: project.packages.map(({ name, version, type, files }) => ({
            name: `${name} ${version}`,
            detail: `${type}: ${files.map((file) => file.name).join(', ')}`,
          })),
        },
        {
          kind: 'requests',
          name: `Pipelines of ${path} at ${new URL(address).host}`,
          items: project.pipelines.map(({ ref, source }) => ({ name: ref, detail: source })),
        },
      ],
      files: () => ({
        [`forges/${new URL(address).host}/${path}.json`]: `${JSON.stringify(server.snapshot(), null, 2)}\n`,
      }),
      close: () => server.close(),
    };
  },
};

/** A rehearsal's tokens say by how they begin what they are. */
const anyToken = (token: string): GitlabToken => ({
  kind: token.startsWith('glcbt-') ? 'job' : token.startsWith('gldt-') ? 'deploy' : 'personal',
});

/** GitHub by the path of its API, at the hosts of github.com and of its clouds, or below an Enterprise Server's. */
export const github: Kind = {
  key: ({ protocol, host, pathname }) => {
    const [, root, project] = /^(\/api\/(?:v3|uploads))?\/repos\/([^/]+\/[^/]+)/.exec(pathname) ?? [];
    if (project === undefined) return undefined;
    if (root !== undefined) return `${protocol}//${host} ${project}`;
    const [, cloud] = /^(?:api|uploads)\.(.+)$/.exec(host) ?? [];
    return cloud === undefined ? undefined : `${protocol}//${cloud} ${project}`;
  },
  start: async (key, { repository: git }) => {
    const [web = '', project = ''] = key.split(' ');
    const { protocol, host } = new URL(web);
    const isCloud = host === 'github.com' || host.endsWith('.ghe.com');
    const server = await startGithub({
      repository: project,
      tokens: (token) => ({ kind: token.startsWith('ghs_') ? 'workflow' : 'personal' }),
      workflows: ['push', 'workflow_dispatch'],
      addresses: {
        web,
        api: isCloud ? `${protocol}//api.${host}` : `${web}/api/v3`,
        uploads: isCloud ? `${protocol}//uploads.${host}` : `${web}/api/uploads`,
      },
      ...(git === undefined ? {} : { git }),
    });
    const { releases, runs } = server.store;
    return {
      origin: server.url,
      places: () => [
        {
          kind: 'releases',
          name: `Releases of ${project} at ${host}`,
          items: releases.map(({ tag, draft, assets }) => {
            const files = filesOf(assets);
            return { name: tag, detail: draft ? `a draft: ${files}` : files };
          }),
        },
        {
          kind: 'requests',
          name: `Workflows of ${project} at ${host}`,
          items: runs.map(({ workflow, branch, event }) => ({
            name: `${workflow} for ${branch}`,
            detail: event,
          })),
        },
      ],
      files: () => ({
        [`forges/${host}/${project}.json`]: `${JSON.stringify(server.snapshot(), null, 2)}\n`,
      }),
      close: () => server.close(),
    };
  },
};

/** What is said of a release's files. */
const filesOf = (files: readonly { readonly name: string }[]): string =>
  files.length === 0 ? 'no files' : files.map(({ name }) => name).join(', ');
