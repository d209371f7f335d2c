/** Decodes a part of an address; nothing where a `%` begins no byte, or the bytes are not UTF-8. */
export function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
