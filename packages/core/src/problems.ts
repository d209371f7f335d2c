import { usageProblems } from './arguments/problems.ts';
import { builtinProblems } from './builtin/problems.ts';
import { commandProblems } from './commands/problems.ts';
import { configProblems } from './config/problems.ts';
import { editProblems } from './edits/problems.ts';
import { processProblems } from './effects/git/process/problems.ts';
import { effectProblems } from './effects/problems.ts';
import { factProblems } from './facts/problems.ts';
import { gitProblems } from './git/problems.ts';
import { hookProblems } from './hooks/problems.ts';
import { initProblems } from './init/problems.ts';
import type { CatalogueEntry } from './model/problem.ts';
import { pipelineProblems } from './pipelines/problems.ts';
import { planningProblems } from './planning/problems.ts';
import { runningProblems } from './running/problems.ts';

/** Every code of the core with the text of its page; each folder keeps its own. */
export const coreProblems: Readonly<Record<string, CatalogueEntry>> = {
  ...builtinProblems.entries,
  ...commandProblems.entries,
  ...configProblems.entries,
  ...editProblems.entries,
  ...effectProblems.entries,
  ...factProblems.entries,
  ...gitProblems.entries,
  ...hookProblems.entries,
  ...initProblems.entries,
  ...pipelineProblems.entries,
  ...planningProblems.entries,
  ...processProblems.entries,
  ...runningProblems.entries,
  ...usageProblems.entries,
};
