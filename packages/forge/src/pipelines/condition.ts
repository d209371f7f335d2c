import { boundedMatch, PatternError } from '@launchway/core';

/** Values of the variables a pipeline file may ask for. */
export type Variables = Readonly<Record<string, string | undefined>>;

type Token =
  | { readonly kind: 'operator'; readonly text: string }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'pattern'; readonly expression: RegExp }
  | { readonly kind: 'null' };

type Value = string | RegExp | null | undefined;

const lexer =
  /\s*(?:(&&|\|\||==|!=|=~|!~|\(|\))|\$\{?([A-Za-z_]\w*)\}?|"([^"]*)"|'([^']*)'|(\/(?:\\.|[^/\\])+\/[ismU]*)|(null)\b)/gy;

/**
 * Evaluates the condition of a GitLab rule, such as `$CI_COMMIT_TAG =~ /^v\d/ && $RELEASE != "no"`. `&&` binds before
 * `||`; a variable alone asks whether it is there and not empty.
 * @see https://docs.gitlab.com/ci/jobs/job_rules/#cicd-variable-expressions
 * @returns nothing for an expression that GitLab would refuse
 */
export function evaluateCondition(expression: string, variables: Variables): boolean | undefined {
  const tokens = tokensOf(expression);
  if (tokens === undefined) return undefined;
  try {
    const parser = new Parser(tokens, variables);
    const value = parser.or();
    return parser.isDone ? value : undefined;
  } catch (error) {
    if (error instanceof Misspelt || error instanceof PatternError) return undefined;
    throw error;
  }
}

/** Names of the variables an expression asks for. */
export function variablesIn(expression: string): readonly string[] {
  return (tokensOf(expression) ?? []).flatMap((token) => (token.kind === 'variable' ? [token.name] : []));
}

class Misspelt extends Error {}

function tokensOf(expression: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  let end = 0;
  for (const match of expression.matchAll(lexer)) {
    const [whole, operator, name, double, single, pattern] = match;
    end = match.index + whole.length;
    const quoted = double ?? single;
    if (operator !== undefined) tokens.push({ kind: 'operator', text: operator });
    else if (name !== undefined) tokens.push({ kind: 'variable', name });
    else if (quoted !== undefined) tokens.push({ kind: 'text', text: quoted });
    else if (pattern !== undefined) {
      const compiled = patternOf(pattern);
      if (compiled === undefined) return undefined;
      tokens.push({ kind: 'pattern', expression: compiled });
    } else tokens.push({ kind: 'null' });
  }
  return expression.slice(end).trim() === '' ? tokens : undefined;
}

/** Reads `/expression/flags`; RE2's syntax is that of JavaScript as far as pipelines go. */
function patternOf(text: string): RegExp | undefined {
  const end = text.lastIndexOf('/');
  const source = text
    .slice(1, end)
    .replaceAll('\\A', '^')
    .replaceAll(/\\[zZ]/g, '$');
  try {
    return new RegExp(source, text.slice(end + 1).replaceAll('U', ''));
  } catch {
    return undefined;
  }
}

/** Brackets within brackets; GitLab refuses longer expressions than this allows. */
const deepest = 100;

class Parser {
  readonly #tokens: readonly Token[];
  readonly #variables: Variables;
  #place = 0;
  #depth = 0;

  constructor(tokens: readonly Token[], variables: Variables) {
    this.#tokens = tokens;
    this.#variables = variables;
  }

  get isDone(): boolean {
    return this.#place === this.#tokens.length;
  }

  or(): boolean {
    let value = this.#and();
    while (this.#takes('||')) value = this.#and() || value;
    return value;
  }

  #and(): boolean {
    let value = this.#comparison();
    while (this.#takes('&&')) value = this.#comparison() && value;
    return value;
  }

  #comparison(): boolean {
    if (this.#takes('(')) {
      this.#depth += 1;
      if (this.#depth > deepest) throw new Misspelt();
      const value = this.or();
      this.#depth -= 1;
      if (!this.#takes(')')) throw new Misspelt();
      return value;
    }
    const left = this.#value();
    if (this.#takes('==')) return this.#equal(left, this.#value());
    if (this.#takes('!=')) return !this.#equal(left, this.#value());
    if (this.#takes('=~')) return this.#fits(left, this.#value());
    if (this.#takes('!~')) return !this.#fits(left, this.#value());
    return left !== undefined && left !== null && left !== '';
  }

  #takes(operator: string): boolean {
    const token = this.#tokens[this.#place];
    const isIt = token?.kind === 'operator' && token.text === operator;
    if (isIt) this.#place += 1;
    return isIt;
  }

  #value(): Value {
    const token = this.#tokens[this.#place++];
    if (token?.kind === 'variable') return this.#variables[token.name];
    if (token?.kind === 'text') return token.text;
    if (token?.kind === 'pattern') return token.expression;
    if (token?.kind === 'null') return null;
    throw new Misspelt();
  }

  #equal(left: Value, right: Value): boolean {
    return (left ?? null) === (right ?? null);
  }

  /** A pattern may also come out of a variable. */
  #fits(left: Value, right: Value): boolean {
    const written = right instanceof RegExp ? '' : (right ?? '');
    const read = /^\/.*\/[ismU]*$/.test(written) ? patternOf(written) : undefined;
    const pattern = right instanceof RegExp ? right : read;
    return (
      pattern !== undefined &&
      typeof left === 'string' &&
      boundedMatch(pattern.source, pattern.flags, left) !== undefined
    );
  }
}
