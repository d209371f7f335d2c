import type { PlannedEdit } from '../model/plan.ts';
import { cleaned } from './text.ts';
import type { Canvas } from './view.ts';

/** Shows what changes in each file. */
export function diffView(edits: readonly Pick<PlannedEdit, 'diff'>[], { style }: Canvas): readonly string[] {
  return cleaned(edits).flatMap((edit, index) => [
    ...(index === 0 ? [] : ['']),
    ...edit.diff
      .replace(/\n$/, '')
      .split('\n')
      .map((line) => {
        if (line.startsWith('+++') || line.startsWith('---')) return style.strong(line);
        if (line.startsWith('@@')) return style.name(line);
        if (line.startsWith('+')) return style.good(line);
        return line.startsWith('-') ? style.bad(line) : line;
      }),
  ]);
}
