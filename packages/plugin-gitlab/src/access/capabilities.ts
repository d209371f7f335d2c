import { type PatternPart, patternTest, type Problem } from '@launchway/core';
import { numberOf, record, records, textOf } from '@launchway/forge';
import { gitlabProblems } from '../problems.ts';

/** What of a project is written to. */
export type Feature = 'releases' | 'packages';

const developer = 30;

const roleNames: Readonly<Record<number, string>> = {
  0: 'nobody',
  5: 'Minimal access',
  10: 'Guest',
  15: 'Planner',
  20: 'Reporter',
  30: 'Developer',
  40: 'Maintainer',
  50: 'Owner',
  60: 'Administrator',
};

const roleName = (level: number): string => roleNames[level] ?? `level ${level}`;

/**
 * Gives the role a project's `permissions` prove. GitLab says `null` for roles that come from a parent group or a shared
 * one, so unless both are told nothing is known.
 */
export function roleOf(permissions: unknown): number | undefined {
  const { project_access: project, group_access: group } = record(permissions);
  const levels = [project, group].map((access) => numberOf(record(access)['access_level']));
  const [ofProject, ofGroup] = levels;
  if (ofProject !== undefined && ofGroup !== undefined) return Math.max(ofProject, ofGroup);
  return undefined;
}

export function roleProblems(role: number | undefined, web: string): readonly Problem[] {
  if (role === undefined || role >= developer) return [];
  return [
    gitlabProblems.error('GITLAB_ROLE', {
      message: `The account behind the token has the role ${roleName(role)} in the project, and Developer is needed.`,
      fix: 'Give it the role Developer or Maintainer.',
      where: { url: `${web}/-/project_members` },
    }),
  ];
}

const featureFields: Readonly<Record<Feature, readonly (readonly [field: string, off: unknown])[]>> = {
  releases: [['releases_access_level', 'disabled']],
  packages: [
    ['packages_enabled', false],
    ['package_registry_access_level', 'disabled'],
  ],
};

/** What a project has switched off. A field that is missing or null says nothing. */
export function featureProblems(
  project: Readonly<Record<string, unknown>>,
  feature: Feature,
  web: string,
): readonly Problem[] {
  const isOff = featureFields[feature].some(([field, off]) => project[field] === off);
  const found = [
    ...(project['archived'] === true ? ['The project is archived, so nothing can be written to it'] : []),
    ...(isOff
      ? [`The project has switched its ${feature === 'packages' ? 'package registry' : feature} off`]
      : []),
  ];
  return found.map((message) =>
    gitlabProblems.error('GITLAB_FEATURE_OFF', {
      message: `${message}.`,
      fix: 'Switch it on under Settings > General > Visibility, project features, permissions.',
      where: { url: `${web}/edit` },
    }),
  );
}

/** What a token is told that may not read its project: GitLab does not say which of the two it is. */
export function keptFromToken(feature: Feature, token: string, web: string): Problem {
  const off = feature === 'packages' ? 'the package registry is' : 'releases are';
  return gitlabProblems.error('GITLAB_FEATURE_OFF', {
    message: `GitLab answers ${token} that it may not read the ${feature} of the project: ${off} switched off, or kept from tokens of this kind.`,
    fix: 'Switch it on under Settings > General > Visibility, project features, permissions; for job tokens, look at Settings > CI/CD > Job token permissions too.',
    where: { url: `${web}/edit` },
  });
}

/** What an access token says of itself (`/personal_access_tokens/self`); an empty answer says nothing. */
export function scopeProblems(token: Readonly<Record<string, unknown>>, name: string): readonly Problem[] {
  const { scopes, active, revoked, expires_at: expiry } = token;
  const trouble = [
    ...(revoked === true ? ['has been revoked'] : []),
    ...(revoked !== true && active === false
      ? [`is not in force (it ends ${textOf(expiry) ?? 'on no day'})`]
      : []),
    ...(Array.isArray(scopes) && !scopes.includes('api')
      ? [
          `has the scopes ${scopes.filter((each) => typeof each === 'string').join(', ') || '(none)'}, and \`api\` is needed`,
        ]
      : []),
  ];
  return trouble.map((what) =>
    gitlabProblems.error('GITLAB_TOKEN_SCOPE', {
      message: `${capital(name)} ${what}.`,
      fix: 'Make a project access token with the scope `api`, and set it in the CI/CD settings.',
    }),
  );
}

/** The name of a token at the beginning of a sentence. */
export const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** Tags that a rule keeps from the account, by `/protected_tags`. Users and keys that a rule names are not judged. */
export function protectedTagProblems(
  rules: readonly Readonly<Record<string, unknown>>[],
  tags: readonly string[],
  role: number | undefined,
): readonly Problem[] {
  return rules.flatMap((rule) => {
    const name = textOf(rule['name']) ?? '';
    const levels = records(rule['create_access_levels']);
    const isJudged =
      levels.length > 0 &&
      levels.every(
        (each) => each['user_id'] == null && each['group_id'] == null && each['deploy_key_id'] == null,
      );
    const lowest = Math.min(
      ...levels
        .map((each) => numberOf(each['access_level']) ?? 0)
        .map((level) => (level === 0 ? Infinity : level)),
    );
    const isBarred = lowest === Infinity || (role !== undefined && role < lowest);
    const caught = isJudged && isBarred ? tags.filter((tag) => isProtectedBy(name, tag)) : [];
    return caught.map((tag) =>
      gitlabProblems.error('GITLAB_ROLE', {
        message: `The tag ${tag} is protected by "${name}": ${lowest === Infinity ? 'nobody may create it' : `it takes the role ${roleName(lowest)}`}.`,
        fix: 'Change the rule under Settings > Repository > Protected tags, or use a token with that role.',
      }),
    );
  });
}

/** Whether a rule for protected tags means a tag; `*` stands for anything. */
export function isProtectedBy(rule: string, tag: string): boolean {
  const parts = Array.from(
    rule,
    (sign): PatternPart =>
      sign === '*' ? { fits: () => true, times: 'any' } : { fits: (one) => one === sign, times: 'once' },
  );
  return patternTest(parts)(tag);
}
