/** Codes of a machine that can start no process at all now. */
const codes: ReadonlySet<unknown> = new Set(['EMFILE', 'ENFILE', 'EAGAIN', 'ENOMEM']);

export const isNoRoom = (code: unknown): boolean => codes.has(code);

/** The error of a program that the machine had no room for: its own, and not one of the program. */
export const noRoomFor = (program: string, code: string): Error =>
  Object.assign(new Error(`spawn ${program} ${code}`), { code, syscall: `spawn ${program}` });

/** A process has none, whatever the types say, where too many files are open to make them. */
export const hasPipes = (child: { readonly stderr?: unknown }): boolean => child.stderr !== undefined;
