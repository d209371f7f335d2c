/**
 * Puts a section above the releases that a changelog holds, below its title and what is not released yet, with the file's own
 * line ends.
 */
export function prepend(old: string, section: string): string {
  const end = old.includes('\r\n') ? '\r\n' : '\n';
  const added = section.replaceAll('\n', end);
  if (old.trim() === '') return `# Changelog${end}${end}${added}${end}`;
  const newest = newestRelease(old);
  if (newest === undefined) return `${old.trimEnd()}${end}${end}${added}${end}`;
  return `${old.slice(0, newest)}${added}${end}${end}${old.slice(newest)}`;
}

/** Gives where the newest release begins: at the first heading of a version, or of a section where none names one. */
function newestRelease(text: string): number | undefined {
  const lines = linesOf(text);
  const release = lines.findIndex((_, index) => isRelease(lines, index));
  const first = release === -1 ? lines.findIndex(({ text: line }) => isSection(line)) : release;
  const place = isAnchor.test(lines[first - 1]?.text ?? '') ? first - 1 : first;
  return lines[place]?.start;
}

interface Line {
  /** Empty in code, which has no headings. */
  readonly text: string;
  readonly start: number;
}

function linesOf(text: string): readonly Line[] {
  let next = text.startsWith('\uFEFF') ? 1 : 0;
  let isCode = false;
  return text
    .slice(next)
    .split('\n')
    .map((line) => {
      const start = next;
      next += line.length + 1;
      const isFence = /^ {0,3}(?:```(?!.*`)|~~~)/.test(line);
      if (isFence) isCode = !isCode;
      return { text: isCode || isFence ? '' : line.trimEnd(), start };
    });
}

/** Tools write versions as headings of each level, people also as lines that are underlined. */
function isRelease(lines: readonly Line[], index: number): boolean {
  const [above = '', line = '', below = ''] = [-1, 0, 1].map((by) => lines[index + by]?.text);
  if (isSection(line)) return /\d\.\d/.test(line);
  const isUnderlined = above === '' && /^(?:===+|---+)$/.test(below);
  return beginsWithVersion.test(line) && (line.startsWith('#') || isUnderlined);
}

const beginsWithVersion = /^(?:#+\s+)?(?:version |release |v|\[)*\d+\.\d/i;
const isSection = (line: string): boolean => /^##\s/.test(line) && !/unreleased/i.test(line);

/** What older generators put above a heading, to be linked to. */
const isAnchor = /^<a (?:name|id)="[^"]*"><\/a>$/;
