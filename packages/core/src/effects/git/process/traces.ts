/** Variables by which git tells what it does (git(1)). */
const traces = [
  'GIT_TRACE',
  'GIT_TRACE_CURL',
  'GIT_TRACE_FSMONITOR',
  'GIT_TRACE_PACKET',
  'GIT_TRACE_PACK_ACCESS',
  'GIT_TRACE_PERFORMANCE',
  'GIT_TRACE_REFS',
  'GIT_TRACE_SETUP',
  'GIT_TRACE_SHALLOW',
  'GIT_TRACE2',
  'GIT_TRACE2_EVENT',
  'GIT_TRACE2_PERF',
  'GIT_CURL_VERBOSE',
] as const;

/**
 * Takes away the variables by which git would write a trace to standard error, where its messages are read. One that goes into
 * a file is kept.
 */
export function withoutTraces(
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, undefined>> {
  const loud = traces.filter((name) => /^(?:[1-9]|true)$/i.test(env[name] ?? ''));
  return Object.fromEntries(loud.map((name) => [name, undefined]));
}
