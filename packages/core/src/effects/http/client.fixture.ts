import { onTestFinished } from 'vitest';
import { isReleaseError } from '../../model/problem.ts';
import { createCredentials } from '../secrets/credentials.ts';
import { createMask } from '../secrets/mask.ts';
import type { Reply } from '../server.fixture.ts';
import { createHttp, type HttpOptions } from './client.ts';

/** A server that is closed with its test. */
export async function start<T extends { close(): Promise<void> }>(starting: Promise<T>): Promise<T> {
  const server = await starting;
  onTestFinished(() => server.close());
  return server;
}

/** An answer of one status. */
export const status =
  (code: number, body = '', headers: Record<string, string> = {}): Reply =>
  (response) =>
    void response.writeHead(code, headers).end(body);

/** The end of a connection in place of an answer. */
export const hangUp: Reply = (response) => void response.destroy();

/** A client whose waits take no time and are written down. */
export function client(env: Record<string, string> = {}, more: Partial<HttpOptions> = {}) {
  const mask = createMask();
  const waits: number[] = [];
  const clock = {
    now: () => Date.parse('2026-03-01T12:00:00Z'),
    sleep: async (wait: number) => void waits.push(wait),
  };
  const http = createHttp({
    env,
    mask,
    credentials: createCredentials(env, mask),
    clock,
    random: () => 1,
    ...more,
  });
  return { ...http, mask, waits };
}

/** What a refusal says. */
export async function problemOf(promise: Promise<unknown>) {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isReleaseError(error)) throw new Error(`expected a ReleaseError, got ${String(error)}`);
  return {
    code: error.problems[0]?.code,
    message: error.message,
    kind: error.kind,
    transient: error.transient,
  };
}
