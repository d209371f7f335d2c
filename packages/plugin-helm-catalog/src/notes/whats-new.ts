const heading = /^##[ \t]+what['’]?s new\b.*$/im;

/**
 * Puts the notes of a version into a README as its section "What's new": in the place of an older one, else before the
 * first section, else at the end. The rest stays as it is.
 */
export function withWhatsNew(readme: string, version: string, notes: string): string {
  const eol = readme.includes('\r\n') ? '\r\n' : '\n';
  const section = [`## What's new in ${version}`, '', lowered(notes.trim()), '', ''].join('\n');
  const text = section.replaceAll('\r\n', '\n').replaceAll('\n', eol);
  const lines = headingsOf(readme);
  const older = lines.find(({ line }) => heading.test(line));
  const at = older?.start ?? lines.find(({ line }) => line.startsWith('## '))?.start ?? readme.length;
  const next = older && lines.find(({ start, line }) => start > older.start && /^#{1,2} /.test(line));
  const end = older === undefined ? at : (next?.start ?? readme.length);
  const gap = gapBefore(readme.slice(0, at), eol);
  return `${readme.slice(0, at)}${gap}${end === readme.length ? text.trimEnd() + eol : text}${readme.slice(end)}`;
}

/** Headings of the notes go below the section's own. */
function lowered(notes: string): string {
  const least = Math.min(...headingsOf(notes).map(({ line }) => line.indexOf(' ')), 6);
  const extra = '#'.repeat(Math.max(0, 3 - least));
  let text = '';
  let at = 0;
  for (const { start } of headingsOf(notes)) {
    text += notes.slice(at, start) + extra;
    at = start;
  }
  return text + notes.slice(at);
}

/** The headings outside of code, with their places. */
function headingsOf(markdown: string): readonly { readonly start: number; readonly line: string }[] {
  const found: { start: number; line: string }[] = [];
  let fence: string | undefined;
  let start = 0;
  for (const raw of markdown.split('\n')) {
    const line = raw.trimEnd();
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence === undefined && mark !== undefined) fence = mark;
    else if (fence !== undefined && mark?.startsWith(fence)) fence = undefined;
    else if (fence === undefined && /^#{1,6} /.test(line)) found.push({ start, line });
    start += raw.length + 1;
  }
  return found;
}

function gapBefore(text: string, eol: string): string {
  if (text === '' || text.endsWith(eol + eol)) return '';
  return text.endsWith(eol) ? eol : eol + eol;
}
