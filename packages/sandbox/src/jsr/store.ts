import { createHash } from 'node:crypto';

/** A package that was made on the registry. */
export interface JsrPackage {
  readonly scope: string;
  readonly name: string;
  /** The repository that may publish it without a token. */
  repository: { readonly id: number; readonly owner: string; readonly name: string } | null;
  archived: boolean;
  readonly versions: Map<string, JsrVersion>;
}

/** A published version. */
export interface JsrVersion {
  readonly files: ReadonlyMap<string, Buffer>;
  /** Entry of the transparency log; `null` without provenance. */
  rekorLogId: string | null;
  yanked: boolean;
  /** How it was published. */
  readonly by: 'token' | 'oidc';
}

export type JsrTaskStatus = 'pending' | 'processing' | 'processed' | 'success' | 'failure';

/** A publication that is under way, or was. */
export interface JsrTask {
  readonly id: string;
  readonly scope: string;
  readonly name: string;
  readonly version: string;
  readonly files: ReadonlyMap<string, Buffer>;
  readonly by: JsrVersion['by'];
  status: JsrTaskStatus;
  error: { readonly code: string; readonly message: string } | null;
  /** Times it is asked for until it succeeds. */
  polls: number;
}

/** What becomes of the next task: it succeeds at once, after some polls, never, or it fails. */
export type JsrTaskCourse =
  | { readonly status: 'success' }
  | { readonly status: 'pending' | 'processing'; readonly polls: number }
  | { readonly status: 'failure'; readonly code: string; readonly message: string };

/** Who belongs to a scope. */
export interface JsrMember {
  readonly id: string;
  readonly name: string;
  readonly githubId: number | null;
  readonly isAdmin: boolean;
}

/** A scope, with the settings that decide who publishes. */
export interface JsrScope {
  readonly members: JsrMember[];
  /** Refuses personal tokens. */
  requirePublishingFromCI: boolean;
  /** Refuses workflows that a stranger to the scope has started. */
  verifyOidcActor: boolean;
}

/** All that the stand-in remembers. */
export interface JsrStore {
  readonly scopes: Map<string, JsrScope>;
  readonly packages: Map<string, JsrPackage>;
  readonly tasks: JsrTask[];
  readonly courses: JsrTaskCourse[];
  find(scope: string, name: string): JsrPackage | undefined;
  scope(name: string): JsrScope;
}

export function createJsrStore(): JsrStore {
  const scopes = new Map<string, JsrScope>();
  const packages = new Map<string, JsrPackage>();
  return {
    scopes,
    packages,
    tasks: [],
    courses: [],
    find: (scope, name) => packages.get(`@${scope}/${name}`),
    scope: (name) => {
      const known = scopes.get(name) ?? {
        members: [],
        requirePublishingFromCI: false,
        verifyOidcActor: true,
      };
      scopes.set(name, known);
      return known;
    },
  };
}

/** Takes a task one step on, as its course says, and publishes the version when it has come to its end. */
export function advance(store: JsrStore, task: JsrTask): void {
  if (task.status === 'success' || task.status === 'failure') return;
  if (task.polls > 0) {
    task.polls -= 1;
    return;
  }
  task.status = 'success';
  const { files, by } = task;
  store
    .find(task.scope, task.name)
    ?.versions.set(task.version, { files, by, rekorLogId: null, yanked: false });
}

export const checksum = (bytes: Uint8Array): string =>
  `sha256-${createHash('sha256').update(bytes).digest('hex')}`;

/** The newest release version, by the order of numbers. */
export function latestOf({ versions }: JsrPackage): string | null {
  const released = [...versions].filter(([version, { yanked }]) => !yanked && !version.includes('-'));
  const numbers = (version: string) => version.split('.').map(Number);
  const sorted = released
    .map(([version]) => version)
    .sort((left, right) => compare(numbers(left), numbers(right)));
  return sorted.at(-1) ?? null;
}

function compare(left: readonly number[], right: readonly number[]): number {
  const place = left.findIndex((number, index) => number !== right[index]);
  return place === -1 ? 0 : (left[place] ?? 0) - (right[place] ?? 0);
}
