/** What is put into the lists of a draw: strata, how many of each, and weights by what was found before. Source: national-2022.art.26#02. */

import type { Day } from '../kernel/day.ts';
import { yearOf } from '../kernel/day.ts';

/** How many parties of a stratum are drawn: a number, or a part of them. */
export interface Quota {
  readonly kind: 'number' | 'percent';
  readonly value: number;
}

/** By what parties are divided before the draw 分层. */
export const STRATA = ['none', 'level', 'kind', 'county'] as const;
export type StrataBy = (typeof STRATA)[number];

/** The stratum of a party; `all` where they are not divided. */
export function stratumOf(
  { level, kind, region }: { readonly level: number; readonly kind: string; readonly region: string },
  by: StrataBy,
): string {
  const of = { none: 'all', level: `level-${String(level)}`, kind, county: region } as const;
  return of[by];
}

/** How many of each stratum are drawn; a part is rounded up, so that no stratum is spared. */
export function quotasOf(strata: readonly string[], { kind, value }: Quota): Readonly<Record<string, number>> {
  const sizes = new Map<string, number>();
  for (const stratum of strata) sizes.set(stratum, (sizes.get(stratum) ?? 0) + 1);
  return Object.fromEntries(
    [...sizes].map(([stratum, size]) => [
      stratum,
      Math.min(size, kind === 'number' ? value : Math.ceil((size * value) / 100)),
    ]),
  );
}

const MOST_TICKETS = 5;

/** Tickets by risk 风险权重: one, one more for each three nonconformities of the last two years, and one for each that is overdue. */
export function ticketsOf({
  nonconforming,
  overdue,
}: {
  readonly nonconforming: number;
  readonly overdue: number;
}): number {
  return Math.min(MOST_TICKETS, 1 + Math.floor(nonconforming / 3) + overdue);
}

/** Whom an inspector may not inspect 回避: the own institution, and what was declared, as long as it holds or ended too short ago. */
export function conflictsOn(
  inspectors: readonly { readonly code: string; readonly institution: string | null }[],
  declared: readonly { readonly inspector: string; readonly institution: string; readonly endedOn: Day | null }[],
  { today, years }: { readonly today: Day; readonly years: number },
): readonly { readonly inspector: string; readonly party: string }[] {
  const bars = (endedOn: Day | null): boolean => {
    if (endedOn === null) return true;
    return `${String(yearOf(endedOn) + years)}${endedOn.slice(4)}` >= today;
  };
  const pairs = [
    ...inspectors.flatMap(({ code, institution }) => (institution === null ? [] : [`${code}|${institution}`])),
    ...declared
      .filter(({ endedOn }) => bars(endedOn))
      .map(({ inspector, institution }) => `${inspector}|${institution}`),
  ];
  return [...new Set(pairs)].map((pair) => {
    const [inspector = '', party = ''] = pair.split('|');
    return { inspector, party };
  });
}
