import { isBump } from '../../model/track.ts';
import type { Fields, Value } from '../outline.ts';
import { memberOf, textOf, textsOf } from '../survey/data.ts';
import { missing } from './missing.ts';
import type { Predecessor } from './predecessor.ts';

/** What stands for a plugin now. */
export interface Equivalent {
  readonly taken?: readonly string[];
  readonly missing?: readonly string[];
  readonly part?: Partial<Predecessor>;
}

/** Gives what stands for a plugin of semantic-release with these options. */
export function equivalentOf(name: string, options: unknown): Equivalent {
  const known = Object.hasOwn(equivalents, name) ? equivalents[name] : undefined;
  if (known !== undefined) return known(options);
  return {
    missing: [`${name}: nothing stands for it; \`exec()\` runs a command, and a plugin can be written`],
  };
}

const equivalents: Readonly<Record<string, (options: unknown) => Equivalent>> = {
  '@semantic-release/commit-analyzer': analyzer,
  '@semantic-release/release-notes-generator': () => ({
    taken: ['release-notes-generator: `notes()`, built in'],
  }),
  '@semantic-release/changelog': (options) => {
    const changelog = textOf(memberOf(options, 'changelogFile')) ?? 'CHANGELOG.md';
    return { taken: [`changelog: \`notes({ changelog })\``], part: { changelog } };
  },
  '@semantic-release/git': (options) => {
    const assets = textsOf(memberOf(options, 'assets'));
    const made = assets.filter(
      (asset) => !/(?:^|\/)(?:package(?:-lock)?\.json|CHANGELOG\.md|Chart\.yaml)$/.test(asset),
    );
    return {
      taken: ['git: the release commit, made of the pinned files'],
      missing: made.map((asset) => `git asset ${asset}: only pinned files and notes are committed`),
    };
  },
  '@semantic-release/github': () => ({
    taken: ['github: the release on GitHub'],
    missing: ['github comments on issues and pull requests: `comments` of `github()` makes them'],
    part: { releases: true },
  }),
  '@semantic-release/gitlab': () => ({ taken: ['gitlab: `gitlab()`'], part: { releases: true } }),
  '@semantic-release/npm': (options) =>
    memberOf(options, 'npmPublish') === false
      ? { taken: ['npm without publishing: package.json is pinned'] }
      : {
          taken: ['npm: package.json is pinned'],
          missing: [missing.npmPublish],
        },
  '@semantic-release/exec': (options) => ({
    missing: Object.entries(typeof options === 'object' && options !== null ? options : {}).map(
      ([step, command]) => missing.command(`exec ${step} \`${beginning(String(command))}\``),
    ),
  }),
  'semantic-release-docker': dockerEquivalent,
  '@codedependant/semantic-release-docker': dockerEquivalent,
  'semantic-release-helm': helmEquivalent,
  'semantic-release-helm3': helmEquivalent,
};

/** The first line of a script, which shows which one is meant. */
function beginning(script: string): string {
  const [first = '', ...others] = script.split('\n').filter((line) => line.trim() !== '');
  return others.length === 0 ? first.trim() : `${first.trim()} ...`;
}

function dockerEquivalent(): Equivalent {
  return { taken: ['docker: `docker()`, for each Dockerfile'] };
}

function helmEquivalent(options: unknown): Equivalent {
  const registry = textOf(memberOf(options, 'registry'));
  const isOci = registry?.startsWith('oci://') === true || memberOf(options, 'isOCI') === true;
  return {
    taken: ['helm: `chart()`, whose version and appVersion are tracks of their own'],
    ...(registry === undefined || !isOci
      ? {}
      : { part: { registries: [registry.startsWith('oci://') ? registry : `oci://${registry}`] } }),
  };
}

function analyzer(options: unknown): Equivalent {
  const given = memberOf(options, 'releaseRules');
  const preset = textOf(memberOf(options, 'preset'));
  const unknown =
    preset === undefined || /^(?:angular|conventionalcommits)$/.test(preset)
      ? []
      : [`commit-analyzer preset ${preset}: commits are read by the Conventional Commits specification`];
  const rules = (Array.isArray(given) ? given : []).map(ruleOf);
  const taken = ['commit-analyzer: `conventional()`, built in'];
  return {
    taken,
    missing: [
      ...unknown,
      ...(textOf(given) === undefined
        ? []
        : [`commit-analyzer releaseRules of ${textOf(given)}: write them as \`conventional({ rules })\``]),
      ...rules
        .filter((rule) => rule === undefined)
        .map(() => 'commit-analyzer: a release rule that asks for more than type, scope and breaking'),
    ],
    ...(rules.some((rule) => rule !== undefined)
      ? { part: { rules: rules.filter((rule) => rule !== undefined) } }
      : {}),
  };
}

function ruleOf(rule: unknown): Value | undefined {
  const { release, breaking, ...rest } = (rule ?? {}) as Readonly<Record<string, unknown>>;
  const bump = release === false || release === null ? null : release;
  const isKnown = Object.entries(rest).every(
    ([key, value]) => /^(?:type|scope)$/.test(key) && typeof value === 'string' && !/[*{}()]/.test(value),
  );
  if (!isKnown || (bump !== null && !isBump(bump))) return undefined;
  return { ...(rest as Fields), ...(breaking === true ? { breaking } : {}), bump };
}
