import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import type { GithubExchange } from '../src/index.ts';

type Node = Readonly<Record<string, unknown>>;

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: Node;
}

interface Body {
  readonly required?: boolean;
  readonly content?: Readonly<Record<string, { readonly schema: Node }>>;
}

interface Operation {
  readonly parameters?: readonly (Parameter & { readonly $ref?: string })[];
  readonly requestBody?: Body;
  readonly responses: Readonly<Record<string, Body & { readonly $ref?: string }>>;
}

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, Node>>>>;
}

/** Holds exchanges with a GitHub to GitHub's own description of its API. */
export interface GithubContract {
  readonly observe: (exchange: GithubExchange) => void;
  /** What broke the description, in words; empty where nothing did. */
  readonly violations: readonly string[];
}

/** The extract that `scripts/github-api.mjs` makes. */
const file = new URL('fixtures/github-api.json', import.meta.url);
const description = prepared(JSON.parse(readFileSync(file, 'utf8'))) as Description;
/** Schemas are compiled once for all tests of a file. */
const validate = validatorOf(description);

/** Begins to watch. */
export function githubContract(): GithubContract {
  const violations: string[] = [];
  return {
    violations,
    observe: ({ request, answer, faulty }) => {
      const told = (what: string) =>
        violations.push(`${request.method} ${request.path} ${answer?.status ?? 'no answer'}: ${what}`);
      const operation = operationOf(request.method, request.path);
      if (operation === undefined) return void told('no such operation is described');
      checkParameters(operation, request.query, told);
      checkBody(operation.requestBody, request, told);
      if (!faulty && answer !== undefined) checkAnswer(operation, answer, told);
    },
  };
}

type Validate = (schema: Node, value: unknown) => string | undefined;

/** Schemas that are refused or wanted in JSON alone: OpenAPI's own `nullable` is spelt out. */
function prepared(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(prepared);
  if (typeof value !== 'object' || value === null) return value;
  const { nullable, ...rest } = value as Record<string, unknown>;
  const own = Object.fromEntries(Object.entries(rest).map(([key, member]) => [key, prepared(member)]));
  // The prose of the page on assets knows `starter` for a broken upload, and the schema does not.
  const states = own['enum'];
  if (Array.isArray(states) && states.includes('uploaded')) own['enum'] = [...states, 'starter'];
  return nullable === true ? { anyOf: [own, { type: 'null' }] } : own;
}

function validatorOf({ components }: Description): Validate {
  const ajv = new Ajv({ strict: false, allErrors: true });
  ajv.addFormat('uri', (text) => URL.canParse(text.replace(/\{[^}]*\}/g, '')));
  ajv.addFormat('date-time', (text) => !Number.isNaN(Date.parse(text)) && text.includes('T'));
  for (const format of ['int64', 'binary', 'email', 'hostname', 'timestamp', 'repo.nwo', 'date'])
    ajv.addFormat(format, true);
  ajv.addSchema({ components }, 'github');
  const compiled = new Map<string, ValidateFunction>();
  return (schema, value) => {
    const key = JSON.stringify(schema);
    const check = compiled.get(key) ?? ajv.compile(JSON.parse(key.replaceAll('"#/', '"github#/')) as object);
    compiled.set(key, check);
    return check(value) ? undefined : ajv.errorsText(check.errors);
  };
}

/** The described operation of a path; one that is spelt out, such as `/releases/latest`, comes before `/releases/{id}`. */
function operationOf(method: string, path: string): Operation | undefined {
  const fitting = Object.keys(description.paths).filter((template) => {
    const source = template.replace(/\{(\w+)\}/g, (_, name: string) => (name === 'ref' ? '.+' : '[^/]+'));
    return new RegExp(`^${source}$`).test(path);
  });
  const [best = ''] = fitting.sort((left, right) => left.split('{').length - right.split('{').length);
  return description.paths[best]?.[method.toLowerCase()];
}

function checkParameters(
  { parameters = [] }: Operation,
  query: URLSearchParams,
  told: (what: string) => void,
): void {
  const known = parameters.map((each) => resolve(each) as Parameter).filter((each) => each.in === 'query');
  for (const name of query.keys())
    if (!known.some((each) => each.name === name)) told(`the query ${name} is not described`);
  for (const { name, required, schema } of known) {
    const given = query.get(name);
    if (given === null) {
      if (required === true) told(`the query ${name} is missing`);
      continue;
    }
    const value = schema['type'] === 'integer' ? Number(given) : given;
    const wrong = validate(schema, value);
    if (wrong !== undefined) told(`the query ${name}: ${wrong}`);
  }
}

function checkBody(
  body: Body | undefined,
  { headers, body: bytes }: GithubExchange['request'],
  told: (what: string) => void,
): void {
  const schema = body?.content?.['application/json']?.schema;
  if (schema === undefined) return;
  if (!(headers['content-type'] ?? '').startsWith('application/json'))
    return told('the body is not called JSON');
  const value: unknown = JSON.parse(bytes.toString('utf8'));
  const wrong = validate(schema, value);
  if (wrong !== undefined) told(`the body: ${wrong}`);
  const properties = (schema['properties'] ?? {}) as Node;
  for (const name of Object.keys(value as object))
    if (!(name in properties)) told(`the body: ${name} is not described`);
}

/** Errors that every operation can have; the description names them with few. */
const common: Readonly<Record<string, string>> = {
  401: 'basic-error',
  403: 'basic-error',
  404: 'basic-error',
  422: 'validation-error',
};

function checkAnswer(
  { responses }: Operation,
  { status, body = '' }: NonNullable<GithubExchange['answer']>,
  told: (what: string) => void,
): void {
  const given = responses[String(status)];
  const schemas = Object.values((given === undefined ? {} : (resolve(given) as Body)).content ?? {});
  const name = common[status];
  if (given === undefined && name === undefined) return told('the status is not described');
  const schema =
    schemas[0]?.schema ?? (name === undefined ? undefined : { $ref: `#/components/schemas/${name}` });
  if (schema === undefined)
    return body === '' ? undefined : told('the answer has a body, and none is described');
  const wrong = validate(schema, JSON.parse(JSON.stringify(body)));
  if (wrong !== undefined) told(`the answer: ${wrong}`);
}

function resolve(value: unknown): unknown {
  const { $ref: reference } = value as { readonly $ref?: string };
  if (reference === undefined) return value;
  const [, , kind = '', name = ''] = reference.split('/');
  return description.components[kind]?.[name];
}
