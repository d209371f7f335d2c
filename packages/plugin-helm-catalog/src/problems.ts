import { catalogue } from '@launchway/core';

/** What can go wrong on the way from a chart to its catalogues. */
export const catalogProblems = catalogue({
  CATALOG_ACTION: {
    summary: 'There is no such action on a catalogue.',
    cause: '`release catalog` takes the name of an action.',
    remedy: 'Write `release catalog reconcile [DIR]`.',
  },
});
