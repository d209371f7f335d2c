import { tagProblems } from './problems.ts';

/** What an argument of an expression is: a text in quotes, a number, or the name of a value. */
export type Argument = { readonly text: string } | { readonly path: readonly string[] };

/** `{{name argument key='value'}}` */
export interface Expression {
  readonly path: readonly string[];
  readonly args: readonly Argument[];
  readonly named: ReadonlyMap<string, Argument>;
}

export type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'value'; readonly expression: Expression }
  | {
      readonly kind: 'choice';
      readonly when: Expression;
      readonly yes: readonly Node[];
      readonly no: readonly Node[];
    };

type Token = { readonly text: string } | { readonly code: string };

/**
 * Parses the part of Handlebars' language that tag rules use: values, `date` and other helpers with arguments,
 * comments, `~` for white space, `{{#if}}`, `{{#unless}}` and `{{else}}`.
 * @throws TAG_TEMPLATE_INVALID
 */
export function parseTemplate(template: string): readonly Node[] {
  const parser = new Parser(template);
  return parser.nodes();
}

/** Whether a template is the one value `{{raw}}` and nothing else. */
export function isRawStatement(template: string): boolean {
  if (!template.includes('raw')) return false;
  try {
    const [node, ...more] = parseTemplate(template);
    return more.length === 0 && node?.kind === 'value' && node.expression.path.join('.') === 'raw';
  } catch {
    return false;
  }
}

class Parser {
  readonly #template: string;
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(template: string) {
    this.#template = template;
    this.#tokens = tokenize(template, (why) => this.#refuse(why));
  }

  /** The whole template. */
  nodes(): readonly Node[] {
    const { nodes, end } = this.#sequence();
    if (end !== undefined) this.#refuse(`"{{${end}}}" closes or divides a block that was not opened`);
    return nodes;
  }

  /** Nodes up to the end, or to the `{{else}}` or `{{/...}}` that ends this branch. */
  #sequence(): { nodes: readonly Node[]; end: string | undefined } {
    const nodes: Node[] = [];
    for (let token = this.#tokens[this.#at++]; token; token = this.#tokens[this.#at++]) {
      if ('text' in token) nodes.push({ kind: 'text', text: token.text });
      else if (token.code === 'else' || token.code === '^' || token.code.startsWith('/'))
        return { nodes, end: token.code };
      else if (token.code.startsWith('#')) nodes.push(this.#block(token.code.slice(1).trim()));
      else nodes.push({ kind: 'value', expression: this.#expression(token.code) });
    }
    return { nodes, end: undefined };
  }

  #block(code: string): Node {
    const [, word = '', condition = ''] = /^(if|unless)\s+(.*)$/s.exec(code) ?? [];
    if (word === '') this.#refuse(`"{{#${code}}}" is no block this language has; it has "if" and "unless"`);
    const first = this.#sequence();
    const second =
      first.end === 'else' || first.end === '^' ? this.#sequence() : { nodes: [], end: first.end };
    if (second.end?.slice(1).trim() !== word) this.#refuse(`"{{#${code}}}" is not closed`);
    const [yes, no] = word === 'if' ? [first.nodes, second.nodes] : [second.nodes, first.nodes];
    return { kind: 'choice', when: this.#expression(condition), yes, no };
  }

  #expression(code: string): Expression {
    const parts =
      code.match(/[^\s=]+=(?:'(?:\\.|[^'])*'|"(?:\\.|[^"])*"|\S+)|'(?:\\.|[^'])*'|"(?:\\.|[^"])*"|\S+/g) ??
      [];
    const [name = '', ...rest] = parts;
    if (!/^(?:\.\/|this\.|@)?[^\s"'{}#/!=]+$/.test(name)) this.#refuse(`"{{${code}}}" names no value`);
    const named = new Map<string, Argument>();
    const args: Argument[] = [];
    for (const part of rest) {
      const [, key, value] = /^([\w-]+)=(.+)$/s.exec(part) ?? [];
      if (key !== undefined && value !== undefined) named.set(key, argument(value));
      else args.push(argument(part));
    }
    return { path: pathOf(name), args, named };
  }

  #refuse(why: string): never {
    throw tagProblems.refusal('TAG_TEMPLATE_INVALID', {
      message: `The template "${this.#template}" cannot be read: ${why}.`,
      fix: 'Correct the expression between the braces.',
    });
  }
}

/** Cuts a template into text and what stands in `{{ }}`; comments are dropped, `~` takes the white space beside it. */
function tokenize(template: string, refuse: (why: string) => never): Token[] {
  const tokens: Token[] = [];
  const opening = /(\\)?\{\{(?:!--[\s\S]*?--~?\}\}|(\{|&)?(~)?([^{}]*?)(~)?(\})?\}\})/g;
  let from = 0;
  const text = (raw: string): void => {
    if (/\{\{/.test(raw)) refuse('"{{" is not closed by "}}"');
    if (raw !== '') tokens.push({ text: raw });
  };
  for (let found = opening.exec(template); found; found = opening.exec(template)) {
    const [whole, escaped, , before, code = '', after] = found;
    const left = template.slice(from, found.index);
    text(before ? left.trimEnd() : left);
    from = found.index + whole.length;
    if (escaped) tokens.push({ text: whole.slice(1) });
    else if (code.trim() !== '' && !code.startsWith('!')) tokens.push({ code: code.trim() });
    else if (code.trim() === '' && !whole.startsWith('{{!')) refuse('"{{}}" is empty');
    if (after) from += /^\s*/.exec(template.slice(from))?.[0].length ?? 0;
    opening.lastIndex = from;
  }
  text(template.slice(from));
  return tokens;
}

function argument(part: string): Argument {
  const quote = part[0];
  if ((quote === "'" || quote === '"') && part.endsWith(quote) && part.length > 1) {
    return { text: part.slice(1, -1).replaceAll(`\\${quote}`, quote) };
  }
  return /^-?\d+(?:\.\d+)?$/.test(part) ? { text: part } : { path: pathOf(part) };
}

const pathOf = (name: string): readonly string[] =>
  name
    .replace(/^(?:\.\/|this\.)/, '')
    .split(/[./]/)
    .map((part) => part.replace(/^\[(.*)\]$/, '$1'));
