import { defined } from '../model/defined.ts';
import type { Command } from '../model/plugin.ts';
import { isReleaseError } from '../model/problem.ts';
import type { Wish } from '../session/open.ts';
import type { Repository, Session } from '../session/session.ts';
import type { Place, Workspace, WorkspaceOptions } from '../workspace/workspace.ts';

/** Lets git begin with what a command needs, while its configuration is loaded. */
export type Begin = (workspace: Workspace) => void;

export interface OpeningOptions extends Omit<WorkspaceOptions, 'listener'>, Wish {}

/** What one run of the program opens, each once: the repository or a folder, and the configuration with its flow. */
export class Opening {
  readonly #options: OpeningOptions;
  #workspace: Promise<Workspace> | undefined;
  #session: Promise<Session> | undefined;
  #place: Place | undefined;
  #top: string;
  #isActing = false;

  constructor(options: OpeningOptions) {
    this.#options = options;
    this.#top = options.cwd;
  }

  /** Top of the repository; until it is open, the folder of the command. */
  get top(): string {
    return this.#top;
  }

  /** Whether something may have been changed. */
  get isActing(): boolean {
    return this.#isActing;
  }

  /** Takes note that something is changed. */
  act(): void {
    this.#isActing = true;
  }

  /** Hides the secrets that are known so far. */
  masked(text: string): string {
    return this.#place?.tools.mask.text(text) ?? text;
  }

  workspace(): Promise<Workspace> {
    this.#workspace ??= this.#openWorkspace();
    return this.#workspace;
  }

  /** @param wish.flow the flow's name where something else than `--flow` tells it */
  session(
    wish: { readonly flow?: string | undefined; readonly begin?: Begin | undefined } = {},
  ): Promise<Session> {
    this.#session ??= this.#openSession(wish.flow ?? this.#options.flow, wish.begin);
    return this.#session;
  }

  async repository(): Promise<Repository> {
    const [workspace, { openedRepository }] = await Promise.all([
      this.workspace(),
      import('../session/open.ts'),
    ]);
    return openedRepository(workspace);
  }

  /** The repository, or where there is none and none is needed, the folder. */
  async place(standalone: Command['standalone']): Promise<Place> {
    if (standalone === 'only') return this.#openFolder(new TypeError('The command looks at no repository.'));
    try {
      return await this.workspace();
    } catch (error) {
      if (standalone !== true || !isNoRepository(error)) throw error;
      return this.#openFolder(error);
    }
  }

  async close(): Promise<void> {
    await this.#place?.close();
  }

  async #openWorkspace(): Promise<Workspace> {
    const { openWorkspace } = await import('../workspace/open.ts');
    const workspace = await openWorkspace(this.#watched());
    this.#top = workspace.repository.top;
    this.#place = workspace;
    return workspace;
  }

  async #openFolder(why: unknown): Promise<Place> {
    const { openFolder } = await import('../workspace/folder.ts');
    this.#place = openFolder(this.#watched(), why);
    return this.#place;
  }

  #watched(): WorkspaceOptions {
    const { cwd, env, signal, say } = this.#options;
    const before = (): void => this.act();
    return { cwd, env, say, listener: { before }, ...defined({ signal }) };
  }

  async #openSession(flow: string | undefined, begin: Begin = () => undefined): Promise<Session> {
    const [workspace, openSession] = await Promise.all([this.workspace(), loadSession()]);
    begin(workspace);
    return openSession(workspace, { ...this.#options, flow });
  }
}

/** Loads what opens a session, and what every configuration imports, while git is busy opening the repository. */
async function loadSession() {
  await import('../workspace/open.ts'); // git begins once this is there
  const [{ openSession }] = await Promise.all([import('../session/open.ts'), import('../index.ts')]);
  return openSession;
}

/** Whether nothing more is wrong than that there is no repository, or no git to look for one. */
const isNoRepository = (error: unknown): boolean =>
  isReleaseError(error) &&
  error.problems.every(({ code }) => code === 'NOT_A_REPOSITORY' || code === 'GIT_MISSING');
