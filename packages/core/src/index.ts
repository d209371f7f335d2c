// What a configuration is written with.
export type { Config, Flow, PipelineOptions, PluginEntry, When } from './config/define.ts';
export { defineConfig } from './config/define.ts';
export { conventional, type ConventionalOptions } from './builtin/conventional/plugin.ts';
export type { ExecOptions } from './builtin/exec/options.ts';
export { exec } from './builtin/exec/plugin.ts';
export { git, type GitOptions } from './builtin/git/plugin.ts';
export { notes, type NotesOptions, renderNotes } from './builtin/notes.ts';
export { type PinOption, toPin, track, type TrackOptions } from './builtin/track.ts';

// What a plugin is: hooks and what they return, step kinds, and what both are given.
export type * from './model/plugin.ts';
export {
  type Deferred,
  isOutputOf,
  known,
  type OutputOf,
  outputOf,
  type Phase,
  type PlannedStep,
  type Step,
} from './model/step.ts';
export type * from './model/ports.ts';
export type * from './model/facts.ts';
export { type Bump, formed, type Pin, tagName, type TagRule, tagVersion, type Track } from './model/track.ts';
export type * from './model/edit.ts';
export type * from './model/asset.ts';
export type * from './model/generation.ts';
export type * from './model/verdict.ts';
export type * from './model/credential.ts';
export type * from './model/ci.ts';
export { credentialNeeds, isOfForge } from './model/ci.ts';
export type * from './model/plan.ts';
export type * from './model/report.ts';

// Options and their rules, and problems.
export { checkOptions, optionProblems } from './config/rules/options.ts';
export type { Rule } from './config/rules/rule.ts';
export * as rule from './config/rules/rule.ts';
export {
  catalogue,
  isReleaseError,
  type Catalogue,
  type CatalogueEntry,
  type FailureKind,
  type Place,
  type Problem,
  type ProblemDetails,
  ReleaseError,
  withoutRepeats,
} from './model/problem.ts';

// Values, paths and patterns.
export { bumpCommand } from './model/bump-command.ts';
export { type Defined, defined } from './model/defined.ts';
export { canonicalJson, type Json, type JsonObject, sha256 } from './model/json.ts';
export { inside, plainPath } from './model/path.ts';
export { isSecretFile } from './model/secret-file.ts';
export { filesMatching, partedGlobs } from './facts/globs.ts';
export { refSlug } from './facts/slug.ts';
export { boundedMatch, type Groups, PatternError } from './patterns/bounded.ts';
export { type CharacterPart, type PatternPart, patternTest } from './patterns/linear.ts';
export { type Duration, gitlabDuration } from './pipelines/gitlab/duration.ts';

// Files of a user, read and changed in place.
export type { FoundValue } from './edits/found.ts';
export { jsonTooDeepAt } from './edits/json/depth.ts';
export { readPin } from './edits/pins.ts';
export { isStrictVersion } from './edits/strict-version.ts';
export type { TextFile } from './edits/text.ts';
export { versionDrifts } from './edits/version-drifts.ts';
export { yamlTooDeepAt } from './edits/yaml/depth.ts';
export { type YamlEditor, yamlEditor } from './edits/yaml/editor.ts';
export { helmString } from './edits/yaml/reading.ts';
export type { TextPlace } from './edits/yaml/text.ts';
export type { YamlEntry, YamlValue } from './edits/yaml/tree.ts';

// Git, for plugins that push elsewhere.
export { findCredential } from './builtin/git/credential.ts';
export {
  describePush,
  describeTrouble,
  isContention,
  parseRejections,
  type Rejection,
  type Trouble,
} from './git/failures.ts';
export { maybeLed } from './git/led.ts';
export { patient } from './git/patient.ts';
export type { GitAnswer, RunGit } from './git/remote.ts';
export { hideUserinfo } from './git/userinfo.ts';
