import type { CommandResult } from '../model/command.ts';
import type { Problem } from '../model/problem.ts';
import { barrierTo } from './barriers.ts';
import { gitProblems } from './problems.ts';
import { shortRef } from './refs.ts';
import { hideUserinfo } from './userinfo.ts';

/** Why a remote could not be used. */
export interface Trouble {
  readonly problem: Problem;
  /** True when it may pass on its own. */
  readonly transient: boolean;
  /** True when nothing was sent, so that nothing can have arrived. */
  readonly unsent: boolean;
}

const notFound =
  /repository not found|repository '.*' not found|does not appear to be a git repository|no such remote|could not be found or you don't have permission|returned error: 404/i;
const denied =
  /authentication failed|could not read (username|password)|access denied|returned error: (401|403)|invalid (username|credentials)|permission denied|permission to .* denied|not allowed to (push|upload|download)|host key verification failed|insufficient_scope/i;
/** What git says where a web page answers in place of a repository, which it then takes for one that is served as files. */
const notGit = /no dav locking support|\/info\/refs not valid:|could not determine hash algorithm/i;
const notAtomic = /does not support --atomic push/i;
const redirect = /returned error: 30[12378]/i;
const unsent =
  /could not resolve (host|proxy|hostname)|failed to connect|couldn't connect|connection refused|network is unreachable|no route to host|connect to host .* port/i;
const begun = /rpc failed|unexpected disconnect while reading sideband/i;
const network =
  /unable to access|rpc failed|hung up|early eof|connection (was )?(reset|timed out|closed)|timed out|empty reply|unexpected disconnect|returned error: (408|429|5\d\d)|ssl|tls|could not read from remote|remote failed to report status|broken pipe|index-pack|http\/2/i;

/** What this machine could not do; a server's own troubles come on lines of `remote:`. */
const local =
  /^(?!remote:).*(?:no space left on device|quota exceeded|read-only file system|input\/output error|too many open files|cannot fork)/im;

/** Tells whether a server answered with a redirect, which git was told not to follow. */
export const isRedirect = (stderr: string): boolean => redirect.test(stderr);

/**
 * Tells from what git wrote why it could not read from or write to a remote: REMOTE_PROXY, REMOTE_CERTIFICATE, PUSH_DENIED,
 * REMOTE_NOT_FOUND, REMOTE_REDIRECTS, PUSH_REFUSED, or REMOTE_UNREACHABLE, which is transient, as some of a proxy's are.
 * @param source where the credential is from, such as `$GITHUB_TOKEN`
 * @returns nothing when it is none of these
 */
export function describeTrouble(stderr: string, remote: string, source?: string): Trouble | undefined {
  const words = quote(stderr);
  const barrier = barrierTo(remote, words, stderr);
  if (barrier !== undefined) return { ...lasting(barrier.problem, stderr), transient: barrier.transient };
  if (denied.test(stderr)) return lasting(deniedProblem(remote, words, source), stderr);
  if (notGit.test(stderr)) return lasting(notGitProblem(remote, words), stderr);
  if (notFound.test(stderr)) return lasting(notFoundProblem(remote, words), stderr);
  if (notAtomic.test(stderr)) return lasting(notAtomicProblem(remote), stderr);
  if (isRedirect(stderr)) return lasting(redirectProblem(remote, words, stderr), stderr);
  if (local.test(stderr) || (!unsent.test(stderr) && !network.test(stderr))) return undefined;
  const problem = gitProblems.error('REMOTE_UNREACHABLE', {
    message: `The remote ${remote} could not be reached: ${words}`,
    fix: unsent.test(stderr)
      ? 'Check the address and the network of this machine (HTTPS_PROXY, NO_PROXY), then run again.'
      : 'Run again when the network and the server are well.',
  });
  return { problem, transient: true, unsent: unsent.test(stderr) };
}

/**
 * Tells whether what was sent got no answer in time, from a server that may still be at it: a gateway has given up, git has (curl's
 * code 28), or something has ended git, such as its time limit.
 */
export const isUnanswered = (stderr: string): boolean =>
  /rpc failed.* (?:http 50[24]|curl 28)\b|timed out after \d|git was ended by SIG/i.test(stderr);

