import { type Document, isMap, isScalar, parseDocument, type Scalar, stringify, visit } from 'yaml';

/** How the first line of every file begins that `release ci` has written. */
const mark = '# Written by `release ci`';

/** Whether a file is one that `release ci` has written. */
export const isOurs = (content: string): boolean => content.startsWith(mark);

/**
 * Writes a pipeline, a line left empty between its parts. The release of an action, behind its commit, becomes a comment.
 */
export function pipelineText(configFile: string, content: object): string {
  const head = [
    `${mark} from ${configFile}. What is changed here is lost: change that, then run`,
    '# `npx --no-install release ci`. Jobs of your own go into a file of their own.',
  ];
  const document = parseDocument(stringify(content, { lineWidth: 0, aliasDuplicateObjects: false }));
  visit(document, {
    Scalar: (_, node) => {
      const [, text, comment] = /^(\S+@[0-9a-f]{40}) #( .*)$/.exec(String(node.value)) ?? [];
      if (text === undefined || comment === undefined || !isScalar(node)) return;
      node.value = text;
      node.type = 'PLAIN';
      node.comment = comment;
    },
  });
  for (const key of firstKeys(document)) key.spaceBefore = true;
  return `${head.join('\n')}\n${document.toString({ lineWidth: 0 })}`;
}

/** The keys that begin a part: those at the top that hold one, and the jobs of a workflow but for the first. */
function firstKeys(document: Document): readonly Scalar[] {
  const top = isMap(document.contents) ? document.contents.items : [];
  const jobs = document.get('jobs');
  const parts = [...top.filter(({ value }) => isMap(value)), ...(isMap(jobs) ? jobs.items.slice(1) : [])];
  return parts.flatMap(({ key }) => (isScalar(key) ? [key] : []));
}
