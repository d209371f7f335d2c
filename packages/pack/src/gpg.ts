import { type Effects, type Problem, type Reads, type Rule, rule } from '@launchway/core';
import { packProblems } from './problems.ts';

/** Who signs. */
export interface Signer {
  /** A key as gpg names it: fingerprint, e-mail address, part of a user id. Gpg's own default unless told. */
  readonly key?: string;
  /** Folder of the keys, `GNUPGHOME`. */
  readonly home?: string;
  /** How gpg is called; for a passphrase file or a loopback pinentry. */
  readonly program?: readonly string[];
}

/** The same with every member, as a step's input holds it. */
export type SignerInput = {
  readonly key: string | null;
  readonly home: string | null;
  readonly program: readonly string[];
};

/** What the option `sign` of a plugin must be: a switch, or a {@link Signer}. */
export const signRule: Rule = rule.either(
  rule.flag,
  rule.object({ key: rule.text, home: rule.text, program: rule.listOf(rule.text, { atLeast: 1 }) }),
);

/** Gives who signs by the option `sign`; nothing where nobody does. */
export function signerOf(sign: boolean | Signer | undefined): SignerInput | undefined {
  if (sign === undefined || sign === false) return undefined;
  const { key = null, home = null, program = ['gpg'] } = sign === true ? {} : sign;
  return { key, home, program };
}

/** How a signature stands to what it signs: `clear` holds the text, `detached` is a file of its own. Both are ASCII. */
export type SignatureForm = 'clear' | 'detached';

/**
 * Signs a text through gpg and gives the signature (RFC 9580), which `gpg --verify` accepts.
 * @param what how messages call it
 * @throws GPG_FAILED with what gpg said
 */
export async function signText(
  text: string,
  form: SignatureForm,
  { key, home, program }: SignerInput,
  what: string,
  effects: Pick<Effects, 'exec'>,
): Promise<string> {
  const way = form === 'clear' ? ['--clearsign'] : ['--armor', '--detach-sign'];
  const user = key === null ? [] : ['--local-user', key];
  const argv = [...program, '--batch', '--yes', ...user, '--digest-algo', 'SHA512', ...way, '--output', '-'];
  try {
    return (await effects.exec(argv, { input: text, ...environment(home) })).stdout;
  } catch (error) {
    const said = error instanceof Error ? error.message.trim() : String(error);
    const message = `${what} could not be signed: ${said}`;
    const fix = 'Try `gpg --clearsign` with the same key by hand; it must work without asking for anything.';
    throw packProblems.refusal('GPG_FAILED', { message, fix }, error);
  }
}

/**
 * Tells before anything is written whether gpg has the key.
 * @param what how messages call what is to be signed
 * @param option how the option is written, for the fix
 */
export async function keyProblems(
  { key, home, program }: SignerInput,
  what: string,
  option: string,
  reads: Pick<Reads, 'query'>,
): Promise<readonly Problem[]> {
  const argv = [...program, '--batch', '--list-secret-keys', ...(key === null ? [] : [key])];
  const { exitCode, stdout, stderr } = await reads.query(argv, {
    exitCodes: [0, 1, 2],
    ...environment(home),
  });
  if (exitCode === 0 && stdout.trim() !== '') return [];
  const said = stderr.trim() === '' ? '.' : `: ${stderr.trim().split('\n').at(-1)}`;
  return [
    packProblems.error('SIGNING_KEY_MISSING', {
      message: `gpg has no secret key${key === null ? '' : ` ${key}`} to sign ${what} with${said}`,
      fix: `Import the key (\`gpg --import\`), or name another: ${option}.`,
    }),
  ];
}

const environment = (home: string | null) => (home === null ? {} : { env: { GNUPGHOME: home } });