/** Git, the server or the network has kept us waiting long before the failure. */
const waited =
  /timed out|timeout was reached|connection timeout|too slow|curl 28\b|was ended by SIG|after \d{5,} ms/i;

/** Tells whether the same question may be answered in a moment, and was not waited for long in vain. */
export const isOfTheMoment = (stderr: string): boolean =>
  !waited.test(stderr) && describeTrouble(stderr, '')?.transient === true;

/** A server, or what stands before it, may also say no when it has taken the whole push. */
const lasting = (problem: Problem, stderr: string): Trouble => ({
  problem,
  transient: false,
  unsent: !begun.test(stderr),
});

function notAtomicProblem(remote: string): Problem {
  return gitProblems.error('PUSH_REFUSED', {
    message: `The remote ${remote} cannot take a branch and its tags together, all or none (git push --atomic).`,
    fix: 'Let its server take such pushes: `receive.advertiseAtomic` of git-config(1) is off there, or it is not git.',
  });
}

function redirectProblem(remote: string, words: string, stderr: string): Problem {
  const place = /^warning: redirecting to (\S+)$/m.exec(stderr)?.[1];
  return gitProblems.error('REMOTE_REDIRECTS', {
    message: `The remote ${remote} leads to ${place ?? 'another address'}, to which the credential is not taken: ${words}`,
    fix:
      place === undefined
        ? 'Give the address that it leads to in its place: with .git at its end where that is missing, with https, or with the new name of the repository.'
        : `If that is the repository you mean, give its address in place of the old one: \`git remote set-url ${remote} ${place}\`, or in the configuration.`,
  });
}

function notFoundProblem(remote: string, words: string): Problem {
  return gitProblems.error('REMOTE_NOT_FOUND', {
    message: `There is no repository at the remote ${remote}, or it is hidden from this credential: ${words}`,
    fix: 'Compare `git remote -v` with the address of the repository, and check what the token may see.',
  });
}

function notGitProblem(remote: string, words: string): Problem {
  return gitProblems.error('REMOTE_NOT_FOUND', {
    message: `Something else than git answers for the remote ${remote}: ${words}`,
    fix: 'Compare `git remote -v` with the address of the repository, and open it from this machine: a sign-in page or a proxy may answer in its place.',
  });
}

function deniedProblem(remote: string, words: string, source: string | undefined): Problem {
  const by = source === undefined ? '' : ` with the credential of ${source}`;
  return gitProblems.error('PUSH_DENIED', {
    message: `The remote ${remote} let us not in${by}: ${words}`,
    fix: adviceFor(source),
  });
}

/** What to do about a credential that is not good enough, by the variable it came from. */
function adviceFor(source: string | undefined): string {
  switch (source) {
    case '$CI_JOB_TOKEN':
      return 'Allow "Git push requests to the repository" in Settings > CI/CD > Job token permissions (GitLab 18.4; such a push starts no pipeline), or put a project access token with write_repository into GITLAB_TOKEN.';
    case '$GITHUB_TOKEN':
    case '$GH_TOKEN':
      return 'Give the job `permissions: { contents: write }`, or put another token into LAUNCHWAY_GIT_TOKEN.';
    case '$GITLAB_TOKEN':
      return 'Use a token with the scope write_repository and a role that may push to this branch (a project access token is best).';
    case undefined:
      return 'Put a token that may push into LAUNCHWAY_GIT_TOKEN (GITHUB_TOKEN or GITLAB_TOKEN for their forge), or give git a key or a credential helper.';
    default:
      return `Put a token that may push into ${source.replace('$', '')}.`;
  }
}

/** A ref that a push could not move, with git's reason. */
export interface Rejection {
  readonly ref: string;
  readonly reason: string;
}

/** Reads the refusals in what `git push --porcelain` writes to standard output (git-push(1), OUTPUT). */
export function parseRejections(output: string): readonly Rejection[] {
  return output.split('\n').flatMap((line) => {
    const [flag, refs = '', summary = ''] = line.split('\t');
    if (flag !== '!') return [];
    const reason = /\((.*)\)$/.exec(summary)?.[1] ?? summary;
    return [{ ref: refs.slice(refs.indexOf(':') + 1), reason }];
  });
}

