/** What GitHub takes as the notes of a release, in characters. */
export const notesLimit = 125_000;

/**
 * Cuts notes that are longer than GitHub takes: before a heading, else at a blank line, else at the end of a line, with a
 * link to where the rest can be read. A block of code that is cut is closed.
 */
export function cutNotes(notes: string, url: string, limit: number = notesLimit): string {
  if (notes.length <= limit) return notes;
  const ending = `\n\n[The rest of the notes](${url})\n`;
  const fence = '\n```';
  const room = notes.slice(0, limit - ending.length - fence.length);
  const kept = room.slice(0, cutAt(room)).trimEnd();
  return `${kept}${isInCode(kept) ? fence : ''}${ending}`;
}

/** Where a text is best cut. No more than half of it is given up for a better place. */
function cutAt(text: string): number {
  const places = ['\n#', '\n\n', '\n'].map((mark) => text.lastIndexOf(mark));
  const last = text.charCodeAt(text.length - 1);
  const whole = last >= 0xd800 && last < 0xdc00 ? text.length - 1 : text.length;
  return places.find((place) => place > text.length / 2) ?? whole;
}

const isInCode = (text: string): boolean => (text.match(/^ {0,3}```/gm)?.length ?? 0) % 2 === 1;
