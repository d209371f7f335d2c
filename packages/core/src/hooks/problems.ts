import { catalogue } from '../model/problem.ts';

/** What can be wrong with the plugins of a flow. */
export const hookProblems = catalogue({
  PLUGIN_DUPLICATE: {
    summary: 'Two plugins of the flow have the same name.',
    cause:
      'Steps, problems and `after` name a plugin, so a name must mean one. The same plugin was listed twice, or two plugins chose the same name.',
    remedy: 'Remove one of them, or give each instance an `id` of its own in its options.',
  },
  PLUGIN_AFTER_UNKNOWN: {
    summary: 'A plugin wants to run after one that is not in the flow.',
    cause: 'The name in `after` is mistyped, or the plugin it means was removed from the flow.',
    remedy: 'Correct the name, add the missing plugin, or remove the entry from `after`.',
  },
  PLUGIN_AFTER_CYCLE: {
    summary: 'Plugins wait for each other in a circle.',
    cause: 'Following `after` from plugin to plugin leads back to the start, so none of them can run first.',
    remedy: 'Remove one of the `after` entries named in the message.',
  },
  MACHINE_FAILED: {
    summary: 'This machine could not write a file or start a program.',
    cause:
      'The operating system refused it: the disk is full, the file system can only be read, a permission is missing, or there is no memory for another process.',
    remedy:
      'Make room on the disk (the temporary directory is the one in `TMPDIR`), or mend what the message names, and run again. A release that was begun is completed.',
  },
  PLUGIN_FAILED: {
    summary: 'A plugin threw an error of its own.',
    cause: "A hook or a step of the plugin met something it does not handle. The message is the plugin's.",
    remedy:
      "Read the message; run again with `--verbose` for the stack, and report it to the plugin's author if it is a defect.",
  },
  PLUGIN_OUTPUT_INVALID: {
    summary: 'A hook returned something that is not what it must return.',
    cause:
      'Each hook returns a list of one kind of value. The plugin returned another shape, or forgot to return.',
    remedy: 'Correct the plugin; the interface is `Plugin` in `@launchway/core`.',
  },
  TRACK_DUPLICATE: {
    summary: 'Two plugins bring a track of the same name.',
    cause:
      'A track is one version line; commands and footers name it, so the name must be unique in the flow.',
    remedy: "Rename one of the tracks in its plugin's options.",
  },
  TRACK_UNKNOWN: {
    summary: 'A track is named that the flow does not have.',
    cause: 'The name is mistyped, or the plugin that brings the track is not in this flow.',
    remedy: 'Use one of the names listed in the message.',
  },
  TRACK_WITHOUT_PIN: {
    summary: 'A track has no place that holds its version.',
    cause: 'The truth about a version is a file, so every track needs at least one pin.',
    remedy: "Name a file in the track's `pins`.",
  },
  TRACK_PIN_REPEATED: {
    summary: 'A track names one place of its version twice.',
    cause:
      'A file stands twice in the list of pins, perhaps written in two ways (`package.json`, `./package.json`), or a plugin brings it by itself: a chart always has its Chart.yaml.',
    remedy: 'Remove the file from the options of the plugin where it is too much.',
  },
  TRACK_TAG_SHARED: {
    summary: 'Two tracks have tags of the same form.',
    cause:
      'Where a release of a track begins is read from its tags. Two tracks with one form of tag would each take the tags of the other for their own.',
    remedy:
      'Give each a form of its own, such as `api-v{version}`, or let one go without tags. Parts that always have the same version are one track with several `pins`.',
  },
  TRACK_PIN_SHARED: {
    summary: 'Two tracks keep their version in the same place.',
    cause:
      "A place in a file holds one version. Two tracks that write it, such as one package named in the options of two plugins, would undo each other's work.",
    remedy: 'Remove the file from one of the two in the options of its plugin, or make them one track.',
  },
  STEP_KIND_UNKNOWN: {
    summary: 'A step is of a kind that no plugin of the flow defines.',
    cause:
      'The plugin that plans the step does not list its kind in `steps`, or a saved plan is applied with another set of plugins.',
    remedy:
      "List the kind in the plugin's `steps`, or apply the plan with the configuration it was made with.",
  },
  STEP_KIND_INCOMPLETE: {
    summary: 'A step kind lacks one of its functions.',
    cause:
      'Without `probe` nobody can tell whether a step is done, and a release could not be completed; without `run` nobody can do it.',
    remedy:
      'Add the function to the step kind in the plugin; the interface is `StepKind` in `@launchway/core`.',
  },
  STEP_PLACE_SHARED: {
    summary: 'Two steps put different things into one place.',
    cause:
      'A registry keeps charts and images alike by repository and tag. A chart that is pushed to the repository of an image takes the place of the image with the same tag, or the other way round, and whichever came first is gone.',
    remedy:
      'Publish one of them elsewhere: charts usually go to a path of their own, such as `oci://HOST/OWNER/charts`.',
  },
  STEP_DUPLICATE: {
    summary: 'Two steps have the same id.',
    cause:
      'Ids tell steps apart in the plan, the journal and `--only`. Two instances of a plugin made the same ones.',
    remedy: 'Give the instances different `id`s, or let the plugin put more into its step ids.',
  },
  STEP_NEED_UNKNOWN: {
    summary: 'A step needs one that is not in the plan.',
    cause: 'The id in `needs` or `outputOf` is mistyped, or that step is only planned under a condition.',
    remedy: 'Correct the id in the plugin, or plan both steps under the same condition.',
  },
  STEP_CYCLE: {
    summary: 'Steps need each other in a circle, or a step needs one of a later phase.',
    cause:
      'Following `needs` from step to step leads back to the start, or against the order commit, stage, push, publish.',
    remedy: 'Remove one of the needs named in the message.',
  },
});
