/**
 * Rights at a registry, as its token service takes them: `repository:org/app:pull,push`
 * (distribution, "Token Scope Documentation"). Sorted, one entry a resource.
 */
export type Scopes = readonly string[];

export const pull = (repository: string): Scopes => [`repository:${repository}:pull`];
export const push = (repository: string): Scopes => [`repository:${repository}:pull,push`];

/** Reads the scopes of a challenge or a token's answer: several in one text, names that may hold colons. */
export const parseScopes = (text: string): Scopes => unite(text.split(/\s+/).filter((scope) => scope !== ''));

/** Joins rights, those of one resource into one entry. */
export function unite(...all: readonly Scopes[]): Scopes {
  const actionsOf = new Map<string, Set<string>>();
  for (const scope of all.flat()) {
    const { resource, actions } = split(scope);
    actionsOf.set(resource, new Set([...(actionsOf.get(resource) ?? []), ...actions]));
  }
  return [...actionsOf].map(([resource, actions]) => `${resource}:${[...actions].sort().join(',')}`).sort();
}

/** True when the first rights hold all of the second. */
export function covers(held: Scopes, wanted: Scopes): boolean {
  const actionsOf = new Map(unite(held).map((scope) => [split(scope).resource, split(scope).actions]));
  return unite(wanted).every((scope) => {
    const { resource, actions } = split(scope);
    const have = actionsOf.get(resource) ?? [];
    return have.includes('*') || actions.every((action) => have.includes(action));
  });
}

function split(scope: string): { readonly resource: string; readonly actions: readonly string[] } {
  const colon = scope.lastIndexOf(':');
  const actions = scope.slice(colon + 1).split(',');
  return { resource: scope.slice(0, Math.max(colon, 0)), actions: actions.filter((action) => action !== '') };
}
