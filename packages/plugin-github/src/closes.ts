/**
 * Gives the issues of the same repository that a text says it closes: `Fixes #12`, `closes: #3`.
 * @see https://docs.github.com/issues/tracking-your-work-with-issues/using-issues/linking-a-pull-request-to-an-issue
 */
export function closedIssues(text: string): readonly number[] {
  const found = text.matchAll(/\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+#(\d{1,9})\b/gi);
  return [...new Set([...found].map(([, number]) => Number(number)))];
}
