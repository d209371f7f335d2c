/** Forwards requests to another host. */
export const idleTimeout = 60_000;
