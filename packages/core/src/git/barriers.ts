import type { Problem } from '../model/problem.ts';
import { gitProblems } from './problems.ts';

const proxy =
  /connect tunnel failed, response \d+|http code \d+ from proxy|returned error: 407|proxy connect aborted|could not resolve proxy|unsupported proxy/i;
const certificate =
  /ssl certificate problem|server certificate verification failed|certificate verify failed/i;
const otherName = /no alternative certificate subject name|certificate subject name .*does not match/i;
const noAuthority = /problem with the ssl ca cert|error setting certificate (?:verify locations|file)/i;

/** What stands between git and a server that may be well. */
export interface Barrier {
  readonly problem: Problem;
  /** True when it may pass on its own. */
  readonly transient: boolean;
}

/**
 * Tells from what git wrote, which are curl's words here, of a proxy or a certificate that keeps it from a remote: REMOTE_PROXY or
 * REMOTE_CERTIFICATE, or nothing when it is neither.
 * @param words what of it a message repeats
 */
export function barrierTo(remote: string, words: string, stderr: string): Barrier | undefined {
  if (proxy.test(stderr)) return proxyBarrier(remote, words, stderr);
  if (![certificate, otherName, noAuthority].some((kind) => kind.test(stderr))) return undefined;
  const problem = gitProblems.error('REMOTE_CERTIFICATE', {
    message: `The certificate of the remote ${remote} is not trusted: ${words}`,
    fix: certificateAdvice(stderr),
  });
  return { problem, transient: false };
}

/** A proxy that lacks a credential, forbids the host or is misspelt does so the next time too. */
function proxyBarrier(remote: string, words: string, stderr: string): Barrier {
  const isMisspelt = /unsupported proxy|: 407|response 407|code 407/i.test(stderr);
  const isForbidden = /response 4\d\d|code 4\d\d from proxy/i.test(stderr);
  const problem = gitProblems.error('REMOTE_PROXY', {
    // Curl repeats a part of the address that it cannot read, which may be one of the password.
    message: `The proxy does not let git through to the remote ${remote}: ${words.replace(/(unsupported proxy \w+) in '.*/i, '$1')}`,
    fix: isMisspelt
      ? 'Write user and password into the proxy variable (HTTPS_PROXY), or into http.proxy of git, special characters percent-encoded: http://user:password@proxy:3128'
      : 'Check the address in the proxy variable (HTTPS_PROXY) or http.proxy of git; add the host to NO_PROXY if it is reached directly, or have the proxy allow it.',
  });
  return { problem, transient: !isMisspelt && !isForbidden };
}

function certificateAdvice(stderr: string): string {
  if (/has expired|not yet valid/i.test(stderr))
    return 'Have the certificate renewed; where it is good, set the clock of this machine.';
  if (otherName.test(stderr))
    return 'Give the remote the address whose name the certificate is made out to, or have a certificate made for this one.';
  if (noAuthority.test(stderr))
    return 'See that the file is there, and PEM, that GIT_SSL_CAINFO or http.sslCAInfo of git names: what the variable names counts.';
  return "Point GIT_SSL_CAINFO at a PEM file that holds the server's certificate authority.";
}
