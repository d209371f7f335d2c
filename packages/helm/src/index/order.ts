import { comparePrecedence, parseVersion, type Precedence } from '../chart/version.ts';

/**
 * Orders versions as helm lists them: newest first, what is no version last. Helm leaves versions that differ in their
 * build metadata alone in any order; here the greater one comes first.
 */
export function compareNewestFirst(left: string, right: string): number {
  const [a, b] = [parseVersion(left), parseVersion(right)];
  if (a === undefined || b === undefined) return (a === undefined ? 1 : 0) - (b === undefined ? 1 : 0);
  return comparePrecedence(b, a) || compareBuild(b, a);
}

function compareBuild(left: Precedence, right: Precedence): number {
  if (left.build === right.build) return 0;
  const [a, b] = [left, right].map(({ build }) => parseVersion(`0.0.0-${build || '0'}`) ?? left);
  const order = a === undefined || b === undefined ? 0 : comparePrecedence(a, b);
  return order || (left.build < right.build ? -1 : 1);
}
