export {
  type GithubAddress,
  githubAddress,
  type GitlabAddress,
  gitlabAddress,
  gitlabProject,
  projectSegment,
} from './address.ts';
export { type Announcement, announcementOf, type AnnouncementOptions, holdsNotes } from './announcement.ts';
export { errorText } from './answers.ts';
export {
  commentedCommits,
  type CommentOptions,
  type CommentPlan,
  type Comments,
  commentSteps,
  type Thread,
  uncommented,
  writeComment,
} from './comments.ts';
export { type Duration, gitlabDuration } from '@launchway/core';
export {
  type Asked,
  type Forge,
  type ForgeOptions,
  type ForgeReader,
  openForge,
  type Sent,
} from './forge.ts';
export { misanswered } from './request.ts';
export { fillIn } from './fill.ts';
export { githubFilter, githubGlob } from './glob-github.ts';
export { gitlabGlob } from './glob-gitlab.ts';
export {
  absoluteFolder,
  coversGlobs,
  findFiles,
  isBuiltHere,
  type LocalFile,
  type LocalFiles,
} from './local-files.ts';
export { mediaTypeOf } from './media.ts';
export { commentsRule, tokenRule } from './option-rules.ts';
export { type ForgeCode, forgeProblems } from './problems.ts';
export { idOf, numberOf, record, records, textOf } from './shapes.ts';
export { skipWords } from './skip.ts';
export {
  gitlabCredential,
  githubTokenKind,
  type GithubTokenKind,
  gitlabTokenKind,
  type GitlabTokenKind,
  type TokenHints,
  type TokenOption,
  tokenVariablesOf,
} from './tokens.ts';
export { evaluateCondition, type Variables } from './pipelines/condition.ts';
export { describeForecast } from './pipelines/describe.ts';
export type { Forecast, PushEvent } from './pipelines/event.ts';
export { forecastGithub } from './pipelines/github.ts';
export { forecastGitlab } from './pipelines/gitlab.ts';
export { badDurations, type BadDuration } from './pipelines/durations.ts';
export { type PermissionLevel, workflowPermission } from './pipelines/permissions.ts';
export { type Triggers, workflowTriggers } from './pipelines/workflow.ts';
export {
  type Pusher,
  pusherStartsNothing,
  workflowFiles,
} from './pipelines/start.ts';
