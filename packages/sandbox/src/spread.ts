/** Some of the items, evenly spread, the first and the last among them. */
export function spread<T>(items: readonly T[], count: number): readonly T[] {
  if (items.length <= count) return items;
  const places = Array.from({ length: count }, (_, index) =>
    Math.round((index * (items.length - 1)) / Math.max(1, count - 1)),
  );
  return places.flatMap((place) => items[place] ?? []);
}
