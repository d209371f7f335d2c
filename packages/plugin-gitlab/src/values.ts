import { type Command, type CommandInvocation, type Effects, refSlug } from '@launchway/core';
import { gitlabProblems } from './problems.ts';

/** What a cluster needs to know of the image. */
interface Values {
  readonly image: { readonly repository: string; readonly tag: string; readonly pullPolicy: string };
  readonly imagePullSecrets: readonly { readonly name: string }[];
}

/** `release values`: prints the part of a values file that points a cluster at the image of this commit. */
export function valuesCommand(): Command {
  return {
    name: 'values',
    summary: 'Print the values that point a cluster at the image of this commit',
    standalone: true,
    options: {
      repository: { summary: "The image's name; $CI_REGISTRY_IMAGE unless told", value: 'NAME' },
      tag: { summary: 'slug (the branch or tag), sha (8 characters), or a tag', value: 'TAG' },
      'pull-policy': { summary: 'Always unless told', value: 'POLICY' },
      'pull-secret': {
        summary: 'A secret of the cluster; gitlab-registry unless told',
        value: 'NAME',
        repeat: true,
      },
    },
    run: async (invocation) => {
      const values = await valuesOf(invocation);
      invocation.print(`${invocation.json ? JSON.stringify(values, undefined, 2) : yamlOf(values)}\n`);
      return 0;
    },
  };
}

async function valuesOf({ options, effects }: CommandInvocation): Promise<Values> {
  const text = (name: string): string | undefined => {
    const value = options[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const secrets = options['pull-secret'];
  return {
    image: {
      repository: text('repository') ?? effects.env('CI_REGISTRY_IMAGE') ?? missing('repository'),
      tag: await tagOf(text('tag') ?? 'slug', effects),
      pullPolicy: text('pull-policy') ?? 'Always',
    },
    imagePullSecrets: (Array.isArray(secrets) && secrets.length > 0 ? secrets : ['gitlab-registry']).map(
      (name: string) => ({ name }),
    ),
  };
}

async function tagOf(tag: string, effects: Effects): Promise<string> {
  if (tag === 'sha')
    return (
      effects.env('CI_COMMIT_SHORT_SHA') ??
      (await ask(['rev-parse', 'HEAD'], effects))?.slice(0, 8) ??
      missing('tag')
    );
  if (tag !== 'slug') return tag;
  const given = effects.env('CI_COMMIT_REF_SLUG');
  if (given) return given;
  const branch = await ask(['symbolic-ref', '--short', '-q', 'HEAD'], effects);
  return (branch === undefined ? '' : refSlug(branch)) || missing('tag');
}

async function ask(args: readonly string[], effects: Effects): Promise<string | undefined> {
  const { exitCode, stdout } = await effects.query(['git', ...args], { exitCodes: [0, 1, 128] });
  return exitCode === 0 ? stdout.trim() || undefined : undefined;
}

function missing(what: 'repository' | 'tag'): never {
  throw gitlabProblems.refusal('GITLAB_IMAGE_UNKNOWN', {
    message:
      what === 'repository'
        ? 'It is not known which image is meant: CI_REGISTRY_IMAGE is not set.'
        : 'It is not known which tag is meant: no branch is checked out, and the CI names none.',
    fix:
      what === 'repository'
        ? 'Name it: `release values --repository registry.example.org/group/project`.'
        : 'Name it: `release values --tag v1.2.3`.',
  });
}

/** Tags are quoted, since one of digits alone is a number in YAML. */
function yamlOf({ image, imagePullSecrets }: Values): string {
  return [
    'image:',
    `  repository: ${quoted(image.repository)}`,
    `  tag: '${image.tag.replaceAll("'", "''")}'`,
    `  pullPolicy: ${quoted(image.pullPolicy)}`,
    'imagePullSecrets:',
    ...imagePullSecrets.map(({ name }) => `  - name: ${quoted(name)}`),
  ].join('\n');
}

const quoted = (text: string): string => (isPlain(text) ? text : `'${text.replaceAll("'", "''")}'`);

/** Whether YAML reads a text as itself without quotes. */
const isPlain = (text: string): boolean =>
  /^[A-Za-z](?:[\w./:@-]*\w)?$/.test(text) && !/^(?:y|n|yes|no|on|off|true|false|null)$/i.test(text);
