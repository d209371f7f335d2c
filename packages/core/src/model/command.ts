import type { CredentialRef } from './credential.ts';

/** How a program is run. */
export interface CommandOptions {
  /** Working directory; the top of the repository unless told. */
  readonly cwd?: string;
  /** Added to the environment. A value may be a credential, which then appears nowhere else. */
  readonly env?: Readonly<Record<string, string | CredentialRef>>;
  readonly input?: string | Uint8Array;
  /** Milliseconds; 10 minutes unless told. */
  readonly timeout?: number;
  /** Exit codes that are an answer, not a failure; `[0]` unless told. */
  readonly exitCodes?: readonly number[] | 'any';
  /** Stands between the command and one HTTP server, for commands that take a secret only as an argument. */
  readonly gate?: CommandGate;
  /** Credential for a git command over HTTP, given by environment alone. */
  readonly gitCredential?: { readonly url: string; readonly credential: CredentialRef };
}

/**
 * A server that a command reaches through an address on this machine. Reads are tried again after failures of the
 * moment, and the credential is added on the way: the command never has it.
 */
export interface CommandGate {
  /** The server, such as `https://registry.example/`. */
  readonly to: string;
  /** The variable of the command's environment that names the server; it gets the gate's address. */
  readonly env: string;
  /** Takes the place of {@link CommandGate.pass} in requests that carry it as their bearer token. */
  readonly credential?: CredentialRef;
  /** A word made for this command alone, good for nothing elsewhere. */
  readonly pass?: string;
  /** Is told of each answer, before the command is. */
  seen?(exchange: CommandExchange): void;
}

/** One request of a command through its gate, and the answer. */
export interface CommandExchange {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly status: number;
  readonly body: Uint8Array;
}

/** Whether a program that ended so has answered; otherwise it has failed. */
export const isAnswer = (exitCode: number, expected: CommandOptions['exitCodes'] = [0]): boolean =>
  expected === 'any' || expected.includes(exitCode);

/** How a program ended; what it wrote, as UTF-8. */
export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}
