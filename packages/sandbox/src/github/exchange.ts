import type { ServedTags } from '../git/tags.ts';
import { type ApiAnswer, type ApiRequest, page } from '../http/exchange.ts';
import type { GithubCaller } from './access.ts';
import type { GithubStore } from './store.ts';

/** What the handlers work with. */
export interface GithubDesk {
  readonly store: GithubStore;
  readonly caller: GithubCaller;
  readonly nextId: () => number;
  /** Address of the GitHub's page. */
  readonly web: string;
  /** Address of the repository in the API. */
  readonly api: string;
  /** Root of the API. */
  readonly root: string;
  /** Where files are uploaded; another server. */
  readonly uploads: string;
  /** What starts a workflow on the default branch; nothing where there is none. */
  readonly workflows: (file: string) => readonly string[] | undefined;
  /** Whether a dispatch is answered with the run, as newer versions of the API do. */
  readonly tellsRun: boolean;
  readonly tags: ServedTags;
}

export const now = '2026-01-02T03:04:05Z';

const documentation = 'https://docs.github.com/rest';

/** An error in the form most of GitHub's have. */
export const refuse = (status: number, message: string): ApiAnswer => ({
  status,
  body: { message, documentation_url: documentation, status: String(status) },
});

export const notFound = (): ApiAnswer => refuse(404, 'Not Found');

/** What is wrong with one value. */
export interface GithubFieldError {
  readonly resource: string;
  readonly code: string;
  readonly field: string;
  readonly message?: string;
}

/** A value that breaks a rule. */
export const invalid = (...errors: readonly GithubFieldError[]): ApiAnswer => ({
  status: 422,
  body: { message: 'Validation Failed', errors, documentation_url: documentation, status: '422' },
});

/** One page of a list. */
export const listed = (items: readonly unknown[], request: ApiRequest, { root }: GithubDesk): ApiAnswer =>
  page(items, request, root, 30);

export const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
