import type { Style } from './style.ts';

/** What a view is drawn with. */
export interface Canvas {
  readonly style: Style;
  /** Columns; 100 where nothing tells. */
  readonly width: number;
  /** Whether more is wanted than is usually shown. */
  readonly verbose: boolean;
}
