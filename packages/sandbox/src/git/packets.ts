/**
 * The part of git's smart protocol that a stand-in for a forge must read and write itself: packet lines, the list of
 * refs a push asks for, and the report that refuses them (gitprotocol-pack(5)).
 */

/** One ref that a push wants to move; an object of zeros stands for "not there". */
export interface PushCommand {
  readonly ref: string;
  readonly before: string;
  readonly after: string;
}

/** What a push asks for, read from the head of its request body. */
export interface PushRequest {
  readonly commands: readonly PushCommand[];
  readonly capabilities: readonly string[];
  readonly options: readonly string[];
}

/** Reads the commands and push options that stand before the pack. */
export function readPush(body: Buffer): PushRequest {
  const first = readLines(body, 0);
  const capabilities = first.lines.flatMap((line) => line.split('\0')[1]?.trim().split(' ') ?? []);
  const hasOptions = capabilities.includes('push-options');
  return {
    commands: first.lines.flatMap((line) => readCommand(line.split('\0')[0] ?? '')),
    capabilities,
    options: hasOptions ? readLines(body, first.end).lines : [],
  };
}

function readCommand(line: string): PushCommand[] {
  const [before, after, ref] = line.split(' ');
  return before === undefined || after === undefined || ref === undefined ? [] : [{ before, after, ref }];
}

function readLines(body: Buffer, start: number): { lines: string[]; end: number } {
  const lines: string[] = [];
  let at = start;
  while (at + 4 <= body.length) {
    const length = Number.parseInt(body.toString('latin1', at, at + 4), 16);
    if (!(length >= 4)) return { lines, end: at + 4 };
    lines.push(body.toString('utf8', at + 4, at + length).replace(/\n$/, ''));
    at += length;
  }
  return { lines, end: at };
}

/** Makes the answer that refuses every ref of a push, with lines that git shows behind `remote:`. */
export function refusePush(
  push: PushRequest,
  reason: (ref: string) => string,
  says: readonly string[],
): Buffer {
  const report = Buffer.concat([
    packet('unpack ok\n'),
    ...push.commands.map(({ ref }) => packet(`ng ${ref} ${reason(ref)}\n`)),
    flush,
  ]);
  if (!push.capabilities.includes('side-band-64k')) return report;
  return Buffer.concat([...says.map((line) => band(2, `${line}\n`)), band(1, report), flush]);
}

const flush = Buffer.from('0000');

function band(channel: number, content: string | Buffer): Buffer {
  return packet(Buffer.concat([Buffer.from([channel]), Buffer.from(content)]));
}

function packet(content: string | Buffer): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([Buffer.from((bytes.length + 4).toString(16).padStart(4, '0')), bytes]);
}
