/** Published lists and whether each is in force on a day; the rule itself is the core's. */
import { isListInForce } from '@fujie/core/recognition';
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

/** Every list ever published with its state on a day, newest first. */
export function listsOn(entries: readonly EntryView[], day: string): readonly PublishedList[] {
  const current = entries.filter((entry) => entry.supersededAt === null);
  const versions = current.map(({ row, to }) => ({
    id: text(row['code']),
    published: text(row['publishedOn']),
    supersedes: Array.isArray(row['supersedes']) ? row['supersedes'].map(String) : [],
    entries: [],
    to,
  }));
  return current
    .map(({ row }, index): PublishedList => {
      const version = versions[index];
      const publishedOn = text(row['publishedOn']);
      const isInForce =
        version !== undefined && isListInForce(version, versions, day) && (version.to === null || day < version.to);
      return {
        code: text(row['code']),
        titleZh: text(row['titleZh']),
        documentNumber: text(row['documentNumber']) || null,
        publishedOn,
        supersedes: version?.supersedes ?? [],
        region: text(row['region']),
        state: publishedOn > day ? 'future' : isInForce ? 'inForce' : 'ended',
      };
    })
    .toSorted((a, b) => b.publishedOn.localeCompare(a.publishedOn));
}
