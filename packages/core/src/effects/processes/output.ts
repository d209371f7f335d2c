import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import type { Mask } from '../secrets/mask.ts';

/** Gets one line of a program's output, without its line end. */
export type OutputListener = (line: string, stream: 'stdout' | 'stderr') => void;

/** Gives a program's output to a listener while it runs: masked, in whole lines. */
export function watchOutput(
  child: { readonly stdout: Readable | null; readonly stderr: Readable | null },
  mask: Mask,
  listener: OutputListener,
): void {
  for (const name of ['stdout', 'stderr'] as const) {
    const lines = lineBuffer((line) => listener(line, name));
    const masker = mask.stream();
    const decoder = new StringDecoder('utf8');
    child[name]?.on('data', (chunk: Buffer) => lines.write(masker.write(decoder.write(chunk))));
    child[name]?.on('end', () => {
      lines.write(masker.write(decoder.end()) + masker.end());
      lines.end();
    });
  }
}

/** Cuts text that comes in pieces into lines. */
function lineBuffer(emit: (line: string) => void) {
  let rest = '';
  const told = (line: string) => emit(line.replace(/\r$/, ''));
  return {
    write: (piece: string) => {
      const [first = '', ...lines] = piece.split('\n');
      rest += first;
      for (const line of lines) {
        told(rest);
        rest = line;
      }
    },
    end: () => {
      if (rest !== '') told(rest);
      rest = '';
    },
  };
}
