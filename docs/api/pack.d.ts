// @launchway/pack

export interface ArchivedFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly executable?: boolean;
}
export interface GzipMark {
  readonly extra: string;
  readonly comment: string;
}
export type SignatureForm = 'clear' | 'detached';
export interface Signer {
  readonly key?: string;
  readonly home?: string;
  readonly program?: readonly string[];
}
export type SignerInput = {
  readonly key: string | null;
  readonly home: string | null;
  readonly program: readonly string[];
};
export declare function commitTime(commit: string, { git }: {
  readonly git: Pick<Reads['git'], 'date'>;
}): Promise<number>;
export declare function gzip(bytes: Uint8Array, mark?: GzipMark): Buffer;
export declare function keyProblems({ key, home, program }: SignerInput, what: string, option: string, reads: Pick<Reads, 'query'>): Promise<readonly Problem[]>;
export declare const packProblems: import("@launchway/core").Catalogue<"GPG_FAILED" | "SIGNING_KEY_MISSING">;
export declare const signRule: Rule;
export declare function signText(text: string, form: SignatureForm, { key, home, program }: SignerInput, what: string, effects: Pick<Effects, 'exec'>): Promise<string>;
export declare function signerOf(sign: boolean | Signer | undefined): SignerInput | undefined;
export declare function writeTar(files: readonly ArchivedFile[], mtime: number): Buffer;
export declare function writeZip(files: readonly ArchivedFile[], mtime: number): Buffer;
