import type { CommandExchange } from '@launchway/core';
import { type ApiError, apiErrorIn } from './api-error.ts';

/** What was said between deno and the registry, as far as it matters. */
export interface Conversation {
  /** Takes an exchange in. */
  hear(exchange: CommandExchange): void;
  /** The publishing task of this version, and what was last said of it. */
  task: { readonly id: string; readonly status: string; readonly error: ApiError | null } | undefined;
  /** The last refusal of the registry. */
  refusal: (ApiError & { readonly status: number }) | undefined;
  /** Why the provenance was not taken. */
  provenanceRefusal: ApiError | undefined;
}

/** Listens to one run of the client. It says neither the task's id nor, often, the registry's reason. */
export function createConversation(): Conversation {
  const conversation: Conversation = {
    task: undefined,
    refusal: undefined,
    provenanceRefusal: undefined,
    hear: ({ method, path, status, body }) => {
      const said = () => parse(body);
      if (method === 'POST' && path.endsWith('/provenance')) {
        if (status >= 400) conversation.provenanceRefusal = errorOf(said(), status);
      } else if (method === 'POST' && /^\/api\/scopes\/[^?]*\/versions\//.test(path))
        hearUpload(conversation, status, said());
      else if (/^\/api\/publish(?:_status|ing_tasks)\//.test(path))
        conversation.task = taskIn(said()) ?? conversation.task;
    },
  };
  return conversation;
}

function hearUpload(conversation: Conversation, status: number, said: unknown): void {
  if (status < 400) {
    conversation.task = taskIn(said);
    return;
  }
  const { task } = (said ?? {}) as { task?: unknown };
  conversation.task = taskIn(task);
  if (conversation.task === undefined) conversation.refusal = { ...errorOf(said, status), status };
}

function taskIn(said: unknown): Conversation['task'] {
  const { id, status, error } = (said ?? {}) as { id?: unknown; status?: unknown; error?: unknown };
  return typeof id === 'string' && typeof status === 'string'
    ? { id, status, error: apiErrorIn(error) ?? null }
    : undefined;
}

const errorOf = (said: unknown, status: number): ApiError =>
  apiErrorIn(said, `status ${status}`) ?? { code: `status ${status}`, message: 'without a reason' };

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}
