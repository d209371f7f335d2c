export type { ArchivedFile } from './file.ts';
export {
  keyProblems,
  signerOf,
  type Signer,
  type SignerInput,
  type SignatureForm,
  signRule,
  signText,
} from './gpg.ts';
export { gzip, type GzipMark } from './gzip.ts';
export { packProblems } from './problems.ts';
export { writeTar } from './tar.ts';
export { commitTime } from './time.ts';
export { writeZip } from './zip.ts';
