import type { FlagSpecs } from './args.ts';

/** What is asked of the versions, whatever the commits say. */
export const overrideFlags: FlagSpecs = {
  bump: {
    summary: 'Move a track by this much, whatever the commits say',
    value: 'TRACK=major|minor|patch',
    repeat: true,
  },
  as: { summary: 'Give a track this version', value: 'TRACK=VERSION', repeat: true },
};

/** What every run that changes something takes. */
export const runFlags: FlagSpecs = {
  events: { summary: 'Append the journal to this file, one JSON event a line', value: 'FILE' },
  dotenv: { summary: 'Write a dotenv report; in GitLab launchway.env is written unless told', value: 'FILE' },
  'fail-if-nothing': { summary: 'Exit with 4 when there is nothing to release' },
};

/** Which steps are meant. */
export const selectionFlags: FlagSpecs = {
  only: { summary: 'Run these plugins or steps only, each called by its id', value: 'NAME', repeat: true },
  skip: { summary: 'Leave these plugins or steps out, each called by its id', value: 'NAME', repeat: true },
};
