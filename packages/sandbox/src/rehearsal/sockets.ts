import { Socket } from 'node:net';
import type { ProcessGuard } from '@launchway/core/engine';

const loopback = /^(?:localhost|127(?:\.\d+){3}|::1|\[::1\]|::ffff:127(?:\.\d+){3})$/i;

export const isLoopback = (host: string): boolean => loopback.test(host);

/** Refuses every connection of this process to another machine, also of code that goes past the core's port. */
export function guardProcess(): ProcessGuard {
  const refused: string[] = [];
  const { connect } = Socket.prototype;
  Socket.prototype.connect = function guarded(this: Socket, ...args: unknown[]): Socket {
    const target = targetOf(args);
    if (target === undefined || isLoopback(target.host)) return Reflect.apply(connect, this, args) as Socket;
    refused.push(`The process itself asked for ${target.host}:${target.port}.`);
    const error = new Error(`A rehearsal lets nothing leave this machine: ${target.host} was asked for.`);
    queueMicrotask(() => this.destroy(Object.assign(error, { code: 'ECONNREFUSED' })));
    return this;
  } as typeof connect;
  return {
    refused,
    end: () => {
      Socket.prototype.connect = connect;
    },
  };
}

interface Target {
  readonly host: string;
  readonly port: string;
}

/** Where a connection goes; nothing for a socket in the file system. Node passes its own list of arguments on in one. */
function targetOf(args: readonly unknown[]): Target | undefined {
  const [first, second] = Array.isArray(args[0]) ? (args[0] as readonly unknown[]) : args;
  if (typeof first === 'object' && first !== null) {
    const { path, host = 'localhost', port } = first as { path?: unknown; host?: unknown; port?: unknown };
    return typeof path === 'string' && port === undefined
      ? undefined
      : { host: String(host), port: String(port) };
  }
  const isPort = /^\d+$/.test(String(first));
  return isPort
    ? { host: typeof second === 'string' ? second : 'localhost', port: String(first) }
    : undefined;
}
