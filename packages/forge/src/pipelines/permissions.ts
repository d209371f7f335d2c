import { isRecord } from '../answers.ts';
import { readWorkflow } from './workflow.ts';

/** What a workflow's permissions give a job's token of one right. */
export type PermissionLevel = 'none' | 'read' | 'write';

/**
 * Tells what a workflow lets its own token do, as far as its file says: a job's `permissions` stand in place of the
 * workflow's, and what is not listed is `none` as soon as anything is.
 * @param job the job's id; in a called workflow it is not in this file, and nothing is known
 * @returns nothing where the file says nothing, so that the settings of the repository count
 * @see https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#permissions
 */
export async function workflowPermission(
  text: string,
  job: string,
  name: string,
): Promise<PermissionLevel | undefined> {
  const workflow = await readWorkflow(text);
  const jobs = workflow === undefined ? undefined : workflow['jobs'];
  const own = isRecord(jobs) ? jobs[job] : undefined;
  if (!isRecord(own)) return undefined;
  const given = 'permissions' in own ? own['permissions'] : workflow?.['permissions'];
  if (given === 'write-all') return 'write';
  if (given === 'read-all') return 'read';
  if (!isRecord(given)) return undefined;
  const level = given[name];
  return level === 'write' || level === 'read' ? level : 'none';
}
