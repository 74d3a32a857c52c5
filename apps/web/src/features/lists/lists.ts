/** Published lists and whether each is in force on a day, as the server says. */
import type { EntryView } from '@fujie/wire/contracts';

export interface PublishedList {
  readonly code: string;
  readonly titleZh: string;
  readonly documentNumber: string | null;
  readonly publishedOn: string;
  readonly supersedes: readonly string[];
  readonly region: string;
  readonly state: 'inForce' | 'ended' | 'future';
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Every list ever published with its state on a day, newest first. `inForce` names the lists that hold on that day. */
export function listsOn(
  entries: readonly EntryView[],
  inForce: ReadonlySet<string>,
  day: string,
): readonly PublishedList[] {
  return entries
    .filter((entry) => entry.supersededAt === null)
    .map(({ row }): PublishedList => {
      const code = text(row['code']);
      const publishedOn = text(row['publishedOn']);
      return {
        code,
        titleZh: text(row['titleZh']),
        documentNumber: text(row['documentNumber']) || null,
        publishedOn,
        supersedes: Array.isArray(row['supersedes']) ? row['supersedes'].map(String) : [],
        region: text(row['region']),
        state: publishedOn > day ? 'future' : inForce.has(code) ? 'inForce' : 'ended',
      };
    })
    .toSorted((a, b) => b.publishedOn.localeCompare(a.publishedOn));
}
