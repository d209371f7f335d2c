import { widthOf } from './layout.ts';
import { oneLine } from './text.ts';

/** One line that says what is going on, on a terminal alone. */
export interface Progress {
  /** Shows a line in place of the last. */
  show(line: string): void;
  /** Takes the line away, before something else is written. */
  clear(): void;
}

/**
 * Makes the progress line of a stream; nothing is written where it is no terminal.
 * @param stream where people look: standard error
 */
export function makeProgress(
  stream: { readonly isTTY?: boolean; readonly columns?: number; write(text: string): unknown },
  wanted = true,
): Progress {
  if (stream.isTTY !== true || !wanted) return { show: () => undefined, clear: () => undefined };
  let shown = false;
  return {
    show: (line) => {
      const room = Math.max(10, (stream.columns || 80) - 1);
      let text = oneLine(line, room);
      while (widthOf(text) > room) text = text.slice(0, -2);
      stream.write(`\r\u001b[2K${text}`);
      shown = true;
    },
    clear: () => {
      if (shown) stream.write('\r\u001b[2K');
      shown = false;
    },
  };
}
