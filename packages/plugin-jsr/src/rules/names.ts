import { isStrictVersion, type Problem } from '@launchway/core';
import type { Manifest } from '../package/manifest.ts';
import { jsrProblems } from '../problems.ts';
import type { Rule } from '../verify.ts';

/** Name and version as JSR takes them; deno checks neither. */
export const names: Rule = ({ config }) => [...nameProblems(config), ...versionProblems(config)];

function nameProblems(config: Manifest): readonly Problem[] {
  const name = config.get('name');
  const because = typeof name === 'string' ? faultOfName(name) : 'is missing';
  if (because === undefined) return [];
  return [
    jsrProblems.error('JSR_NAME', {
      message:
        `The name ${name === undefined ? '' : `${JSON.stringify(name)} `}in ${config.file} ${because}.`.replace(
          'name  ',
          'name ',
        ),
      fix: 'Write `@scope/name` with lower-case letters, digits and single hyphens, such as `@acme/http-client`.',
      where: { file: config.file, line: config.line('name'), pointer: 'name' },
    }),
  ];
}

function faultOfName(name: string): string | undefined {
  const [, scope, rest] = /^@([^/]*)\/(.*)$/s.exec(name) ?? [];
  if (scope === undefined || rest === undefined) return 'has no scope';
  return faultOfPart('scope', scope, 20) ?? faultOfPart('package', rest, 58);
}

function faultOfPart(what: string, part: string, longest: number): string | undefined {
  if (part.length < 2 || part.length > longest)
    return `has a ${what} part of ${part.length} ${part.length === 1 ? 'character' : 'characters'}; JSR takes 2 to ${longest}`;
  const strange = /[^a-z0-9-]/.exec(part)?.[0];
  if (strange !== undefined) return `has ${JSON.stringify(strange)} in its ${what} part`;
  if (/^-|-$|--/.test(part)) return `has a hyphen at the end of its ${what} part, or two in a row`;
  return undefined;
}

function versionProblems(config: Manifest): readonly Problem[] {
  const version = config.get('version');
  if (version === undefined || (typeof version === 'string' && isStrictVersion(version))) return [];
  return [
    jsrProblems.error('JSR_VERSION', {
      message: `The version ${JSON.stringify(version)} in ${config.file} is not strict semantic versioning.`,
      fix: 'Write three numbers without a leading `v` or leading zeros, such as `1.2.3`.',
      where: { file: config.file, line: config.line('version'), pointer: 'version' },
    }),
  ];
}
