/** How the registry words what is wrong. */
export interface ApiError {
  readonly code: string;
  readonly message: string;
}

/**
 * The error that a value of an answer is; nothing where it is none.
 * @param unnamed the code of one without
 */
export function apiErrorIn(value: unknown, unnamed = 'unknown'): ApiError | undefined {
  const { code, message } = (value ?? {}) as { code?: unknown; message?: unknown };
  if (typeof code !== 'string' && typeof message !== 'string') return undefined;
  return {
    code: typeof code === 'string' ? code : unnamed,
    message: typeof message === 'string' ? message : 'without a reason',
  };
}
