import { type Problem, ReleaseError } from '@launchway/core';
import { type JsrCode, jsrProblems } from '../problems.ts';
import type { ApiError } from './api-error.ts';
import { creationPage, labelOf, pageOf, type Target } from './registry.ts';

interface Explanation {
  readonly code: JsrCode;
  readonly fix: (target: Target) => string;
}

const settings = (target: Target): string => `${pageOf(target)}/settings`;

/** What the registry's own error codes mean for the person who releases. */
const explanations: Readonly<Record<string, Explanation>> = {
  invalidBearerToken: {
    code: 'JSR_TOKEN_REFUSED',
    fix: () =>
      'Make a new token on https://jsr.io/account/tokens; this one is mistyped, revoked or has expired.',
  },
  missingAuthentication: {
    code: 'JSR_TOKEN_REFUSED',
    fix: () => 'Set the token, or give the job `id-token: write`.',
  },
  invalidOidcToken: {
    code: 'JSR_OIDC_REFUSED',
    fix: () =>
      'JSR accepts identities of github.com alone. Elsewhere, set JSR_TOKEN to a personal access token.',
  },
  actorNotAuthorized: {
    code: 'JSR_NOT_LINKED',
    fix: (target) => `Link the package to this GitHub repository on ${settings(target)}.`,
  },
  actorNotScopeMember: {
    code: 'JSR_NOT_MEMBER',
    fix: ({ registry, scope }) =>
      `Invite the person or bot on ${registry}@${scope}/~/members, or switch off the check of the actor in the scope's settings.`,
  },
  scopeRequiresPublishingFromCI: {
    code: 'JSR_CI_REQUIRED',
    fix: ({ registry, scope }) =>
      `Publish from GitHub Actions with \`id-token: write\`, or switch "require publishing from CI" off on ${registry}@${scope}/~/settings.`,
  },
  missingPermission: {
    code: 'JSR_RIGHTS',
    fix: () => 'Use a token that may publish this package: limited tokens name scopes or packages.',
  },
  blocked: { code: 'JSR_RIGHTS', fix: () => 'The account or scope is blocked; write to help@jsr.io.' },
  packageNotFound: {
    code: 'JSR_PACKAGE_MISSING',
    fix: (target) => `Make the package on ${creationPage(target)}.`,
  },
  scopeNotFound: {
    code: 'JSR_PACKAGE_MISSING',
    fix: (target) => `Make the scope and the package on ${creationPage(target)}.`,
  },
  packageArchived: {
    code: 'JSR_ARCHIVED',
    fix: (target) => `Take the package out of the archive on ${settings(target)}.`,
  },
  weeklyPublishAttemptsLimitExceeded: {
    code: 'JSR_QUOTA',
    fix: () => 'Run `release` again when the week is over, or ask help@jsr.io for more.',
  },
  tarballSizeLimitExceeded: { code: 'JSR_TOO_LARGE', fix: () => tooLarge },
  fileTooLarge: { code: 'JSR_TOO_LARGE', fix: () => tooLarge },
  packageTooLarge: { code: 'JSR_TOO_LARGE', fix: () => tooLarge },
};

/** A refusal of who asks, in words that are not the registry's usual ones. */
const unproven: Explanation = {
  code: 'JSR_TOKEN_REFUSED',
  fix: () =>
    'Run `release` again: what proved who publishes may have expired meanwhile. If it stays so, make a new token on https://jsr.io/account/tokens, or give the job `id-token: write`.',
};

const tooLarge =
  'Leave files out with `publish.exclude` in the manifest; a package may hold 20 MiB, and so may each file.';

/** Makes the error for a refusal of the registry; overload and limits of the moment are tried again. */
export function refusedBy(
  target: Target,
  version: string,
  error: ApiError & { readonly status?: number },
): ReleaseError {
  const named = Object.hasOwn(explanations, error.code) ? explanations[error.code] : undefined;
  const known = named ?? (error.status === 401 ? unproven : undefined);
  const what = `${labelOf(target)}@${version}`;
  const isPassing = known === undefined && (error.status ?? 0) >= 429 && error.status !== 431;
  if (isPassing) return failed('JSR_UNAVAILABLE', `JSR did not take ${what}: ${said(error)}.`, passing, true);
  return failed(
    known?.code ?? 'JSR_REFUSED',
    `JSR refused ${what}: ${said(error)}.`,
    known?.fix(target) ??
      `Mend what the registry says, and release the next version; ${what} itself was not published.`,
  );
}

const passing = 'Run `release` again in a minute; it does only what is missing.';

const said = ({ code, message }: ApiError): string => `${message.replace(/\.$/, '')} (${code})`;

/** What deno says where the registry was not asked, or did not answer in its usual form. */
const phrases: readonly {
  readonly said: RegExp;
  readonly explanation: Explanation;
  readonly passing?: boolean;
}[] = [
  {
    said: /Failed to get OIDC token: status 403/,
    explanation: {
      code: 'JSR_OIDC_PERMISSION',
      fix: () => 'Give the job `permissions: { id-token: write }`.',
    },
  },
  {
    said: /Failed to get OIDC token|error sending request|tcp connect error|error trying to connect/,
    explanation: { code: 'JSR_UNAVAILABLE', fix: () => passing },
    passing: true,
  },
  {
    said: /packages? don't exist/,
    explanation: {
      code: 'JSR_PACKAGE_MISSING',
      fix: (target) => `Make the package on ${creationPage(target)}.`,
    },
  },
  {
    said: /No means to authenticate/,
    explanation: {
      code: 'JSR_CREDENTIAL_MISSING',
      fix: () => 'Set JSR_TOKEN, or give the job `id-token: write`.',
    },
  },
];

/** Makes the error for a client that ended without the registry having refused anything. */
export function clientFailed(target: Target, version: string, words: string): ReleaseError {
  const what = `${labelOf(target)}@${version}`;
  const found = phrases.find((phrase) => phrase.said.test(words));
  const message = `deno did not publish ${what}. It said:\n${lastLines(words)}`;
  if (found !== undefined)
    return failed(found.explanation.code, message, found.explanation.fix(target), found.passing ?? false);
  return failed('JSR_CLIENT_FAILED', message, 'Mend what deno says, and run again.');
}

/** What a program found wrong, each with its place; else the end of what it said. */
export function lastLines(words: string): string {
  const lines = words
    .trim()
    .split(/\r?\n/)
    .filter((line) => !progress.test(line));
  const findings = lines.filter((line) => /^error\[|^\s*-->|^TS\d+ \[ERROR\]|^\s*at file:/.test(line));
  const told = findings.length > 0 ? findings.slice(0, 16) : lines.slice(-15);
  return told.join('\n').trim() || 'nothing';
}

const progress = /^(?:Check |Checking for slow types|Download |Initialize )/;

/** An error of a step that is under way. */
export function failed(code: JsrCode, message: string, fix: string, transient = false): ReleaseError {
  const problem: Problem = jsrProblems.error(code, { message, fix });
  return new ReleaseError([problem], 'failed', undefined, transient);
}
