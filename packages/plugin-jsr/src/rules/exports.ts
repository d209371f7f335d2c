import { posix } from 'node:path';
import { inside, type Problem } from '@launchway/core';
import { jsrProblems } from '../problems.ts';
import type { Rule, Subject } from '../verify.ts';

/** Every export is a path to a file that is shipped. */
export const exportsRule: Rule = async (subject) => {
  const { config } = subject;
  const held = config.get('exports');
  if (held === undefined) return [wrong(subject, [], 'has no `exports`, so there is nothing to import')];
  if (typeof held === 'string') return checkPath(subject, [], held);
  if (typeof held !== 'object' || held === null || Array.isArray(held))
    return [wrong(subject, [], 'has `exports` that are neither a path nor a list of names and paths')];
  if (Object.keys(held).length === 0) return [wrong(subject, [], 'has empty `exports`')];
  const found = await Promise.all(
    Object.entries(held).map(([key, value]) => checkEntry(subject, key, value)),
  );
  return found.flat();
};

async function checkEntry(subject: Subject, key: string, value: unknown): Promise<readonly Problem[]> {
  if (key !== '.' && !/^\.\/[A-Za-z0-9\-_/.]+$/.test(key))
    return [
      wrong(
        subject,
        [key],
        `exports ${JSON.stringify(key)}: names are \`.\` or begin with \`./\`, of letters, digits and \`-_/.\``,
      ),
    ];
  if (typeof value !== 'string')
    return [
      wrong(
        subject,
        [key],
        `exports ${JSON.stringify(key)} by conditions, which JSR does not take: it wants one path`,
      ),
    ];
  return checkPath(subject, [key], value);
}

async function checkPath(
  subject: Subject,
  pointer: readonly string[],
  path: string,
): Promise<readonly Problem[]> {
  if (!path.startsWith('./') || path.endsWith('/') || posix.extname(path) === '')
    return [
      wrong(
        subject,
        pointer,
        `exports ${JSON.stringify(path)}: a path begins with \`./\` and ends with a file's extension`,
      ),
    ];
  const file = posix.join(subject.folder, path);
  if ((await subject.tree.text(file)) === undefined && !isMadeLater(path))
    return [wrong(subject, pointer, `exports ${path}, and the commit has no such file`)];
  const isShipped = subject.shipped.some((one) => inside(subject.folder, one.path) === file);
  return isShipped || isMadeLater(path)
    ? []
    : [
        wrong(
          subject,
          pointer,
          `exports ${path}, which \`publish.include\` and \`publish.exclude\` leave out`,
        ),
      ];
}

/** Folders that builds write to and git does not hold. */
const isMadeLater = (path: string): boolean => /^\.\/(?:dist|build|lib|esm|_?generated)\//.test(path);

function wrong({ config }: Subject, pointer: readonly string[], found: string): Problem {
  return jsrProblems.error('JSR_EXPORTS', {
    message: `${config.file} ${found}.`,
    fix: 'Write `"exports": "./mod.ts"`, or a list such as `{ ".": "./mod.ts", "./http": "./http.ts" }`.',
    where: {
      file: config.file,
      line: config.line('exports', ...pointer),
      pointer: ['exports', ...pointer].join('.'),
    },
  });
}
