import { catalogue } from '../model/problem.ts';

/** What can go wrong while a plan is carried out. */
export const runningProblems = catalogue({
  PLAN_UNREADABLE: {
    summary: 'The plan file cannot be read.',
    cause: 'The file is missing, is not JSON, or is not a plan.',
    remedy: 'Make it with `release plan --out FILE` and pass that file.',
  },
  PLAN_ALTERED: {
    summary: 'The plan file is not the one that was made.',
    cause:
      'A plan carries a digest over all it says. The file was edited, cut or joined after `release plan --out` wrote it.',
    remedy: 'Make the plan again with `release plan --out FILE` and have it reviewed again.',
  },
  PLAN_SCHEMA: {
    summary: 'The plan was made by another version of Launchway.',
    cause: "The number of the plan's form differs, so its meaning may differ too.",
    remedy: 'Make and apply the plan with the same version of `@launchway/core`.',
  },
  PLAN_OTHER_HEAD: {
    summary: 'The plan was made for another commit.',
    cause: 'The checkout has moved since the plan was made, or the plan was made in another branch.',
    remedy: 'Check out the commit the plan names, or make a new plan.',
  },
  BRANCH_MOVED: {
    summary: "The remote's branch has moved on since this commit.",
    cause:
      'Somebody pushed while the run was waiting or working, or another run released first. A release is made of the newest commit of the branch.',
    remedy:
      'Nothing was changed. The run for the newer commit releases this one too; at a desk, pull and run `release` again.',
  },
  PREVIOUS_INCOMPLETE: {
    summary: 'The release before this one has not reached all its targets.',
    cause:
      'It ended incomplete, and a newer commit is released now. A run completes the release that it is for; it does not publish an older one, which may have been left on purpose or be under way in another job.',
    remedy:
      'Run `release publish TAG` with the tag, or the commit, that the message names. It looks at every target and does only what is missing; floating tags stay with the newer version.',
  },
  STEP_SELECTION_UNKNOWN: {
    summary: '`--only` or `--skip` names nothing in the plan.',
    cause:
      'A plugin is called by its `id`, or by its name where it has none, and a step by its id. A name means that one alone: `docker` is not `docker-worker`.',
    remedy: 'Use the names listed in the message, each with a flag of its own.',
  },
  REHEARSED_FAILURE: {
    summary: 'A step failed because the rehearsal was told to let it.',
    cause:
      '`release rehearse --fail STEP` lets a step fail, to show what a failure leaves and how the next run mends it.',
    remedy: 'Nothing is wrong. Read what the rehearsal prints below it.',
  },
  REHEARSAL_FAIL_UNKNOWN: {
    summary: '`--fail` names nothing in the plan.',
    cause:
      'The name is neither a plugin of the flow, nor a kind of steps, nor the id of a step; or the release at hand has no such step.',
    remedy: 'Use one of the names listed in the message.',
  },
  STEP_NOT_CONFIRMED: {
    summary: 'A step ran without an error, but the target does not show its result.',
    cause:
      'After a step has run, its target is asked again. It does not hold what was published: the target may be slow to show it, or has dropped it.',
    remedy: 'Run `release` again: it probes first and does only what is missing.',
  },
  STEP_INPUT_UNKNOWN: {
    summary: 'A step waits for a value that no step has given.',
    cause:
      'The step that gives the value was left out by `--only` or `--skip`, or failed, and its result could not be found in the world.',
    remedy:
      'Run the step that gives the value as well, or pass the journal of the run that gave it with `--events FILE`.',
  },
});
