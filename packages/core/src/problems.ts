import { catalogue } from './model/problem.ts';

/** Every code of the core. A folder with many codes of its own keeps them beside it and joins them here. */
export const problems = catalogue({
  PLAN_ALTERED: {
    summary: 'The plan file is not the one that was made.',
    cause: 'A plan carries a digest over all it says. The file was edited, cut or joined after `release plan --out` wrote it.',
    remedy: 'Make the plan again with `release plan --out FILE` and have it reviewed again.',
  },
});
