/** Where a problem is: a file with a line, a place in a configuration, or an address. */
export interface Place {
  readonly file?: string;
  /** 1-based. */
  readonly line?: number;
  /** 1-based. */
  readonly column?: number;
  /** A path inside the file or the configuration, such as `flows.github.plugins[0]`. */
  readonly pointer?: string;
  readonly url?: string;
}

/** One thing that is wrong: what was found, where, and how to mend it. */
export interface Problem {
  /** A code of a {@link Catalogue}; stable, and the name of its page in the documentation. */
  readonly code: string;
  readonly severity: 'error' | 'warning';
  /** One or two sentences that say what was found. */
  readonly message: string;
  /** What to do about it, as an instruction. */
  readonly fix: string;
  readonly where?: Place;
  /** The plugin that found it; stamped by the core. */
  readonly plugin?: string;
}

/** What the documentation says of one code; its page is generated from it. */
export interface CatalogueEntry {
  /** The problem in one line. */
  readonly summary: string;
  /** Why it matters and how one comes to meet it. */
  readonly cause: string;
  /** How to mend it, step by step where it takes steps. */
  readonly remedy: string;
}

/** A problem without what its code says of it. */
export interface ProblemDetails {
  readonly message: string;
  readonly fix: string;
  readonly where?: Place;
}

/** A closed set of codes, and the makers of problems that carry them. */
export interface Catalogue<Code extends string> {
  readonly entries: Readonly<Record<Code, CatalogueEntry>>;
  /** Gives a problem that forbids a release. */
  error(code: Code, details: ProblemDetails): Problem;
  /** Gives a problem that is told, and forbids nothing. */
  warning(code: Code, details: ProblemDetails): Problem;
  /** An error to throw, for one problem that ends the work at once. */
  refusal(code: Code, details: ProblemDetails, cause?: unknown): ReleaseError;
}

/** Declares the codes of a package (upper case, words parted by `_`), each with the text of its documentation page. */
export function catalogue<Code extends string>(
  entries: Readonly<Record<Code, CatalogueEntry>>,
): Catalogue<Code> {
  return {
    entries,
    error: (code, details) => ({ code, severity: 'error', ...details }),
    warning: (code, details) => ({ code, severity: 'warning', ...details }),
    refusal: (code, details, cause) =>
      new ReleaseError([{ code, severity: 'error', ...details }], 'refused', cause),
  };
}

/**
 * How a release ended that did not succeed: `refused` before anything was changed, `lost` to another
 * writer with nothing changed, or `failed` while acting.
 */
export type FailureKind = 'refused' | 'lost' | 'failed';

/** How problems end a release of which nothing is out yet: `lost` where another writer was faster. */
export function endingOf(problems: readonly Problem[]): Exclude<FailureKind, 'failed'> {
  return problems.some(({ code }) => code === 'LOST_RACE') ? 'lost' : 'refused';
}

const brand = Symbol.for('launchway.ReleaseError');

/** The one error the framework throws on purpose: it carries problems, never a bare text. */
export class ReleaseError extends Error {
  readonly problems: readonly Problem[];
  readonly kind: FailureKind;
  /** True for a failure of the moment (a dropped connection, a busy server) that may pass on its own. */
  readonly transient: boolean;

  constructor(
    problems: readonly Problem[],
    kind: FailureKind = 'refused',
    cause?: unknown,
    transient = false,
  ) {
    super(problems.map((problem) => problem.message).join('\n'), cause === undefined ? undefined : { cause });
    this.name = 'ReleaseError';
    this.problems = problems;
    this.kind = kind;
    this.transient = transient;
    Object.defineProperty(this, brand, { value: true });
  }
}

/** Tells a {@link ReleaseError} from others, also one made by another copy of this package. */
export function isReleaseError(error: unknown): error is ReleaseError {
  return typeof error === 'object' && error !== null && brand in error;
}

/** Gives each problem once, in the order in which they were found: several looks often find the same. */
export function withoutRepeats(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Map(problems.map((problem) => [JSON.stringify(spelling(problem)), problem] as const));
  return [...seen.values()];
}

const spelling = ({ code, severity, message, fix, where }: Problem): unknown => [
  code,
  severity,
  message,
  fix,
  where ?? null,
];

export const isError = (problem: Problem): boolean => problem.severity === 'error';
