/**
 * Gives the requests that may have changed something, such as `PUT /v2/app/manifests/1.0.0`: what `changes` of `Targets`
 * is to tell. It takes the `requests` of any stand-in that speaks HTTP.
 */
export const changesIn = (
  requests: readonly { readonly method: string; readonly target: string }[],
): readonly string[] =>
  requests
    .filter(({ method }) => method !== 'GET' && method !== 'HEAD')
    .map(({ method, target }) => `${method} ${target}`);
