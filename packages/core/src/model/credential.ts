/**
 * Names a credential; the value is looked up by the core when it is used and is in no plan.
 * `env` names variables of the environment, the first that is set wins; `username` is a literal, or a variable's name
 * where `usernameEnv` says so.
 */
export interface CredentialRef {
  readonly env: string | readonly string[];
  readonly username?: string;
  readonly usernameEnv?: string;
  /** How it goes into an HTTP request; `bearer` unless told, a header's name for its own header. */
  readonly scheme?: 'bearer' | 'basic' | { readonly header: string };
}

/** A credential that was found. It is masked in everything that leaves the process. */
export interface Credential {
  readonly username?: string;
  readonly secret: string;
  /** Where it was found, for messages: `$GITHUB_TOKEN`. */
  readonly source: string;
}
