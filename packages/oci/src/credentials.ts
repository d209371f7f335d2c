import { join, parse, relative, resolve } from 'node:path';
import type { CredentialRef, Reads } from '@launchway/core';
import {
  type DockerConfig,
  helperLogin,
  helpersFor,
  type Login,
  parseDockerConfig,
  serverAddress,
  storedLogin,
} from './docker-config.ts';

/** What was found to log in with, and where it was looked for. */
export interface Search {
  readonly login?: Login;
  /** Where the login was found, for messages: `$GITHUB_TOKEN`, `~/.docker/config.json`. */
  readonly source?: string;
  /** The places looked at, in order, with what was wrong there. */
  readonly tried: readonly string[];
}

/** A place to look at: its name, and what it holds. A text in place of a login says what was wrong with it. */
interface Place {
  readonly name: string;
  find(): Promise<Login | string | undefined>;
}

/**
 * Finds the credentials for a registry, the first of: the configuration's own, the CI's variables, `DOCKER_AUTH_CONFIG`,
 * Docker's configuration (helper of the registry, store, file), podman's files. Every secret found is masked.
 */
export async function findLogin(reads: Reads, registry: string, explicit?: CredentialRef): Promise<Search> {
  const tried: string[] = [];
  for await (const place of places(reads, registry, explicit)) {
    const found = await place.find();
    if (typeof found === 'object') {
      hide(reads, found);
      return { login: found, source: place.name, tried };
    }
    tried.push(found === undefined ? place.name : `${place.name} (${found})`);
  }
  return { tried };
}

async function* places(reads: Reads, registry: string, explicit?: CredentialRef): AsyncGenerator<Place> {
  if (explicit !== undefined) yield variable(reads, explicit);
  const ci = ciCredential(reads, registry);
  if (ci !== undefined) yield variable(reads, ci);
  yield dockerAuthConfig(reads, registry);
  for (const file of configFiles(reads)) yield* inFile(reads, registry, file);
}

/** The variables that a forge's CI gives to its jobs for its own registry, and for no other. */
function ciCredential(reads: Reads, registry: string): CredentialRef | undefined {
  if (reads.env('CI_REGISTRY')?.toLowerCase() === registry.toLowerCase()) {
    return { env: 'CI_REGISTRY_PASSWORD', usernameEnv: 'CI_REGISTRY_USER' };
  }
  const onActions = registry === 'ghcr.io' && (reads.env('GITHUB_ACTOR') ?? '') !== '';
  return onActions ? { env: 'GITHUB_TOKEN', usernameEnv: 'GITHUB_ACTOR' } : undefined;
}

function variable(reads: Reads, ref: CredentialRef): Place {
  const names = [ref.env].flat().map((name) => `$${name}`);
  return {
    name: names.join(' or '),
    async find() {
      const credential = await reads.credential(ref);
      if (credential === undefined) return 'not set';
      const { username = 'launchway', secret } = credential;
      return ref.scheme === 'bearer' ? { kind: 'access', secret } : { kind: 'password', username, secret };
    },
  };
}

function dockerAuthConfig(reads: Reads, registry: string): Place {
  return {
    name: '$DOCKER_AUTH_CONFIG',
    async find() {
      const credential = await reads.credential({ env: 'DOCKER_AUTH_CONFIG' });
      if (credential === undefined) return 'not set';
      const config = parseDockerConfig(credential.secret);
      if (config === undefined) return 'not a JSON object';
      return storedLogin(config, registry) ?? `has none for ${registry}`;
    },
  };
}

async function* inFile(reads: Reads, registry: string, file: string): AsyncGenerator<Place> {
  const config = await readConfig(reads, file);
  if (typeof config === 'object') {
    for (const helper of helpersFor(config, registry)) yield helperPlace(reads, registry, helper);
  }
  yield {
    name: file,
    find: async () =>
      typeof config === 'object' ? (storedLogin(config, registry) ?? `has none for ${registry}`) : config,
  };
}

/** Gives a configuration, or what is wrong with the file. It is looked up from the root, as it may be a link to anywhere. */
async function readConfig(reads: Reads, file: string): Promise<DockerConfig | string> {
  const path = resolve(file);
  const { root } = parse(path);
  try {
    const text = await reads.folder(root).text(relative(root, path).replaceAll('\\', '/'));
    if (text === undefined) return 'not there';
    return parseDockerConfig(text) ?? 'not a JSON object';
  } catch {
    return 'cannot be read';
  }
}

/** Docker's protocol for credential helpers: the server's address on standard input, JSON on standard output. */
function helperPlace(reads: Reads, registry: string, helper: string): Place {
  const command = `docker-credential-${helper}`;
  return {
    name: command,
    async find() {
      if (!/^[\w.-]+$/.test(helper)) return 'not the name of a program';
      try {
        const answer = await reads.query([command, 'get'], {
          input: serverAddress(registry),
          exitCodes: [0, 1],
          timeout: 30_000,
        });
        return answer.exitCode === 0 ? helperLogin(answer.stdout) : `has none for ${registry}`;
      } catch {
        return 'cannot be run';
      }
    },
  };
}

/** Docker's file, then podman's. */
function configFiles(reads: Reads): readonly string[] {
  const variable = (name: string): string | undefined => reads.env(name) || undefined;
  const home = variable('HOME') ?? variable('USERPROFILE');
  const at = (folder: string | undefined, path: string): string[] =>
    folder === undefined ? [] : [join(folder, path)];
  const docker = at(variable('DOCKER_CONFIG'), 'config.json');
  return [
    ...(docker.length > 0 ? docker : at(home, '.docker/config.json')),
    ...at(variable('REGISTRY_AUTH_FILE'), ''),
    ...at(variable('XDG_RUNTIME_DIR'), 'containers/auth.json'),
    ...at(home, '.config/containers/auth.json'),
  ];
}

function hide(reads: Reads, login: Login): void {
  reads.mask(login.secret);
  if (login.kind !== 'access') reads.mask(basicPair(login.username, login.secret));
}

/** The value of Basic authentication (RFC 7617): user and password in UTF-8, joined by a colon, in base64. */
export const basicPair = (username: string, password: string): string =>
  Buffer.from(`${username}:${password}`, 'utf8').toString('base64');
