/** Whether a branch's name fits a pattern in which `*` stands for a part without `/` and `**` for anything. */
export function matchesBranch(pattern: string, branch: string): boolean {
  const source = pattern
    .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, (stars) => (stars.length > 1 ? '.*' : '[^/]*'));
  return new RegExp(`^${source}$`).test(branch);
}
