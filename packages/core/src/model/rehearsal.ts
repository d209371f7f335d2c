import type { Credential, CredentialRef } from './credential.ts';
import type { Json } from './json.ts';

/**
 * A server that a plugin speaks to, and how it answers in a rehearsal, for servers of which there is no stand-in. All
 * requests to it are recorded.
 */
export interface RehearsedService {
  /** What its addresses begin with, such as `https://store.example/api/`. */
  readonly address: string;
  /** The first that fits is given. What none fits is taken, and given back as it was written. */
  readonly answers: readonly RehearsedAnswer[];
}

/** What a {@link RehearsedService} answers to which requests. */
export interface RehearsedAnswer {
  /** Any method unless told. */
  readonly method?: string;
  /** The path behind the address; `*` stands for anything. Any path unless told. */
  readonly path?: string;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A text as it is, anything else as JSON. */
  readonly body?: Json;
}

/** An image that a step takes for granted: a rehearsal puts a placeholder there. */
export interface ExpectedImage {
  /** A whole name with its tag, such as `ghcr.io/acme/api:sha-3f1c9aa`. */
  readonly image: string;
  readonly labels: Readonly<Record<string, string>>;
  /** A file, from the top of the repository, in which the job that makes the image names it. It is written where it is missing. */
  readonly file?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The one table by which a rehearsal sends to its stand-ins what was meant for the world. */
export interface Routes {
  /** Gives the address, on this machine, that stands in for one. */
  address(url: URL): URL;
  /** Gives the environment of a program, changed so that it meets the stand-ins and nothing else. */
  environment(env: Environment): Environment;
  /** Gives what stands for a credential, whether or not there is a true one; nothing where one is not meant to be. */
  credential(ref: CredentialRef): Credential | undefined;
}

/** A bare repository that stands in for a remote. */
export interface RehearsedRemote {
  /** The name of the remote. */
  readonly name: string;
  /** Its addresses, as the configuration of git spells them. */
  readonly addresses: readonly string[];
  readonly folder: string;
}

/** One place that was published to, and what is new there. */
export interface RehearsedPlace {
  readonly kind: 'git' | 'images' | 'charts' | 'packages' | 'releases' | 'requests';
  /** What people call it, such as `ghcr.io/acme/api`. */
  readonly name: string;
  readonly items: readonly RehearsedItem[];
}

/** One thing that is new at a place. */
export interface RehearsedItem {
  readonly name: string;
  readonly detail?: string;
}

/** What a rehearsal has come to. */
export interface RehearsedWorld {
  /** `namespace`: the kernel gave no way out. `refusal`: connections were refused by this process and a proxy. */
  readonly guard: 'namespace' | 'refusal';
  readonly places: readonly RehearsedPlace[];
  /** What was taken for granted, or done by a stand-in, in whole sentences. */
  readonly assumed: readonly string[];
  /** Requests that the recorder answered: method, address and status. */
  readonly recorded: readonly string[];
  /** Connections that were asked for and refused. */
  readonly refused: readonly string[];
}

/** The stand-ins of one rehearsal. */
export interface StandIns {
  readonly routes: Routes;
  /** Puts there what a step takes for granted. */
  provide(image: ExpectedImage): void;
  world(): Promise<RehearsedWorld>;
  /** Writes all that the stand-ins hold below a folder. */
  keep(folder: string): Promise<void>;
  close(): Promise<void>;
}

/** What the stand-ins of a rehearsal stand in for. */
export interface StandInOptions {
  /** An empty folder for what the stand-ins need. */
  readonly folder: string;
  readonly env: Environment;
  readonly remotes: readonly RehearsedRemote[];
  readonly services: readonly RehearsedService[];
  readonly guard: ProcessGuard;
}

/** What keeps a process from every other machine. */
export interface ProcessGuard {
  /** What it has asked for and was refused, in whole sentences. */
  readonly refused: readonly string[];
  end(): void;
}

/** What a rehearsal is made for. */
export interface RehearsedSituation {
  /** The CI that the flow is meant for, when this is another place. */
  readonly ci?: 'github' | 'gitlab';
  readonly branch?: string;
  readonly head: string;
  /** Address of the remote, as configured. */
  readonly remote?: string;
}

/** What `@launchway/sandbox/rehearsal` exports. */
export interface RehearsalKit {
  /** Gives the environment of the process that rehearses: the same, without secrets and proxies. */
  rehearsalEnvironment(env: Environment, situation: RehearsedSituation): Environment;
  /** Keeps this process from every other machine, whatever code asks, until it is ended. */
  guardProcess(): ProcessGuard;
  openStandIns(options: StandInOptions): Promise<StandIns>;
}
