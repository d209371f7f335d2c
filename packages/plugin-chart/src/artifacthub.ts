import type { Problem } from '@launchway/core';
import { textOf, type YamlFile, type YamlValue } from '@launchway/helm';
import { type ChartFile, isMapping, itemsOf, member, placeOf, stringOf } from './chart-file.ts';
import { chartProblems } from './problems.ts';

const kinds = ['added', 'changed', 'deprecated', 'removed', 'fixed', 'security'];
const categories = [
  'ai-machine-learning',
  'database',
  'integration-delivery',
  'monitoring-logging',
  'networking',
  'security',
  'storage',
  'streaming-messaging',
  'skip-prediction',
];
const truths = ['1', 't', 'T', 'TRUE', 'true', 'True', '0', 'f', 'F', 'FALSE', 'false', 'False'];

type ReadYaml = (text: string) => YamlFile;

/** What is wrong with the text of an annotation, or nothing. */
type Rule = (value: YamlValue | undefined, text: string) => string | undefined;

const listOfMaps =
  (...needed: readonly string[]): Rule =>
  (value) => {
    if (!Array.isArray(value)) return 'is not a list';
    const at = itemsOf(value).findIndex(
      (item) => !isMapping(item) || needed.some((key) => !stringOf(item, key)),
    );
    return at === -1 ? undefined : `lacks ${needed.join(' or ')} in its entry ${at + 1}`;
  };

const truth: Rule = (_, text) => (truths.includes(text) ? undefined : `is "${text}", not "true" or "false"`);

/** The annotations Artifact Hub parses, each with its rule; any of them that fails hides the whole version. */
const rules: Readonly<Record<string, Rule>> = {
  changes: (value) => changesFault(value),
  images: (value, text) => listOfMaps('image')(value, text) ?? imageFault(value),
  links: listOfMaps('name', 'url'),
  maintainers: listOfMaps('name', 'email'),
  crds: listOfMaps('kind', 'name', 'version'),
  recommendations: listOfMaps('url'),
  screenshots: listOfMaps('url'),
  signKey: (value) =>
    stringOf(value, 'fingerprint') && stringOf(value, 'url') ? undefined : 'needs fingerprint and url',
  prerelease: truth,
  containsSecurityUpdates: truth,
  operator: truth,
  category: (_, text) =>
    categories.includes(text) ? undefined : `is "${text}"; the categories are ${categories.join(', ')}`,
};

/** Judges the annotations of artifacthub.io as its tracker reads them. */
export function artifactHubProblems(readYaml: ReadYaml, chart: ChartFile): readonly Problem[] {
  const map = member(chart.value, 'annotations');
  if (!isMapping(map)) return [];
  return [...map].flatMap(([key, value]) => {
    const rule = key.startsWith('artifacthub.io/') ? rules[key.slice('artifacthub.io/'.length)] : undefined;
    const text = textOf(value);
    const fault = rule === undefined || text === undefined ? undefined : faultOf(readYaml, rule, text);
    return fault === undefined ? [] : [skipped(chart, key, fault)];
  });
}

function faultOf(readYaml: ReadYaml, rule: Rule, text: string): string | undefined {
  if (text.trim() === '') return undefined;
  try {
    return rule(readYaml(text).value, text);
  } catch {
    return 'is not valid YAML';
  }
}

/** Host, path, tag and digest of an image, as registries take them. */
const image =
  /^(?:[a-zA-Z0-9.-]+(?::\d+)?\/)?[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*(?::\w[\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/;

function imageFault(value: YamlValue | undefined): string | undefined {
  const images = itemsOf(value).map((item) => stringOf(item, 'image') ?? '');
  const at = images.findIndex((reference) => !image.test(reference));
  return at === -1
    ? undefined
    : `has "${images[at]}" in its entry ${at + 1}, which is no reference of an image`;
}

/** A list of texts, or of changes with a kind and a description. */
function changesFault(value: YamlValue | undefined): string | undefined {
  if (!Array.isArray(value)) return 'is not a list';
  for (const [index, item] of itemsOf(value).entries()) {
    const kind = stringOf(item, 'kind');
    if (typeof item === 'string') continue;
    if (!isMapping(item) || !stringOf(item, 'description'))
      return `has no description in its entry ${index + 1}`;
    if (kind !== undefined && kind !== '' && !kinds.includes(kind.toLowerCase()))
      return `has the kind "${kind}" in its entry ${index + 1}; the kinds are ${kinds.join(', ')}`;
    const links = member(item, 'links');
    const fault = links === undefined ? undefined : listOfMaps('name', 'url')(links, '');
    if (fault !== undefined) return `has links in its entry ${index + 1} of which the list ${fault}`;
  }
  return undefined;
}

function skipped(chart: ChartFile, key: string, fault: string): Problem {
  const where = placeOf(chart, 'annotations', key);
  return chartProblems.error('ARTIFACTHUB_ANNOTATION', {
    message: `Artifact Hub would not list this version: ${key} in ${where.file} (line ${where.line}) ${fault}.`,
    fix: 'Correct the annotation. Strings with signs such as `:`, `*` or `#` need quotes inside its text.',
    where,
  });
}
