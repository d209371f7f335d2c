import type { FlagSpecs } from './spec.ts';

/** Every flag that every command takes. */
export const globalFlags: FlagSpecs = {
  cwd: { summary: 'Run as if started in this folder', value: 'DIR' },
  config: { summary: 'Use this configuration', value: 'FILE' },
  flow: { summary: 'Use this flow', value: 'NAME' },
  json: { summary: 'Print the answer as JSON on standard output' },
  verbose: { summary: 'Say more' },
  quiet: { summary: 'Say the answer only' },
  'no-color': { summary: 'Print without colour' },
  help: { summary: 'Show this help' },
  version: { summary: 'Show the version' },
};

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
