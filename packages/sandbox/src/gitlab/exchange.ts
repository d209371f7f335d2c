import type { ApiAnswer, ApiRequest } from '../http/exchange.ts';
import type { ApiFault, ApiFaultKind } from '../http/faults.ts';

export { answer, bodyOf, page } from '../http/exchange.ts';

export type GitlabRequest = ApiRequest;
/** An answer that a fault gives in place of the true one. */
export type GitlabAnswer = ApiAnswer;
/** Which requests go wrong, and how. */
export type GitlabFault = ApiFault;
/** The way a request goes wrong. */
export type GitlabFaultKind = ApiFaultKind;

/** An error in the form most of GitLab's have. */
export const refuse = (status: number, message: unknown): GitlabAnswer => ({ status, body: { message } });

export const notFound = (what = ''): GitlabAnswer =>
  refuse(404, what === '' ? '404 Not found' : `404 ${what} Not Found`);
