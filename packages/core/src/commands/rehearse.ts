import { join } from 'node:path';
import { textFlag } from '../arguments/given.ts';
import { overridesFrom } from '../arguments/overrides.ts';
import type { RepositoryCopy } from '../effects/git/remotes/copy.ts';
import { defined } from '../model/defined.ts';
import { isReleaseError, type ReleaseError } from '../model/problem.ts';
import type { RehearsalKit } from '../model/rehearsal.ts';
import type { Invocation } from '../session/invocation.ts';
import type { Session } from '../session/session.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { commandProblems } from './problems.ts';

/** Names the file that tells the inner process what the outer one has prepared. */
const variable = 'LAUNCHWAY_REHEARSAL';

/** What the outer process has prepared. */
export interface Prepared {
  /** For the files of the stand-ins. */
  readonly folder: string;
  readonly copy: RepositoryCopy;
  /** How the inner process is kept from the network: `linked` once loopback is up in a namespace of its own. */
  readonly network: 'shared' | 'own' | 'linked';
  /** Who started it, where that is not root. */
  readonly user?: { readonly uid: number; readonly gid: number };
}

/**
 * `release rehearse`: a whole release against stand-ins. This process copies the repository and asks the true remote where
 * that is wanted; another one, without secrets and where the kernel allows it without a network, makes the release.
 */
export async function run(invocation: Invocation): Promise<number> {
  const file = invocation.terminal.env[variable];
  if (file !== undefined) return inside(invocation, file);
  const session = await invocation.session();
  overridesFrom(invocation.flags);
  await refuseTaken(invocation);
  const kit = await loadKit(session);
  return begin(invocation, session, kit);
}

async function begin(invocation: Invocation, session: Session, kit: RehearsalKit): Promise<number> {
  const { terminal, ci, console } = invocation;
  const workspace = await invocation.workspace();
  const { repository, effects } = workspace;
  const branch = repository.branch ?? ci.branch;
  const fetch = invocation.flags['fetch'] === true;
  console.progress(fetch ? 'Asking the remote ...' : 'Copying the repository ...');
  const folder = await effects.scratch();
  const remote = await repository.remote();
  const copy = await workspace.copy({
    folder,
    fetch,
    ...(repository.branch === undefined && branch !== undefined ? { branch } : {}),
  });
  const wrapper = await withoutNetwork(workspace);
  const file = join(folder, 'prepared.json');
  const network = wrapper.length === 0 ? 'shared' : 'own';
  const user = terminal.user?.uid === 0 ? {} : { user: terminal.user };
  await effects.write(file, JSON.stringify({ folder, copy, network, ...user }));
  const env = kit.rehearsalEnvironment(terminal.env, {
    head: repository.head ?? '',
    ...emulated(session),
    ...defined({ branch }),
    ...defined({ remote: remote?.url }),
  });
  return terminal.again(wrapper, { ...env, [variable]: file }, invocation.signal);
}

/** A flow that is meant for a CI is rehearsed as if it ran there. */
function emulated({ ci, situation }: Session): { readonly ci?: 'github' | 'gitlab' } {
  return situation.ci === 'none' && (ci === 'github' || ci === 'gitlab') ? { ci } : {};
}

const loopback = ['ip', 'link', 'set', 'lo', 'up'];

/** Gives the program that runs another without a network; none where the kernel or a missing tool does not allow it. */
async function withoutNetwork({ effects }: Workspace): Promise<readonly string[]> {
  const wrapper = ['unshare', '--net', '--map-root-user', '--'];
  try {
    await effects.query([...wrapper, ...loopback]);
    return wrapper;
  } catch (error) {
    if (isReleaseError(error)) return [];
    throw error;
  }
}

/** The inner process: makes loopback work, gives the person back who they were, then rehearses. */
async function inside(invocation: Invocation, file: string): Promise<number> {
  const { terminal } = invocation;
  const prepared = JSON.parse((await terminal.read(file)) ?? '{}') as Prepared;
  const { effects, ...workspace } = await invocation.workspace();
  if (prepared.network === 'own') {
    await effects.exec(loopback);
    workspace.tools.files.open(prepared.folder);
    const linked = join(prepared.folder, 'linked.json');
    await effects.write(linked, JSON.stringify({ ...prepared, network: 'linked' } satisfies Prepared));
    const { user } = prepared;
    if (user !== undefined)
      return terminal.again(asUser(user), { ...terminal.env, [variable]: linked }, invocation.signal);
  }
  const kit = await loadKit(workspace.repository);
  // The configuration is a program, too: it is loaded when nothing leads out any more.
  const guard = kit.guardProcess();
  try {
    const session = await invocation.session();
    const { rehearse } = await import('./rehearse-inside.ts');
    return await rehearse(invocation, session, { prepared, kit, guard });
  } finally {
    guard.end();
  }
}

/** Programs such as tar behave otherwise as root, which the namespace makes of everybody. */
const asUser = ({ uid, gid }: NonNullable<Prepared['user']>): readonly string[] => [
  'unshare',
  '--user',
  `--map-user=${uid}`,
  `--map-group=${gid}`,
  '--',
];

/** @throws REHEARSAL_KEEP_TAKEN */
async function refuseTaken({ flags, terminal }: Invocation): Promise<void> {
  const keep = textFlag(flags, 'keep');
  if (keep === undefined || !(await terminal.isTaken(keep))) return;
  throw commandProblems.refusal('REHEARSAL_KEEP_TAKEN', {
    message: `${keep} is there already, and is not an empty folder.`,
    fix: 'Name a folder that does not exist: `release rehearse --keep DIR`.',
    where: { file: keep },
  });
}

/** Loads the stand-ins, as packages of plugins are loaded. */
async function loadKit({ top }: Pick<Session, 'top'>): Promise<RehearsalKit> {
  const { resolvePackage } = await import('../config/reading/resolve.ts');
  const file = await resolvePackage(top, '@launchway/sandbox/rehearsal');
  if (file === undefined) throw missing();
  const { pathToFileURL } = await import('node:url');
  return (await import(pathToFileURL(file).href)) as RehearsalKit;
}

function missing(): ReleaseError {
  return commandProblems.refusal('REHEARSAL_SANDBOX_MISSING', {
    message: 'A rehearsal needs @launchway/sandbox, which is not installed here.',
    fix: 'Run `npm install --save-dev @launchway/sandbox`.',
  });
}
