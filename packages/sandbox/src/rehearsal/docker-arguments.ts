/** What a build is asked for, as far as a placeholder can show it. */
export interface BuildCall {
  /** Registry and repository; nothing where the build pushes nothing. */
  readonly image: string | undefined;
  readonly tag: string | undefined;
  readonly platforms: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly metadataFile: string | undefined;
  /** The target of a bake. */
  readonly bakeTarget: string | undefined;
}

/**
 * Reads the arguments of `docker buildx build` and `docker buildx bake`, the command's name first.
 * @see https://docs.docker.com/reference/cli/docker/buildx/build/
 */
export function buildCall([verb, ...words]: readonly string[]): BuildCall {
  const given = flagsOf(words);
  const bakeTarget = verb === 'bake' ? words.at(-1) : undefined;
  const set = bakeTarget === undefined ? given : settingsOf(given.get('--set') ?? [], bakeTarget);
  const all = (flag: string, key: string): readonly string[] =>
    set.get(bakeTarget === undefined ? flag : key) ?? [];
  const [output = ''] = all('--output', 'output');
  const [named] = all('--tag', 'tags');
  const pushes = given.has('--push') || /(?:^|,)push=true/.test(output) || /type=registry/.test(output);
  const reference = /(?:^|,)name=([^,]+)/.exec(output)?.[1] ?? named;
  const [, image, tag] = /^(.+?)(?::([^:/]+))?$/.exec(reference ?? '') ?? [];
  const labels =
    bakeTarget === undefined
      ? all('--label', '').map(pair)
      : [...set].flatMap(([key, [value = '']]) =>
          key.startsWith('labels.') ? [[key.slice('labels.'.length), value] as const] : [],
        );
  return {
    image: pushes ? image : undefined,
    tag,
    platforms: all('--platform', 'platform').flatMap((list) => list.split(',')),
    labels: Object.fromEntries(labels),
    metadataFile: given.get('--metadata-file')?.[0],
    bakeTarget,
  };
}

const switches = new Set(['--push', '--load', '--pull', '--no-cache', '--quiet', '-q']);
const shorts: Readonly<Record<string, string>> = { '-t': '--tag', '-o': '--output', '-f': '--file' };

function flagsOf(words: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const given = new Map<string, string[]>();
  for (let at = 0; at < words.length; at++) {
    const [name = '', inline] = (words[at] ?? '').split(/=(.*)/s);
    if (!name.startsWith('-')) continue;
    const value = inline ?? (switches.has(name) ? '' : (words[++at] ?? ''));
    const flag = shorts[name] ?? name;
    given.set(flag, [...(given.get(flag) ?? []), value]);
  }
  return given;
}

/** `api.labels.x=1`, `api.tags=y` -> `labels.x` and `tags` of the target `api`. */
function settingsOf(settings: readonly string[], target: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const setting of settings) {
    const [key, value] = pair(setting);
    if (!key.startsWith(`${target}.`)) continue;
    const name = key.slice(target.length + 1);
    found.set(name, [...(found.get(name) ?? []), value]);
  }
  return found;
}

function pair(text: string): readonly [key: string, value: string] {
  const at = text.indexOf('=');
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
