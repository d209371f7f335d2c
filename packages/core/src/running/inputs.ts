import type { Json, JsonObject } from '../model/json.ts';
import { isOutputOf, type OutputOf } from '../model/step.ts';

/** Outputs of the steps that are done, by step id. */
export type Outputs = ReadonlyMap<string, JsonObject>;

/** Fills in what is known of an input; what is not known yet stays an `OutputOf`. */
export function resolveInput(input: JsonObject, outputs: Outputs): JsonObject {
  return resolve(input, outputs) as JsonObject;
}

/** The outputs an input still waits for. */
export function unresolved(input: Json): readonly OutputOf[] {
  if (isOutputOf(input)) return [input];
  if (typeof input !== 'object' || input === null) return [];
  return Object.values(input).flatMap((member: Json) => unresolved(member));
}

function resolve(value: Json, outputs: Outputs): Json {
  if (isOutputOf(value)) return outputs.get(value.$output)?.[value.field] ?? value;
  if (Array.isArray(value)) return value.map((member: Json) => resolve(member, outputs));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, resolve(member, outputs)]));
}
