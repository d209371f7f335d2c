import { expect, it } from 'vitest';
import { makeConsole, type Stream } from './console.ts';

it('lays text out at a usual width on a terminal that does not know its size', () => {
  const written: string[] = [];
  const terminal: Stream = { isTTY: true, columns: 0, write: (text) => written.push(text) };
  const console = makeConsole({
    stdout: terminal,
    stderr: terminal,
    env: {},
    provider: 'none',
    json: false,
    quiet: false,
    verbose: false,
    colour: false,
    now: () => 0,
  });
  console.progress('Asking the registry at charts.harbour.example ...');
  expect(written.join('')).toContain('Asking the registry at charts.harbour.example ...');
  expect(console.canvas.width).toBe(100);
});
