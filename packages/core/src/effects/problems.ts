import { catalogue, type ProblemDetails, ReleaseError } from '../model/problem.ts';

/** What can go wrong at the edge: servers, commands, files, credentials. */
export const effectProblems = catalogue({
  INTERRUPTED: {
    summary: 'The run was interrupted.',
    cause: 'It was stopped by Ctrl-C, by the CI, or by another signal, and ended its work where it stood.',
    remedy:
      'Run the same command again. What was done is recognised and skipped; what was begun is completed.',
  },
  TIMEOUT_UNREADABLE: {
    summary: 'The time limit in `LAUNCHWAY_TIMEOUT` cannot be read.',
    cause: 'The variable holds something other than a number of seconds above zero.',
    remedy:
      'Set it to seconds, such as `LAUNCHWAY_TIMEOUT=120`: the longest that any one request or program may take. Without it each has a limit of its own.',
  },
  CREDENTIAL_MISSING: {
    summary: 'A credential that is needed is not set.',
    cause:
      'A request or a command names a credential by variables of the environment, and none of them has a value. In CI, a secret is empty in pipelines of forks, and a protected variable on branches and tags that are not protected.',
    remedy:
      'Set one of the variables that the message names, in the CI settings or in your shell, and run again.',
  },
  HTTP_ADDRESS: {
    summary: 'An address cannot be used.',
    cause:
      'It is not an http or https URL, holds a user name or password, or the request carries a header that HTTP does not allow (often a token with a line break in it).',
    remedy:
      'Correct the address in the configuration. Give credentials by environment variables, never inside an address.',
  },
  HTTP_READ_ONLY: {
    summary: 'A plugin tried to change something while it may only look.',
    cause: 'Probes and readiness checks may send GET and HEAD requests alone, so that a dry run stays dry.',
    remedy: 'This is a mistake of the plugin: it must send the request from the `run` of a step.',
  },
  HTTP_UNREACHABLE: {
    summary: 'A server cannot be reached.',
    cause:
      'No connection could be made: the host name is unknown, nothing listens there, or a firewall or proxy is in the way.',
    remedy:
      'Check the host name and port, the network of the runner, and the variables HTTPS_PROXY and NO_PROXY. Then run again.',
  },
  HTTP_DROPPED: {
    summary: 'A server broke off in the middle of its answer.',
    cause: 'The connection was closed or reset before the whole answer had come.',
    remedy: 'Run again. When it happens every time, look at the server and at proxies on the way.',
  },
  HTTP_TIMEOUT: {
    summary: 'A server did not answer in time.',
    cause: 'It is overloaded, or a firewall swallows the traffic.',
    remedy: 'Run again later. Check from the same machine with curl whether the server answers at all.',
  },
  HTTP_TLS: {
    summary: 'The secure connection to a server could not be trusted or made.',
    cause:
      'The certificate is signed by an authority that this machine does not know, has expired, is made out to another name, or the port does not speak TLS.',
    remedy:
      'Trust a private authority with NODE_EXTRA_CA_CERTS=/path/to/ca.pem (or the `ca` option of the plugin). Never switch the check off. For an expired certificate or a wrong name, the server must be mended, or the clock of this machine set.',
  },
  HTTP_PROXY: {
    summary: 'The proxy did not let a request pass.',
    cause:
      'The proxy named by HTTPS_PROXY or HTTP_PROXY asked for credentials, forbade the host, or could not reach it; or the variable holds no address of a proxy, as where a password holds a bare `#` or `/`.',
    remedy:
      'Write user and password into the variable (`http://user:password@proxy:3128`, special characters percent-encoded), or add the host to NO_PROXY.',
  },
  HTTP_GARBLED: {
    summary: 'A server answered in something that is not HTTP.',
    cause: 'Usually an http address names a port that speaks TLS, or another service listens on that port.',
    remedy: 'Check scheme and port of the address in the configuration.',
  },
  HTTP_REDIRECTS: {
    summary: 'A server sends requests round in circles, or nowhere.',
    cause: 'It answered with more than ten redirects in a row, or with a redirect to an unusable address.',
    remedy:
      'Check the address in the configuration: often https is missing, or a sign-in page is in the way.',
  },
  HTTP_TOO_LARGE: {
    summary: 'An answer is larger than what is accepted.',
    cause:
      'The server sent more bytes than the request allows, or JSON of more than 2 000 000 values or nested more than 500 deep, which guards against filling the memory.',
    remedy: 'Check that the address is the right one; a download page may stand where an API was expected.',
  },
  HTTP_NOT_JSON: {
    summary: 'A server answered with something other than JSON.',
    cause:
      'A proxy, a sign-in page or an error page answered in place of the API, or the address names a page and not the API.',
    remedy: 'Check the address of the API in the configuration, and that no sign-in page stands before it.',
  },
  COMMAND_MISSING: {
    summary: 'A program is not installed.',
    cause: 'A step runs a program that was not found on the PATH, or that may not be executed.',
    remedy: 'Install the program, or add its folder to PATH, in the CI job too.',
  },
  COMMAND_FAILED: {
    summary: 'A program ended with an error.',
    cause:
      'A step ran a program, and its exit code says that it failed. The message ends with its last lines.',
    remedy: 'Mend what the program says, and run again: the release goes on where it stopped.',
  },
  COMMAND_TIMEOUT: {
    summary: 'A program did not end in time.',
    cause: 'It waits for something that does not come, or has more work than the time allows. It was ended.',
    remedy: 'Run again. If it is slow by nature, allow it more time in the options of the step.',
  },
  FILE_OUTSIDE: {
    summary: 'A path leads out of the folder it belongs to.',
    cause:
      'A plugin may write only into its scratch folders and throw-away checkouts, and read a folder only below it. The path leaves it by `..`, as an absolute path, or through a symbolic link.',
    remedy:
      'If the path comes from your configuration, correct it. If a symbolic link in the repository leads outside, replace it by the file.',
  },
});

type Code = keyof typeof effectProblems.entries;

/** An error to throw when an effect failed. `transient`: it may pass on its own. */
export function failure(
  code: Code,
  details: ProblemDetails,
  options: { readonly cause?: unknown; readonly transient?: boolean } = {},
): ReleaseError {
  return new ReleaseError(
    [effectProblems.error(code, details)],
    'failed',
    options.cause,
    options.transient ?? false,
  );
}

/** The error of whatever was under way when the run was interrupted. */
export function interrupted(): ReleaseError {
  return failure('INTERRUPTED', {
    message: 'The run was interrupted.',
    fix: 'Run the same command again to complete it.',
  });
}
