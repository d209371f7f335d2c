import { expect, test } from 'vitest';
import { rehearsalView } from './rehearsal.ts';
import { plainCanvas } from './view.fixture.ts';

const world = {
  guard: 'namespace',
  places: [
    {
      kind: 'images',
      name: 'ghcr.io/team/menu',
      items: [{ name: '2.8.0', detail: 'sha256:3f1c' }, { name: 'latest' }],
    },
    { kind: 'requests', name: 'Pipelines of team/menu', items: [] },
  ],
  assumed: ['The image was not built.'],
  recorded: ['PUT https://store.example/2.8.0: 201'],
  refused: ['A command asked for hooks.example:443.'],
} as const;

test('a rehearsal shows what would be where, what was assumed, recorded and refused, and what kept it here', () => {
  const shown = rehearsalView(
    { head: 'c'.repeat(40), uncommitted: ['menu.json', 'soup.md'], world },
    plainCanvas,
  );
  expect(`${shown.join('\n')}\n`).toBe(`
After this release there would be

ghcr.io/team/menu
  2.8.0   sha256:3f1c
  latest

Taken for granted
  The image was not built.
  Changes of 2 files that are not committed had no part in it; the configuration was read as it lies
    here.

Answered by the recorder, for want of a stand-in
  PUT https://store.example/2.8.0: 201

Refused, because it would have left this machine
  A command asked for hooks.example:443.

This was a rehearsal: nothing was released, and no true credential was used. It ran in a network
namespace without a way out.
`);
});

test('many files are cut, unless everything is asked for', () => {
  const items = Array.from({ length: 34 }, (_, index) => ({ name: `charts/${index}.yaml` }));
  const many = { ...world, places: [{ kind: 'git', name: 'github.com/team/charts', items }] } as const;
  const shown = (verbose: boolean): string =>
    rehearsalView({ head: null, uncommitted: [], world: many }, { ...plainCanvas, verbose }).join('\n');
  expect(shown(false)).toContain('charts/19.yaml\n  and 14 more');
  expect(shown(true)).toContain('charts/33.yaml');
});

test('nothing is said to be there where nothing was released', () => {
  const none = { guard: 'refusal', places: [], assumed: [], recorded: [], refused: [] } as const;
  const shown = rehearsalView({ head: null, uncommitted: [], world: none }, plainCanvas).join('\n');
  expect(shown).toContain('Nothing would be published');
  expect(shown).toContain('connections were refused by the process itself');
});
