/** An object of an answer; an empty one where there is another thing. */
export const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};

/** The objects of a list; none where there is another thing. */
export const records = (value: unknown): readonly Readonly<Record<string, unknown>>[] =>
  Array.isArray(value) ? value.map(record) : [];

/** A text of an answer; nothing where there is another thing. */
export const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
/** A number of an answer; nothing where there is another thing. */
export const numberOf = (value: unknown): number | undefined =>
  typeof value === 'number' ? value : undefined;

/** What a forge calls a thing by, a whole number above zero; nothing where there is another thing. */
export const idOf = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : undefined;
