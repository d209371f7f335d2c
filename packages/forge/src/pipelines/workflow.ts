import { isRecord } from '../answers.ts';
import { textsOf } from './gitlab-rules.ts';
import { yamlValues } from './yaml.ts';

/** What starts a workflow, by the event's name. */
export type Triggers = Readonly<Record<string, unknown>>;

/** Reads a workflow's file; nothing where it is no YAML mapping. */
export async function readWorkflow(text: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  const [content] = (await yamlValues(text)) ?? [];
  return isRecord(content) ? content : undefined;
}

/** Gives what starts a workflow, however its file spells `on`; nothing where the file cannot be read. */
export async function workflowTriggers(text: string): Promise<Triggers | undefined> {
  const content = await readWorkflow(text);
  if (content === undefined) return undefined;
  const { on } = content;
  return isRecord(on) ? on : Object.fromEntries(textsOf(on).map((name) => [name, null]));
}
