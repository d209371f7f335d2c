import { type Argument, type Expression, type Node, parseTemplate } from './template-parse.ts';
import { tagProblems } from './problems.ts';

/** A value a template can name; a list is written with commas between. */
export type Value = string | number | boolean | readonly (string | number)[] | undefined;

/** What a template can call with arguments, such as `date`. */
export type Helper = (args: readonly Value[], named: ReadonlyMap<string, Value>) => string;

/** What the names in a template mean. */
export interface Scope {
  readonly values: Readonly<Record<string, Value>>;
  readonly helpers?: Readonly<Record<string, Helper>>;
}

/**
 * Renders a template of docker/metadata-action. A name without a meaning is written as nothing; nothing is escaped.
 * @throws TAG_TEMPLATE_INVALID when it cannot be read, or calls a helper that does not exist
 */
export function renderTemplate(template: string, scope: Scope): string {
  if (!template.includes('{{')) return template;
  return renderNodes(parseTemplate(template), scope);
}

function renderNodes(nodes: readonly Node[], scope: Scope): string {
  return nodes.map((node) => renderNode(node, scope)).join('');
}

function renderNode(node: Node, scope: Scope): string {
  if (node.kind === 'text') return node.text;
  if (node.kind === 'value') return write(evaluate(node.expression, scope));
  return renderNodes(holds(evaluate(node.when, scope)) ? node.yes : node.no, scope);
}

function evaluate({ path, args, named }: Expression, scope: Scope): Value {
  const [name = ''] = path;
  const helper =
    path.length === 1 && scope.helpers && Object.hasOwn(scope.helpers, name)
      ? scope.helpers[name]
      : undefined;
  const resolve = (argument: Argument): Value =>
    'text' in argument ? argument.text : lookUp(argument.path, scope);
  if (helper) {
    const options = new Map([...named].map(([key, argument]) => [key, resolve(argument)]));
    return helper(args.map(resolve), options);
  }
  if (args.length === 0 && named.size === 0) return lookUp(path, scope);
  throw tagProblems.refusal('TAG_TEMPLATE_INVALID', {
    message: `A template calls "${path.join('.')}" with arguments, and there is no such function here.`,
    fix: 'Only "date" and "commit_date" take arguments, and not in the patterns of versions.',
  });
}

function lookUp([name = '', ...inner]: readonly string[], { values }: Scope): Value {
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  const [index, ...deeper] = inner;
  if (index === undefined) return value;
  if (index === 'length' && deeper.length === 0)
    return typeof value === 'object' || typeof value === 'string' ? value.length : undefined;
  return typeof value === 'object' && deeper.length === 0 ? value[Number(index)] : undefined;
}

/** As Handlebars has it: an empty list does not hold, zero does not, the word "false" does. */
function holds(value: Value): boolean {
  return typeof value === 'object' ? value.length > 0 : Boolean(value);
}

const write = (value: Value): string => (value === undefined ? '' : String(value));
