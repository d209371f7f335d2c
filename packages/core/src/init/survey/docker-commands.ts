import { plainPath } from '../../model/path.ts';

/** An image as a line of a script builds it. */
export interface BuiltImage {
  /** With its tag, as the script writes it. */
  readonly reference: string;
  readonly from: {
    readonly dockerfile?: string;
    readonly context?: string;
    readonly platforms: readonly string[];
  };
}

const build =
  /\b(?:docker|podman|nerdctl|buildah)\s+(?:buildx\s+|image\s+)?(?:build|bud)\s+(.*?)(?:&&|\|\||[;|]|$)/;

/** Finds the images that a script builds and gives a name; those of other tools, and of variables alone, are not found. */
export function builtImages(script: string): readonly BuiltImage[] {
  const lines = script
    .replaceAll(/\\\r?\n/g, ' ')
    .replaceAll(/\$\{\{.*?\}\}/g, '$expression')
    .split(/\r?\n/);
  return lines.flatMap((line) => {
    const [, given] = build.exec(line) ?? [];
    return given === undefined ? [] : imagesOf(wordsOf(given));
  });
}

const wordsOf = (text: string): readonly string[] =>
  [...text.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)].map(([word]) => word.replaceAll(/["']/g, ''));

function imagesOf(words: readonly string[]): readonly BuiltImage[] {
  const valuesOf = (...names: readonly string[]): readonly string[] =>
    words.flatMap((word, at) => {
      if (names.includes(word)) return [words[at + 1] ?? ''];
      const name = names.find((each) => word.startsWith(`${each}=`));
      return name === undefined ? [] : [word.slice(name.length + 1)];
    });
  const [reference] = valuesOf('-t', '--tag').filter((tag) => tag !== '');
  if (reference === undefined) return [];
  const [dockerfile] = valuesOf('-f', '--file').filter(isPath);
  const context = words.find((word, at) => !word.startsWith('-') && !takesValue(words[at - 1])) ?? '';
  const platforms = valuesOf('--platform')
    .flatMap((list) => list.split(','))
    .filter(isPath);
  const from = {
    platforms,
    ...(dockerfile === undefined ? {} : { dockerfile: plainPath(dockerfile) }),
    ...(isPath(context) ? { context: plainPath(context) } : {}),
  };
  return [{ reference, from }];
}

/** Whether the next word belongs to this one. */
const takesValue = (word = ''): boolean =>
  /^--?\w[^=]*$/.test(word) &&
  !/^(?:-q|--(?:push|load|pull|no-cache|rm|force-rm|quiet|squash|compress))$/.test(word);

const isPath = (word: string): boolean => word !== '' && !/[$:]|^-/.test(word);
