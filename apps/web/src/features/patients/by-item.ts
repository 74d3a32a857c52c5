/** A patient's results by item and by report, and the series of a trend. Arranges; judges nothing. */
import type { ResultView } from '@fujie/wire/contracts';

import { msOf } from '../../ui/format.ts';

type Institution = ResultView['institution'];

export interface ItemGroup {
  /** Item code of the region, or the printed name of a result without one. */
  readonly key: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly category: string | null;
  /** Newest first. */
  readonly results: readonly ResultView[];
}

/** The item that says most over time; the first of several. */
export function richestOf(groups: readonly ItemGroup[]): ItemGroup | null {
  return groups.reduce<ItemGroup | null>(
    (best, group) => (best === null || group.results.length > best.results.length ? group : best),
    null,
  );
}

/** The time that counts for a result: sampling or examination, else the report. */
export function timeOf(result: ResultView): string | null {
  return result.collectedAt ?? result.reportedAt;
}

function newestFirst(a: ResultView, b: ResultView): number {
  return (msOf(timeOf(b)) ?? 0) - (msOf(timeOf(a)) ?? 0);
}

export function groupByItem(results: readonly ResultView[]): readonly ItemGroup[] {
  const groups = new Map<string, ResultView[]>();
  for (const result of results) {
    const key = result.item?.code ?? `?${result.name}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [result]);
    else group.push(result);
  }
  return [...groups.entries()].map(([key, members]) => {
    const item = members.find((member) => member.item !== null)?.item ?? null;
    const name = members[0]?.name ?? key;
    return {
      key,
      nameZh: item?.nameZh ?? name,
      nameEn: item?.nameEn ?? name,
      category: item?.category ?? null,
      results: members.toSorted(newestFirst),
    };
  });
}

export interface ReportGroup {
  readonly reportId: string;
  readonly reportNumber: string | null;
  readonly institution: Institution | null;
  readonly reportedAt: string | null;
  readonly collectedAt: string | null;
  readonly status: string;
  readonly results: readonly ResultView[];
  readonly marks: readonly string[];
  readonly abnormal: number;
}

const NORMAL = new Set(['N', 'NEG']);

export function groupByReport(results: readonly ResultView[]): readonly ReportGroup[] {
  const groups = new Map<string, ResultView[]>();
  for (const result of results) {
    if (result.reportId === null) continue;
    const group = groups.get(result.reportId);
    if (group === undefined) groups.set(result.reportId, [result]);
    else group.push(result);
  }
  return [...groups.entries()]
    .map(([reportId, members]) => {
      const first = members[0];
      return {
        reportId,
        reportNumber: first?.reportNumber ?? null,
        institution: first?.institution ?? null,
        reportedAt: first?.reportedAt ?? null,
        collectedAt: first?.collectedAt ?? null,
        status: first?.status ?? 'unknown',
        results: members,
        marks: [...new Set(members.flatMap((member) => member.marks))],
        abnormal: members.filter((member) => member.flag !== null && !NORMAL.has(member.flag)).length,
      };
    })
    .toSorted((a, b) => (msOf(b.reportedAt) ?? 0) - (msOf(a.reportedAt) ?? 0));
}

export interface TrendPoint {
  readonly at: number;
  readonly value: number;
  readonly result: ResultView;
}

export interface TrendSeries {
  readonly institution: Institution;
  readonly points: readonly TrendPoint[];
}

export interface Trend {
  readonly unit: string | null;
  readonly series: readonly TrendSeries[];
  /** All points in time order, whoever issued them. */
  readonly line: readonly TrendPoint[];
  readonly low: number | null;
  readonly high: number | null;
}

/** The trend of one item in the unit of the catalogue; null when no result has a number. */
export function trendOf(group: ItemGroup): Trend | null {
  const line = group.results
    .flatMap((result): TrendPoint[] => {
      const at = msOf(timeOf(result));
      const value = result.itemValue ?? (result.itemUnit === null ? result.valueNumber : null);
      return at === null || value === null ? [] : [{ at, value, result }];
    })
    .toSorted((a, b) => a.at - b.at);
  const newest = line.at(-1)?.result;
  if (newest === undefined) return null;
  const institutions = new Map(line.map(({ result }) => [result.institution.code, result.institution]));
  const banded = line.findLast(
    (point) => point.result.referenceLow !== null || point.result.referenceHigh !== null,
  )?.result;
  const factor = banded === undefined ? 1 : conversionOf(banded);
  return {
    unit: newest.itemUnit ?? newest.unit,
    line,
    series: [...institutions.values()].map((institution) => ({
      institution,
      points: line.filter((point) => point.result.institution.code === institution.code),
    })),
    low: scaled(banded?.referenceLow, factor),
    high: scaled(banded?.referenceHigh, factor),
  };
}

/** From the unit of a report to the unit of the catalogue, read off the result that carries both; null: unknown. */
function conversionOf(result: ResultView): number | null {
  if (result.itemUnit === null || result.itemUnit === result.unit) return 1;
  if (result.itemValue === null || result.valueNumber === null || result.valueNumber === 0) return null;
  return result.itemValue / result.valueNumber;
}

function scaled(limit: number | null | undefined, factor: number | null): number | null {
  return limit === null || limit === undefined || factor === null ? null : limit * factor;
}
