import { posix } from 'node:path';
import { defined, type Problem } from '@launchway/core';
import { helmProblems } from '../problems.ts';
import type { Path } from './decode.ts';
import type { ChartMetadata, Dependency } from './metadata.ts';
import { parseVersion } from './version.ts';

interface Finding {
  readonly path: Path;
  readonly message: string;
  readonly fix: string;
}

/**
 * Checks metadata as helm does when it loads a chart.
 * @param file path of Chart.yaml, for messages
 * @param lineOf the line of a field in that file
 */
export function validateMetadata(
  metadata: ChartMetadata,
  file: string,
  lineOf: (path: Path) => number | undefined,
): readonly Problem[] {
  const findings = [
    ...checkApiVersion(metadata),
    ...checkName(metadata),
    ...checkVersion(metadata),
    ...checkType(metadata),
    ...checkMaintainers(metadata),
    ...checkDependencies(metadata),
  ];
  return findings.map(({ path, message, fix }) => {
    const line = lineOf(path);
    const where = { file, pointer: path.join('.'), ...defined({ line }) };
    return helmProblems.error('CHART_FIELD', { message: `${file}: ${message}`, fix, where });
  });
}

function checkApiVersion({ apiVersion }: ChartMetadata): Finding[] {
  if (apiVersion === 'v1' || apiVersion === 'v2') return [];
  const message = `the apiVersion is ${JSON.stringify(apiVersion ?? '')}; helm packages v1 and v2.`;
  return [{ path: ['apiVersion'], message, fix: 'Write `apiVersion: v2`.' }];
}

function checkName({ name }: ChartMetadata): Finding[] {
  const path = ['name'];
  if (name === undefined) return [{ path, message: 'the chart has no name.', fix: 'Add `name`.' }];
  if (name !== '.' && name !== '..' && name === posix.basename(name)) return [];
  const message = `the name ${JSON.stringify(name)} is a path.`;
  return [{ path, message, fix: 'Use a name without slashes, the name of the folder for instance.' }];
}

function checkVersion({ version }: ChartMetadata): Finding[] {
  const path = ['version'];
  if (version === undefined)
    return [{ path, message: 'the chart has no version.', fix: 'Add `version: 0.1.0`.' }];
  if (parseVersion(version) !== undefined) return [];
  const message = `${JSON.stringify(version)} is not a semantic version.`;
  return [{ path, message, fix: 'Write three numbers, such as `1.2.3`.' }];
}

function checkType({ type }: ChartMetadata): Finding[] {
  if (type === undefined || type === 'application' || type === 'library') return [];
  const message = `the type is ${JSON.stringify(type)}; helm knows application and library.`;
  return [{ path: ['type'], message, fix: 'Write `type: application`, or leave it out.' }];
}

function checkMaintainers({ maintainers = [] }: ChartMetadata): Finding[] {
  return maintainers.flatMap((maintainer, at) => (maintainer === null ? [emptyNode('maintainers', at)] : []));
}

function checkDependencies({ dependencies = [] }: ChartMetadata): Finding[] {
  const seen = new Set<string>();
  return dependencies.flatMap((dependency, at) => {
    if (dependency === null) return [emptyNode('dependencies', at)];
    const key = dependency.alias ?? dependency.name;
    const twice = seen.has(key) ? [twiceNamed(key, at)] : [];
    seen.add(key);
    return [...checkAlias(dependency, at), ...twice];
  });
}

function checkAlias({ name, alias }: Dependency, at: number): Finding[] {
  if (alias === undefined || /^[a-zA-Z0-9_-]+$/.test(alias)) return [];
  const message = `the alias ${JSON.stringify(alias)} of the dependency ${name} has characters helm does not allow.`;
  return [{ path: ['dependencies', at, 'alias'], message, fix: 'Use letters, digits, `_` and `-`.' }];
}

function twiceNamed(key: string, at: number): Finding {
  const message = `two dependencies have the name or alias ${key}.`;
  return { path: ['dependencies', at], message, fix: 'Give one of them an alias of its own.' };
}

function emptyNode(field: string, at: number): Finding {
  return {
    path: [field, at],
    message: `item ${at + 1} of ${field} is empty.`,
    fix: 'Remove the empty item.',
  };
}
