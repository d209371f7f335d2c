import { join, resolve } from 'node:path';
import { type Command, type CommandInvocation, defined } from '@launchway/core';
import { reconcileIndex } from '@launchway/helm';
import { catalogProblems } from '../problems.ts';

const indexName = 'index.yaml';

/** `release catalog reconcile [DIR]`: writes the index of a chart repository anew from its packages. */
export const catalogCommand: Command = {
  name: 'catalog',
  summary: 'Rebuild the index of a chart repository from its packages (`catalog reconcile`)',
  options: {
    url: { summary: 'address before the path of every package', value: 'URL' },
    check: { summary: 'only tell whether the index would change' },
  },
  args: ['action', 'dir?'],
  writes: ['dir'],
  standalone: 'only',
  run: runCatalog,
};

async function runCatalog(invocation: CommandInvocation): Promise<number> {
  const [action, dir = '.'] = invocation.args;
  if (action !== 'reconcile') throw unknownAction(action ?? '');
  const { effects, options } = invocation;
  const folder = resolve(invocation.cwd, dir);
  const tree = effects.folder(folder);
  const previous = await tree.bytes(indexName);
  const url = options['url'];
  const result = await reconcileIndex(tree, {
    now: Math.floor(effects.now() / 1000),
    ...defined({ previous }),
    ...(typeof url === 'string' && url !== '' ? { url } : {}),
  });
  for (const { message, fix } of result.problems) effects.say(`warning: ${message} ${fix}`);
  const file = join(folder, indexName);
  const changed = previous === undefined || !sameButTime(Buffer.from(previous).toString('utf8'), result.text);
  if (changed && options['check'] !== true) await effects.write(file, result.text);
  invocation.print(
    invocation.json
      ? `${JSON.stringify({ file, changed, versions: result.entries.length })}\n`
      : told(file, changed, result.entries.length),
  );
  return changed && options['check'] === true ? 2 : 0;
}

const told = (file: string, changed: boolean, versions: number): string =>
  `${file} ${changed ? 'rebuilt' : 'is as it should be'}: ${versions} ${versions === 1 ? 'version' : 'versions'}\n`;

function sameButTime(left: string, right: string): boolean {
  const timeless = (text: string): string => text.replace(/^\s*"?generated"?: .*$/m, '');
  return timeless(left) === timeless(right);
}

function unknownAction(action: string): Error {
  return catalogProblems.refusal('CATALOG_ACTION', {
    message: `There is no "release catalog ${action}".`,
    fix: 'Write `release catalog reconcile [DIR]`.',
  });
}
