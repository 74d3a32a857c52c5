/**
 * The resources of a document 文书, sealed in parts: a report is one part, and of a message with thousands of resources a
 * reader takes no more than the part that holds what it wants. Migration 0170 cuts alike.
 */
import type { Sealed } from './key-ring.ts';
import { sealed } from './key-ring.ts';

const RESOURCES_IN_PART = 32;
/** Between resources: RFC 7464's record separator, which no JSON text contains. */
const SEPARATOR = '\u001e';

/** SQL: the part of document `d` in which the resource of row `r` stands. */
export const PART = `d.parts[r.ix / ${String(RESOURCES_IN_PART)} + 1]`;

export function partsOf(texts: readonly string[]): Sealed[] {
  const parts: Sealed[] = [];
  for (let at = 0; at < texts.length; at += RESOURCES_IN_PART)
    parts.push(sealed(texts.slice(at, at + RESOURCES_IN_PART).join(SEPARATOR)));
  return parts;
}

/** One resource as it was sent, out of its part. */
export function resourceIn(part: string, ix: number): string {
  return part.split(SEPARATOR, RESOURCES_IN_PART)[ix % RESOURCES_IN_PART] ?? '';
}

/** A row as it comes from the database, for one that shows its resource. */
export type InPart<T extends { readonly content: string | null }> = Omit<T, 'content'> & {
  readonly part: T['content'];
  readonly ix: number;
};

/** A row with its resource instead of the part in which that stands; null: the part is not shown. */
export function withContent<P extends string | null, T extends { readonly part: P; readonly ix: number }>({
  part,
  ...row
}: T & { readonly part: P }): Omit<T, 'part'> & { readonly content: P } {
  return { ...row, content: (part === null ? null : resourceIn(part, row.ix)) as P };
}
