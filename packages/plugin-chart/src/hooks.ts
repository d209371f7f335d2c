/** What the hooks do: apart from the plugin, so that a command which calls none of them, `check`, does not load it. */
export { contentVerdict } from './content-verdict.ts';
export { notesEdits, notesSection } from './notes.ts';
export { verifyChart } from './verify.ts';
