import { type Deferred, known, type Problem, type Reads, type StepKind } from '@launchway/core';
import {
  describeForecast,
  type Forecast,
  forecastGitlab,
  type Pusher,
  pusherStartsNothing,
} from '@launchway/forge';
import type { Place } from './access/place.ts';
import { gitlabProblems } from './problems.ts';

export type ForecastInput = {
  readonly place: Place;
  readonly tags: readonly string[];
  /** The pipeline file. */
  readonly file: string;
  readonly commit: Deferred<string>;
  /** Whether git talks ssh, where a key pushes. */
  readonly ssh: boolean;
  /** Whether a pipeline is started for each tag anyway. */
  readonly starts: boolean;
};

/**
 * Foretells before anything is visible which pipelines the new tags will start, and warns where somebody waits for one in
 * vain. It is optional: it can tell, not stop.
 */
export const forecastStep: StepKind<ForecastInput, Record<string, never>> = {
  kind: 'gitlab:forecast',
  phase: 'stage',
  confirm: false,
  foretells: true,
  ready: async (input, reads) =>
    problemsOf(input, await forecasts(input, reads), await pusherOf(input, reads), reads),
  probe: async (input, reads) => {
    const found = await forecasts(input, reads);
    const idle = pusherStartsNothing(await pusherOf(input, reads));
    return {
      state: 'todo',
      preview: found.flatMap(([name, forecast]) =>
        describeForecast({ kind: 'tag', name }, forecast, 'pipeline', input.starts ? undefined : idle),
      ),
    };
  },
  run: async (input, effects) => {
    const commit = known(input.commit);
    const message = commit === undefined ? '' : await effects.git.message(commit);
    const [tag, skipped] =
      (await forecasts(input, effects, message)).find(([, { because }]) =>
        because?.includes('message says'),
      ) ?? [];
    if (tag === undefined || input.starts) return {};
    throw gitlabProblems.refusal('GITLAB_NO_PIPELINE', {
      message: `Pushing ${tag} will start no pipeline: ${skipped?.because}.`,
      fix: "Take these words out of `message` in the options of git(), and use `pushOptions: ['ci.skip']` for the branch.",
    });
  },
};

type Foretold = readonly (readonly [tag: string, forecast: Forecast])[];

async function forecasts(
  { tags, file, commit }: ForecastInput,
  reads: Reads,
  message = '',
): Promise<Foretold> {
  const release = known(commit);
  const tree = release === undefined ? reads.tree : reads.git.tree(release);
  const found = await Promise.all(
    tags.map(async (name) => {
      const event = { ref: { kind: 'tag' as const, name }, message, variables: projectVariables(reads) };
      return [name, await forecastGitlab(tree, event, file)] as const;
    }),
  );
  return found.flatMap(([name, forecast]) => (forecast === undefined ? [] : [[name, forecast] as const]));
}

const projectNames =
  'CI_DEFAULT_BRANCH CI_PROJECT_ID CI_PROJECT_NAME CI_PROJECT_NAMESPACE CI_PROJECT_PATH CI_PROJECT_PATH_SLUG CI_PROJECT_ROOT_NAMESPACE CI_PROJECT_URL CI_PROJECT_VISIBILITY CI_SERVER_HOST CI_SERVER_URL CI_REGISTRY CI_REGISTRY_IMAGE';

/** What stays the same between this pipeline and that of the tag. */
function projectVariables(reads: Reads): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(projectNames.split(' ').map((name) => [name, reads.env(name)]));
}

/** Who pushes, in the order the git plugin looks for credentials. */
async function pusherOf({ ssh }: ForecastInput, reads: Reads): Promise<Pusher> {
  const own = await reads.credential({ env: ['LAUNCHWAY_GIT_TOKEN', 'GITLAB_TOKEN'] });
  const job = await reads.credential({ env: 'CI_JOB_TOKEN' });
  const isJob =
    !ssh && reads.env('GITLAB_CI') === 'true' && (own === undefined || own.secret === job?.secret);
  return { forge: 'gitlab', token: isJob ? 'job' : 'key' };
}

function problemsOf(input: ForecastInput, found: Foretold, pusher: Pusher, reads: Reads): readonly Problem[] {
  const idle = pusherStartsNothing(pusher);
  const waiting = found.filter(([, { starts }]) => starts);
  return [
    ...(pusher.token === 'job' ? oldServer(reads) : []),
    ...(idle === undefined || input.starts
      ? []
      : waiting.map(([tag, { jobs }]) => inVain(input, tag, jobs, idle))),
  ];
}

function inVain({ file }: ForecastInput, tag: string, jobs: Forecast['jobs'], idle: string): Problem {
  return gitlabProblems.warning('GITLAB_NO_PIPELINE', {
    message: `${file} has jobs for the tag ${tag} (${jobs.map(({ name }) => name).join(', ')}), and they will not run: ${idle}.`,
    fix: 'Set `pipeline: true` in the options of gitlab() to have it started, or GITLAB_TOKEN to a project access token that pushes.',
    where: { file },
  });
}

/** Pushing with a job token came in 17.2 behind a flag, and for all in 18.4. */
function oldServer(reads: Reads): readonly Problem[] {
  const [major, minor] = ['CI_SERVER_VERSION_MAJOR', 'CI_SERVER_VERSION_MINOR'].map((name) =>
    Number(reads.env(name) ?? Number.NaN),
  );
  if (major === undefined || minor === undefined || Number.isNaN(major) || Number.isNaN(minor)) return [];
  if (major > 18 || (major === 18 && minor >= 4)) return [];
  return [
    gitlabProblems.warning('GITLAB_JOB_PUSH', {
      message: `This GitLab is ${major}.${minor}; job tokens may push since 18.4 (17.2 behind a flag), and no other token is set.`,
      fix: 'Set GITLAB_TOKEN to a project access token with the scopes `api` and `write_repository`.',
    }),
  ];
}
