import { join } from 'node:path';
import { textFlag } from '../arguments/given.ts';
import { searchPlaces } from '../config/reading/find.ts';
import { isSemanticReleaseCode } from '../config/reading/foreign.ts';
import { type Decision, decide } from '../init/decide.ts';
import { type Outline, packagesOf } from '../init/outline.ts';
import { initProblems } from '../init/problems.ts';
import { sourceOf } from '../init/source.ts';
import { writtenApp } from '../init/survey/charts.ts';
import { type Survey, survey } from '../init/survey/survey.ts';
import { type InitReport, initView } from '../output/init.ts';
import { addCommand } from '../pipelines/install.ts';
import type { Invocation } from '../session/invocation.ts';
import type { Repository } from '../session/session.ts';
import type { Terminal } from '../session/terminal.ts';
import { createPipelines, type NewPipelines } from './init-pipelines.ts';

/** `release init`: looks at the repository and writes a configuration; never over a file that is there. */
export async function run(invocation: Invocation): Promise<number> {
  const { console, flags, json, terminal } = invocation;
  const place = placeOf(textFlag(flags, 'config'));
  const repository = await invocation.repository();
  const dryRun = flags['dry-run'] === true;
  if (!dryRun) await refuseExisting(repository, terminal, place);
  console.progress('Looking at the repository ...');
  const seen = await survey(await repository.look());
  const decision = await decide(seen);
  if (decision.outline === undefined) throw nothingFound(decision);
  const config = { path: place, content: sourceOf(decision.outline) };
  if (!dryRun) await create(repository, terminal, config);
  const pipelines = (await wantsPipelines(invocation))
    ? await createPipelines(invocation, repository, seen.sight.forge)
    : noPipelines;
  const report = reportOf(
    seen,
    { outline: decision.outline, because: decision.because, left: [...decision.left, ...pipelines.left] },
    [config, ...pipelines.files],
    !dryRun,
  );
  if (json) console.json({ schema: 1, ...report });
  else console.answer(initView(report, console.canvas));
  return 0;
}

const noPipelines: NewPipelines = { files: [], left: [] };

/** They are made from the configuration, so there are none before it is written. */
async function wantsPipelines({ flags, terminal, json }: Invocation): Promise<boolean> {
  if (flags['dry-run'] === true) return false;
  if (flags['ci'] === true) return true;
  return terminal.interactive && !json && (await terminal.confirm('Write the pipelines for it as well?'));
}

function placeOf(config: string | undefined): string {
  if (config === undefined) return 'release.config.ts';
  if (/^[^/\\]+\.m?[tj]s$/.test(config)) return config;
  throw initProblems.refusal('INIT_PLACE', {
    message: `A configuration is not written to ${config}.`,
    fix: 'Name a file at the top of the repository that ends in .ts, .mts, .js or .mjs, or leave `--config` out.',
  });
}

/** Any configuration of ours is in the way; one of semantic-release is left where it is. */
async function refuseExisting({ top }: Repository, terminal: Terminal, place: string): Promise<void> {
  for (const name of new Set([place, ...(place === 'release.config.ts' ? searchPlaces : [])])) {
    const text = await terminal.read(join(top, name));
    const isForeign = name !== place && /\.[cm]?[jt]s$/.test(name) && isSemanticReleaseCode(text ?? '');
    if (text !== undefined && !isForeign) throw exists(name);
  }
}

async function create(
  { top }: Repository,
  terminal: Terminal,
  { path, content }: InitReport['files'][number],
): Promise<void> {
  if (!(await terminal.create(join(top, path), content))) throw exists(path);
}

function exists(file: string): Error {
  return initProblems.refusal('INIT_CONFIG_EXISTS', {
    message: `${file} is there already, and is not overwritten.`,
    fix: 'Look at it with `release doctor`, or move it away first. `release init --dry-run` prints what would be written.',
    where: { file },
  });
}

function nothingFound({ left }: Decision): Error {
  const seen = left.length === 0 ? '' : ` What was seen: ${left.join(' ')}`;
  return initProblems.refusal('INIT_NOTHING', {
    message: `The last commit holds nothing with a version: no chart, no manifest, no Dockerfile; and no tag is one.${seen}`,
    fix: 'Commit a Chart.yaml, or a package.json, jsr.json or deno.json with a version such as 0.1.0, and run again.',
  });
}

function reportOf(
  seen: Survey,
  { outline, because, left }: Decision & { readonly outline: Outline },
  files: InitReport['files'],
  written: boolean,
): InitReport {
  return {
    files,
    written,
    found: foundIn(seen),
    because: [...new Set(because)],
    left: [...new Set(left)],
    next: [
      `${addCommand(seen.sight.paths)} ${[...packagesOf(outline), '@launchway/sandbox'].join(' ')}`,
      'npx --no-install release plan',
      'npx --no-install release doctor',
      'npx --no-install release rehearse',
      ...(files.length > 1 ? [] : ['npx --no-install release ci']),
    ],
  };
}

/** What was seen, one thing a row. */
function foundIn({ sight, charts, manifests, images, styles, predecessors }: Survey): InitReport['found'] {
  return [
    ...charts.map((chart) => {
      const app = writtenApp(chart);
      return {
        what: 'chart',
        where: chart.file,
        detail: `${chart.name} ${chart.version}${app === undefined ? '' : `, app ${app}`}`,
      };
    }),
    ...manifests
      .filter(({ version }) => version !== undefined)
      .map(({ file, name = '', version = '' }) => ({
        what: 'package',
        where: file,
        detail: `${name} ${version}`.trim(),
      })),
    ...images.map(({ dockerfile, image }) => ({ what: 'image', where: dockerfile, detail: image ?? '' })),
    ...styles.map(({ template, count, newest }) => ({
      what: 'tags',
      where: template,
      detail: `${count}, the newest ${newest}`,
    })),
    ...predecessors.map(({ tool, file }) => ({ what: 'tool', where: file, detail: tool })),
    { what: 'remote', where: sight.remote ?? 'none', detail: `branch ${sight.branch}` },
  ];
}
