/** The URL is the state: reads search parameters that may say anything. */

type Raw = Readonly<Record<string, unknown>>;

/** A text parameter; absent when it is empty or no text. Numbers come back as their digits. */
export function textOf(raw: Raw, name: string): string | undefined {
  const value = raw[name];
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A day parameter; anything else is as if it were absent. */
export function dayParameter(raw: Raw, name: string): string | undefined {
  const value = textOf(raw, name);
  return value !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : undefined;
}

/** A month parameter; anything else is as if it were absent. */
export function monthParameter(raw: Raw, name: string): string | undefined {
  const value = textOf(raw, name);
  return value !== undefined && /^20\d{2}-(0[1-9]|1[0-2])$/.test(value) ? value : undefined;
}

/** Digits; anything else is as if it were absent. */
export function numberParameter(raw: Raw, name: string): string | undefined {
  const value = textOf(raw, name);
  return value !== undefined && /^\d{1,15}$/.test(value) ? value : undefined;
}

export function oneOf<const T extends string>(raw: Raw, name: string, options: readonly T[]): T | undefined {
  return options.find((option) => option === raw[name]);
}

/** Leaves absent parameters out of the address. */
export function compact<T extends Record<string, unknown>>(search: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
