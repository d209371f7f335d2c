import { isRecord } from '../answers.ts';
import { evaluateCondition } from './condition.ts';
import { asList } from './gitlab-file.ts';
import { changesHold, type RuleContext, textsOf } from './gitlab-rules.ts';

/** Words of `only` and `except` that name a kind of pipeline, by what starts it. */
const sources: Readonly<Record<string, string>> = {
  api: 'api',
  chat: 'chat',
  external: 'external',
  pipelines: 'pipeline',
  pushes: 'push',
  schedules: 'schedule',
  triggers: 'trigger',
  web: 'web',
};

/** Judges the older `only` and `except`; a job with neither runs for branches and tags. */
export function judgeOnly(job: Readonly<Record<string, unknown>>, context: RuleContext): boolean {
  const only = job['only'] ?? ['branches', 'tags'];
  return meets(only, context, true) && !(job['except'] !== undefined && meets(job['except'], context, false));
}

function meets(policy: unknown, context: RuleContext, all: boolean): boolean {
  if (!isRecord(policy)) return refsHold(policy, context);
  const parts = [
    ...(policy['refs'] === undefined ? [] : [refsHold(policy['refs'], context)]),
    ...(policy['variables'] === undefined ? [] : [variablesHold(policy['variables'], context)]),
    ...(policy['changes'] === undefined ? [] : [changesHold(policy['changes'], context)]),
  ];
  return all ? parts.every(Boolean) : parts.some(Boolean);
}

function variablesHold(conditions: unknown, { variables }: RuleContext): boolean {
  return textsOf(conditions).some((condition) => evaluateCondition(condition, variables) === true);
}

function refsHold(refs: unknown, { event, variables }: RuleContext): boolean {
  const { kind, name } = event.ref;
  return asList(refs).some((entry) => {
    const [word = ''] = String(entry).split('@');
    if (word === 'branches' || word === 'tags') return word === (kind === 'tag' ? 'tags' : 'branches');
    if (word === 'merge_requests') return false;
    const source = Object.hasOwn(sources, word) ? sources[word] : undefined;
    if (source !== undefined) return source === variables['CI_PIPELINE_SOURCE'];
    return word.startsWith('/')
      ? evaluateCondition(`$CI_COMMIT_REF_NAME =~ ${word}`, variables) === true
      : word === name;
  });
}
