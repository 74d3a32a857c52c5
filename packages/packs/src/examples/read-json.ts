/** Reading values out of JSON that others wrote: each reader says what it expected and where. */
export type Json = Readonly<Record<string, unknown>>;

/** A fault of an example's input. Caught by the runner, which reports it as the case's outcome. */
export class InputFault extends Error {}

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object at a field; an absent one is empty, anything else is a fault. */
export function objectAt(from: Json, field: string): Json {
  const value = from[field];
  if (value === undefined || value === null) return {};
  if (!isJson(value)) throw new InputFault(`\`${field}\` is not an object`);
  return value;
}

export function listAt(from: Json, field: string): readonly unknown[] {
  const value = from[field];
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new InputFault(`\`${field}\` is not a list`);
  return value as readonly unknown[];
}

export function objectsAt(from: Json, field: string): readonly Json[] {
  return listAt(from, field).map((value) => {
    if (!isJson(value)) throw new InputFault(`\`${field}\` holds something that is not an object`);
    return value;
  });
}

export function textAt(from: Json, field: string, otherwise?: string): string {
  const value = from[field];
  if (value === undefined || value === null) {
    if (otherwise === undefined) throw new InputFault(`\`${field}\` is missing`);
    return otherwise;
  }
  if (typeof value !== 'string') throw new InputFault(`\`${field}\` is not text`);
  return value;
}

/** Text or null. */
export function optionalTextAt(from: Json, field: string): string | null {
  return from[field] === undefined || from[field] === null ? null : textAt(from, field);
}

export function textsAt(from: Json, field: string): readonly string[] {
  return listAt(from, field).map((value) => {
    if (typeof value !== 'string') throw new InputFault(`\`${field}\` holds something that is not text`);
    return value;
  });
}

/** Number or null. */
export function numberAt(from: Json, field: string): number | null {
  const value = from[field];
  if (value === undefined || value === null) return null;
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new InputFault(`\`${field}\` is not a number`);
  return value;
}

/** Yes or no; a text or number that is there says yes, because examples write `"method": "IFCC"` or `"method": true`. */
export function presenceAt(from: Json, field: string, otherwise: boolean): boolean {
  const value = from[field];
  if (value === undefined) return otherwise;
  return value !== null && value !== false && value !== '';
}

/** One of the words of a list. */
export function wordAt<const W extends string>(from: Json, field: string, words: readonly W[], otherwise?: W): W {
  const value = textAt(from, field, otherwise);
  const word = words.find((candidate) => candidate === value);
  if (word === undefined) throw new InputFault(`\`${field}\` is \`${value}\`, not one of ${words.join(', ')}`);
  return word;
}

/** The value of the first of several fields that is there, under the first name: documents name some facts differently. */
export function withAlias(from: Json, field: string, ...aliases: readonly string[]): Json {
  if (from[field] !== undefined) return from;
  const alias = aliases.find((candidate) => from[candidate] !== undefined);
  return alias === undefined ? from : { ...from, [field]: from[alias] };
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A calendar day; of a time its day. */
export function dayAt(from: Json, field: string, otherwise?: string): string {
  const text = textAt(from, field, otherwise).slice(0, 10);
  if (!DAY.test(text)) throw new InputFault(`\`${field}\` is \`${text}\`, not a day written YYYY-MM-DD`);
  return text;
}

export function optionalDayAt(from: Json, field: string): string | null {
  return from[field] === undefined || from[field] === null ? null : dayAt(from, field);
}
