import { inside } from '../../model/path.ts';
import { folderOf, isSample, lastPart } from '../paths.ts';
import { entriesOf, memberOf, readData, textOf, textsOf } from './data.ts';
import type { Sight } from './sight.ts';

/** A program in Go that is built here. */
export interface FoundTool {
  readonly name: string;
  /** Folder of its module; empty for the top. */
  readonly module: string;
  /** Folder of its main package inside the module: `.`, `./cmd/tool`. */
  readonly main: string;
  /** What its build is told, where GoReleaser was told. */
  readonly flags: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** `linux/amd64` and so on; the usual ones unless told. */
  readonly targets: readonly string[];
}

const mainPackage = /^package\s+main\b/m;

/** Finds the main packages of the repository's Go modules: at a module's top, and below `cmd/`. */
export async function findTools(sight: Sight): Promise<readonly FoundTool[]> {
  const modules = sight.paths.filter((path) => lastPart(path) === 'go.mod' && !isSample(path)).map(folderOf);
  const found = await Promise.all(modules.map((module) => toolsOf(sight, module)));
  return found.flat();
}

async function toolsOf(sight: Sight, module: string): Promise<readonly FoundTool[]> {
  const candidates = sight.paths.filter((path) => {
    const folder = folderOf(path);
    const isHere = folder === module || folderOf(folder) === inside(module, 'cmd');
    return isHere && /(?<!_test)\.go$/.test(path);
  });
  const texts = await Promise.all(candidates.map(async (path) => (await sight.text(path)) ?? ''));
  const folders = new Set(
    candidates.filter((_, index) => mainPackage.test(texts[index] ?? '')).map(folderOf),
  );
  return [...folders].map((folder) => ({
    name: folder === module ? lastPart(module) || sight.name : lastPart(folder),
    module,
    main: folder === module ? '.' : `./cmd/${lastPart(folder)}`,
    flags: [],
    env: {},
    targets: [],
  }));
}

/** Says what GoReleaser was told of each program that it builds. */
export async function toldByGoReleaser(
  sight: Sight,
  file: string,
  tools: readonly FoundTool[],
): Promise<readonly FoundTool[]> {
  const config = await readData(sight, file);
  const listed = memberOf(config, 'builds');
  const builds: readonly unknown[] = Array.isArray(listed) ? listed : [];
  const project = textOf(memberOf(config, 'project_name'));
  const built = tools.filter((tool) => builds.some((each) => mainOf(each) === tool.main));
  return (built.length > 0 ? built : tools).map((tool) => {
    const build =
      builds.find((each) => mainOf(each) === tool.main) ?? (builds.length === 1 ? builds[0] : undefined);
    const name = textOf(memberOf(build, 'binary')) ?? (tool.main === '.' ? project : undefined);
    const flags = textsOf(memberOf(build, 'flags')).flatMap((text) => text.split(/\s+/));
    const ldflags = textsOf(memberOf(build, 'ldflags')).join(' ');
    return {
      ...tool,
      ...(name === undefined || /[{}/]/.test(name) ? {} : { name }),
      flags: [...flags, ...(ldflags === '' ? [] : ['-ldflags', ldflags])].map(filled),
      env: Object.fromEntries(textsOf(memberOf(build, 'env')).flatMap(variable)),
      targets: targetsOf(build),
    };
  });
}

const mainOf = (build: unknown): string => {
  const main = (textOf(memberOf(build, 'main')) ?? '.').replace(/\/(?:main\.go)?$/, '');
  return main === '.' || main === 'main.go' ? '.' : `./${main.replace(/^\.\//, '')}`;
};

/** Templates of GoReleaser that stand for what a release knows. */
const filled = (text: string): string =>
  text.replace(/\{\{\s*\.Version\s*\}\}/g, '{version}').replace(/v?\{\{\s*\.Tag\s*\}\}/g, 'v{version}');

function variable(text: string): readonly (readonly [string, string])[] {
  const [, name = '', value = ''] = /^(\w+)=(.*)$/.exec(text) ?? [];
  return name === '' || /[{}]/.test(value) ? [] : [[name, value]];
}

function targetsOf(build: unknown): readonly string[] {
  const systems = textsOf(memberOf(build, 'goos'));
  const kinds = textsOf(memberOf(build, 'goarch'));
  if (systems.length === 0 && kinds.length === 0) return [];
  const ignored = memberOf(build, 'ignore');
  const isIgnored = (os: string, arch: string): boolean =>
    (Array.isArray(ignored) ? ignored : []).some((each: unknown) =>
      entriesOf(each).every(([key, value]) =>
        key === 'goos' ? value === os : key !== 'goarch' || value === arch,
      ),
    );
  const wanted = (given: readonly string[], usual: readonly string[]) => (given.length === 0 ? usual : given);
  return wanted(systems, ['linux', 'darwin', 'windows']).flatMap((os) =>
    wanted(kinds, ['amd64', 'arm64']).flatMap((arch) => (isIgnored(os, arch) ? [] : [`${os}/${arch}`])),
  );
}
