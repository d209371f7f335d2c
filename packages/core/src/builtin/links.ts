import type { ForgeFacts } from '../model/facts.ts';

/** The forge's pages that notes point to. Every member gives plain text where the forge is not known. */
export interface Links {
  commit(sha: string): string;
  /** Turns `#12` (and GitLab's `!12`) in a subject into links. */
  references(text: string): string;
  /** The address of the comparison of two revisions, or nothing. */
  compare(from: string, to: string): string | undefined;
}

/** Gives the links of a forge; addresses keep a host's subpath and port. */
export function linksOf(forge: ForgeFacts | undefined): Links {
  if (forge === undefined || forge.kind === 'other') {
    return { commit: (sha) => sha.slice(0, 7), references: (text) => text, compare: () => undefined };
  }
  const base = forge.kind === 'gitlab' ? `${forge.url}/-` : forge.url;
  const requests = forge.kind === 'gitlab' ? 'merge_requests' : 'pull';
  return {
    commit: (sha) => `[${sha.slice(0, 7)}](${base}/commit/${sha})`,
    compare: (from, to) => `${base}/compare/${encodeURIComponent(from)}...${encodeURIComponent(to)}`,
    references: (text) =>
      text.replace(/(?<![\w/#!&[])([#!])(\d{1,9})\b/g, (reference, sigil: string, number: string) => {
        if (sigil === '!' && forge.kind !== 'gitlab') return reference;
        return `[${reference}](${base}/${sigil === '!' ? requests : 'issues'}/${number})`;
      }),
  };
}
