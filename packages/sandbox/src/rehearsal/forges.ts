import { defined } from '@launchway/core';
import type { RehearsedPlace } from '@launchway/core/engine';
import { startGithub } from '../github/stand-in.ts';
import type { GithubStore } from '../github/store.ts';
import type { GitlabToken } from '../gitlab/access.ts';
import { startGitlab } from '../gitlab/stand-in.ts';
import type { GitlabProject } from '../gitlab/store.ts';
import type { Kind } from './services.ts';

/** GitLab by the path of its API; one service for each project. */
export const gitlab: Kind = {
  key: ({ origin, pathname }, env) => {
    const [, root, project] = /^(.*?)\/api\/v4\/(?:projects\/([^/]+))?/.exec(pathname) ?? [];
    if (root === undefined) return undefined;
    const id = env['CI_PROJECT_ID'];
    const name = decodeURIComponent(project ?? id ?? '1');
    const isOwn = name === id || name === env['CI_PROJECT_PATH'];
    const named = /^\d+$/.test(name) ? `${name} rehearsal/project` : `1 ${name}`;
    return `${origin}${root} ${isOwn ? `${id} ${env['CI_PROJECT_PATH']}` : named}`;
  },
  start: async (key, { repository }) => {
    const [address = '', id = '1', path = 'rehearsal/project'] = key.split(' ');
    const { pathname, host } = new URL(address);
    const server = await startGitlab({
      project: { id: Number(id), path },
      tokens: anyToken,
      subpath: pathname === '/' ? '' : pathname,
      linkHost: address,
      ...defined({ repository }),
    });
    return {
      origin: new URL(server.url).origin,
      places: () => gitlabPlaces(server.project, `${path} at ${host}`),
      files: () => ({ [`forges/${host}/${path}.json`]: `${JSON.stringify(server.snapshot(), null, 2)}\n` }),
      close: () => server.close(),
    };
  },
};

function gitlabPlaces(project: GitlabProject, whose: string): readonly RehearsedPlace[] {
  const releases = [...project.releases.values()].map(({ tag_name: name, links }) => ({
    name,
    detail: filesOf(links),
  }));
  const packages = project.packages.map(({ name, version, type, files }) => ({
    name: `${name} ${version}`,
    detail: `${type}: ${files.map((file) => file.name).join(', ')}`,
  }));
  const pipelines = project.pipelines.map(({ ref, source }) => ({ name: ref, detail: source }));
  return [
    { kind: 'releases', name: `Releases of ${whose}`, items: releases },
    { kind: 'packages', name: `Packages of ${whose}`, items: packages },
    { kind: 'requests', name: `Pipelines of ${whose}`, items: pipelines },
  ];
}

/** A rehearsal's tokens say by how they begin what they are. */
function anyToken(token: string): GitlabToken {
  if (token.startsWith('glcbt-')) return { kind: 'job' };
  return { kind: token.startsWith('gldt-') ? 'deploy' : 'personal' };
}

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
      ...defined({ git }),
    });
    return {
      origin: server.url,
      places: () => githubPlaces(server.store, `${project} at ${host}`),
      files: () => ({
        [`forges/${host}/${project}.json`]: `${JSON.stringify(server.snapshot(), null, 2)}\n`,
      }),
      close: () => server.close(),
    };
  },
};

function githubPlaces({ releases, runs }: GithubStore, whose: string): readonly RehearsedPlace[] {
  const published = releases.map(({ tag, draft, assets }) => {
    const files = filesOf(assets);
    return { name: tag, detail: draft ? `a draft: ${files}` : files };
  });
  const started = runs.map(({ workflow, branch, event }) => ({
    name: `${workflow} for ${branch}`,
    detail: event,
  }));
  return [
    { kind: 'releases', name: `Releases of ${whose}`, items: published },
    { kind: 'requests', name: `Workflows of ${whose}`, items: started },
  ];
}

/** What is said of a release's files. */
const filesOf = (files: readonly { readonly name: string }[]): string =>
  files.length === 0 ? 'no files' : files.map(({ name }) => name).join(', ');