/**
 * Says why a remote refused refs, from git's report and from what the server wrote.
 * @param stderr what git wrote, the server's `remote:` lines among it
 * @returns PUSH_WORKFLOW_FILES, PUSH_PROTECTED, PUSH_DENIED, PUSH_REJECTED_BY_HOOK, or PUSH_REFUSED
 */
export function describeRejection(rejections: readonly Rejection[], stderr: string, remote: string): Problem {
  const said = serverLines(stderr);
  const all = [...rejections.map(({ reason }) => reason), ...said].join('\n');
  const cause = rejections.find(({ reason }) => !isConsequence(reason)) ?? rejections[0];
  const ref = shortRef(cause?.ref ?? 'the push');
  const speech = said.length > 0 ? ` It says: ${said.join(' ')}` : '';
  const message = `The remote ${remote} refused ${ref} (${cause?.reason ?? 'without a reason'}).${speech}`;
  const [code, fix] = kindOfRejection(all);
  return gitProblems.error(code, { message, fix });
}

const isConsequence = (reason: string): boolean => /^atomic (?:push fail|transaction failed)/.test(reason);

function kindOfRejection(text: string) {
  if (/refusing to allow .* workflow/i.test(text)) {
    return [
      'PUSH_WORKFLOW_FILES',
      'Run again on the newest commit of the branch, or push with a token that has the workflows permission, in LAUNCHWAY_GIT_TOKEN.',
    ] as const;
  }
  if (/protected|GH006|GH013|rule violations/i.test(text)) {
    return [
      'PUSH_PROTECTED',
      "Let the token's owner push here: on GitHub in the bypass list of the rule, on GitLab in Settings > Repository > Protected branches and Protected tags.",
    ] as const;
  }
  if (/not allowed to|permission|denied/i.test(text)) {
    return ['PUSH_DENIED', 'Push with a token whose role may write to this branch and create tags.'] as const;
  }
  if (/hook declined|push rule/i.test(text)) {
    return ['PUSH_REJECTED_BY_HOOK', 'Follow what the server says, and run again.'] as const;
  }
  return ['PUSH_REFUSED', 'Mend what the remote says, and run again.'] as const;
}

/** True for refusals by which a server says that somebody else holds or has moved the ref. */
export function isContention(rejections: readonly Rejection[], stderr: string): boolean {
  const text = [...rejections.map(({ reason }) => reason), ...serverLines(stderr)].join('\n');
  return /failed to update ref|cannot lock ref|reference already exists|incorrect old value|unable to create .*lock|failed to report status/i.test(
    text,
  );
}

/**
 * Tells of a push that is known not to have arrived what kept it: trouble with the remote, else its refusal of a ref.
 * @param source where the credential is from, such as `$GITHUB_TOKEN`
 * @returns nothing when it is neither
 */
export function describePush(
  { stdout, stderr }: Pick<CommandResult, 'stdout' | 'stderr'>,
  remote: string,
  source?: string,
): Trouble | undefined {
  const rejections = parseRejections(stdout);
  const trouble = describeTrouble(stderr, remote, source);
  if (trouble !== undefined || rejections.length === 0) return trouble;
  return lasting(describeRejection(rejections, stderr, remote), stderr);
}

/** The lines a server wrote for people, without the empty ones. */
function serverLines(stderr: string): readonly string[] {
  const lines = [...stderr.matchAll(/^remote:[ \t]*(.*?)[ \t]*$/gm)].map((match) => match[1] ?? '');
  return lines.filter((line) => /[\p{L}\p{N}]/u.test(line)).slice(0, 12);
}

/** Git's own words in one line, without hints and without what an address may hold before its host. */
function quote(stderr: string): string {
  const lines = stderr.split(/\r?\n|\r/).map((line) => line.replace(/^(fatal|error|remote): */, '').trim());
  const told = lines.filter(
    (line) => line !== '' && !/^(hint|warning):|^please make sure|^and the repository exists/i.test(line),
  );
  return hideUserinfo(told.slice(0, 4).join('; ')) || 'git said nothing';
}
