/** Gives the committer's date of a commit object, in seconds since 1970; 0 where there is none. */
export function dateOf(bytes: Buffer | undefined): number {
  const header = bytes?.toString('latin1', 0, bytes.indexOf('\n\n')) ?? '';
  return Number(/^committer .*> (-?\d+) /m.exec(header)?.[1] ?? 0);
}

/** Gives the message of a commit object, from the encoding it names. */
export function messageOf(bytes: Buffer | undefined): string {
  const end = bytes?.indexOf('\n\n') ?? -1;
  if (bytes === undefined || end === -1) return '';
  const encoding = /^encoding (.+)$/m.exec(bytes.toString('latin1', 0, end))?.[1] ?? 'utf-8';
  const message = bytes.subarray(end + 2);
  try {
    return new TextDecoder(encoding).decode(message);
  } catch {
    return message.toString('utf8'); // an encoding that this Node does not know
  }
}
