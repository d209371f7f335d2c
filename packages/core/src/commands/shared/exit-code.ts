import type { ReportOutcome } from '../../model/report.ts';

/** The exit code of a report's outcome; see the page on commands. */
export function exitCodeOf(outcome: ReportOutcome): number {
  switch (outcome) {
    case 'incomplete':
      return 1;
    case 'refused':
      return 2;
    case 'lost':
      return 3;
    case 'interrupted':
      return 130;
    case 'planned':
    case 'released':
    case 'resumed':
    case 'complete':
    case 'nothing':
      return 0;
  }
}

/** What `--fail-if-nothing` gives when there is nothing to release. */
export const nothingToRelease = 4;
