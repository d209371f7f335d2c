import { defined, type Effects, type HttpSend, isReleaseError } from '@launchway/core';
import { jsonOf, refused } from './answers.ts';
import type { Forge, ForgeOptions, Sent } from './forge.ts';
import { contextOf, isSuccess, partsOf } from './request.ts';

const tries = 3;

/** Gives what may also write. */
export function writerOf(port: Effects, options: ForgeOptions): Pick<Forge, 'send' | 'create'> {
  const send: Forge['send'] = async (sent) => {
    const response = await port.send(requestOf(sent, options));
    if (!isSuccess(response)) throw refused(response, contextOf(options, sent));
    return jsonOf(response);
  };

  return {
    send,
    create: async (sent, find) => {
      for (let attempt = 1; ; attempt++) {
        try {
          return { made: await send({ method: 'POST', ...sent }) };
        } catch (error) {
          if (!isOpen(error)) throw error;
          const found = await find();
          if (found !== undefined) return { found };
          if (attempt >= tries || !isPassing(error)) throw error;
          await port.sleep(500 * 3 ** (attempt - 1));
        }
      }
    },
  };
}

function requestOf(sent: Sent, options: ForgeOptions): HttpSend {
  const { method, path, address, json, headers, timeout } = sent;
  const { body = json === undefined ? undefined : JSON.stringify(json) } = sent;
  const { headers: shared, ...rest } = partsOf(options, path, address);
  const type = json === undefined ? {} : { 'content-type': 'application/json' };
  return {
    ...rest,
    method,
    headers: { ...shared, ...type, ...headers },
    idempotent: method === 'DELETE' || (method !== 'POST' && json !== undefined),
    ...defined({ body, timeout }),
  };
}

/** Whether the thing may be there all the same: the server's fault, a lost answer, or its word that it is. */
function isOpen(error: unknown): boolean {
  if (!isReleaseError(error)) return false;
  const codes = error.problems.map(({ code }) => code);
  return error.transient || codes.includes('FORGE_CONFLICT') || codes.includes('FORGE_REFUSED');
}

const isPassing = (error: unknown): boolean => isReleaseError(error) && error.transient;
