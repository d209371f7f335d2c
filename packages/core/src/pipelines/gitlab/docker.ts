/** The images of Docker, and of Docker in Docker. */
export const dockerImage = 'docker:28';

/** Docker in Docker, told which registries it may speak to without TLS. */
export const dockerService = (insecure: readonly string[]): object => ({
  name: `${dockerImage}-dind`,
  alias: 'docker',
  ...(insecure.length === 0 ? {} : { command: insecure.map((host) => `--insecure-registry=${host}`) }),
});

/** Where Docker and its daemon share the certificates by which they speak. */
export const dockerVariables = { DOCKER_TLS_CERTDIR: '/certs' } as const;
