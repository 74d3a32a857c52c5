/**
 * The laboratories of a region beside each other 区域室内质控: how a month was reported, and one item of all who measure it, live from what is on
 * record. A laboratory sees its own series against groups in which nobody is named. Source: national-2022.art.24#02.
 */
import type { ImprecisionLimits } from '@fujie/core/iqc';
import { judgeImprecision } from '@fujie/core/iqc';
import { addDays, dayOf, startOfDay } from '@fujie/core/kernel';
import type { ComparedSeries, PeerSeries } from '@fujie/core/laboratory';
import { comparePeers, countReported, regionMonth, requiredImprecision } from '@fujie/core/laboratory';
import type { RegisterSnapshot, TestSystemRow } from '@fujie/core/registers';
import { instruments, regions, testSystems } from '@fujie/core/registers';
import type { IqcPeersResponse, IqcRegionResponse, NamedCode } from '@fujie/wire/contracts';

import type { Actor } from '../platform/auth/permissions.ts';
import { institutionsOf } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { namedInstitution } from '../platform/http/named-institution.ts';
import { dueOn, levelClassOf, limitsView, monthOf, namedItem } from './iqc-month.ts';
import { findLotFigures } from './iqc-region.query.ts';
import { suspicionsIn } from './iqc-suspected.ts';

/** How a month was reported by the institutions within reach. */
export function regionView(deps: Deps, actor: Actor, month: string): IqcRegionResponse {
  const snapshot = deps.registers.current();
  const { end } = monthOf(month);
  const due = dueOn(deps, end);
  const rows = regionMonth(snapshot, institutionsOf(snapshot, actor), { month, end, dueOn: due });
  return {
    ...{ month, dueOn: due, isComplete: end <= dayOf(deps.clock.now()) },
    regions: grouped(rows, ({ institution }) => snapshot.institution(institution)?.region ?? '').map(([code, own]) => ({
      region: namedRegion(snapshot, code),
      institutions: new Set(own.map(({ institution }) => institution)).size,
      ...countReported(own),
    })),
    institutions: grouped(rows, ({ institution }) => institution).map(([code, own]) => ({
      institution: namedInstitution(snapshot, code),
      ...countReported(own),
    })),
    items: grouped(rows, ({ item }) => item).map(([code, own]) => ({
      item: namedItem(snapshot, code),
      ...countReported(own),
    })),
  };
}

function namedRegion(snapshot: RegisterSnapshot, code: string): NamedCode {
  const row = snapshot.nameOf(regions, code);
  return { code, nameZh: row?.nameZh ?? code, nameEn: row?.nameEn ?? null };
}

function grouped<T>(rows: readonly T[], keyOf: (row: T) => string): readonly (readonly [string, readonly T[]])[] {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [row]);
    else known.push(row);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** One item of a month: series within reach against groups of all who measure it. */
export async function peersView(deps: Deps, actor: Actor, month: string, item: string): Promise<IqcPeersResponse> {
  const snapshot = deps.registers.current();
  const { first, end } = monthOf(month);
  const last = addDays(end, -1);
  const systems = snapshot.inForce(testSystems, last).filter((row) => row.item === item && row.kind === 'quantitative');
  const reach = new Set(institutionsOf(snapshot, actor));
  const own = systems.filter(({ institution }) => reach.has(institution));
  // Figures of all, of which no more is told than of a group; the names are of those within reach.
  const figures = await findLotFigures(deps.worker, systems.map(keyOf), {
    from: startOfDay(first),
    to: startOfDay(end),
  });
  const known = new Map(systems.map((row) => [`${row.institution}|${row.code}`, row]));
  const series = figures.flatMap((one): readonly (PeerSeries & { readonly out: number })[] => {
    const row = known.get(`${one.institution}|${one.system}`);
    if (row === undefined) return [];
    return [{ ...one, method: row.method, unit: row.unit, model: modelOf(snapshot, row) }];
  });
  const compared = comparePeers(series);
  const shown = compared.series.filter(({ institution }) => reach.has(institution));
  const suspected = await suspicionsIn(deps.worker, own.map(keyOf), end);
  const outOf = new Map(series.map((one) => [seriesKey(one), one.out]));
  const reported = regionMonth(snapshot, [...reach], { month, end, dueOn: dueOn(deps, end) }).filter(
    (row) => row.item === item,
  );
  return {
    month,
    item: namedItem(snapshot, item),
    unit: snapshot.item(item)?.unit ?? null,
    groups: compared.groups.map(({ means, ...group }) => ({ ...group, means: [...means] })),
    series: shown.map((one) => ({
      ...viewOf(snapshot, one, known.get(`${one.institution}|${one.system}`)),
      out: outOf.get(seriesKey(one)) ?? 0,
      ...limitOf(
        snapshot,
        one,
        requiredImprecision(
          snapshot,
          {
            institution: one.institution,
            systems: own.filter(({ institution }) => institution === one.institution),
          },
          item,
          last,
        ),
      ),
      suspicions: (suspected.find((other) => seriesKey(other) === seriesKey(one))?.suspicions ?? []).map(
        ({ kind, facts }) => ({ kind, facts: { ...facts } }),
      ),
    })),
    reported: reported.map(({ institution, limits, reported: row, daysLate, isFailing, isUncovered }) => ({
      institution: namedInstitution(snapshot, institution),
      ...{ limits: limitsView(limits), isLate: daysLate > 0, isFailing, isUncovered },
      ...{ cv: row?.cv ?? null, sd: row?.sd ?? null, classCv: row?.classCv ?? null },
      ...{ agreement: row?.agreement ?? null },
      reportedOn: row?.reportedOn ?? null,
      ...{ testingDays: row?.testingDays ?? null, qcDays: row?.qcDays ?? null },
      comparedDays: row?.comparedDays ?? null,
    })),
  };
}

const limitOf = (
  snapshot: RegisterSnapshot,
  { n, mean, sd, cvPercent, institution, ...lot }: ComparedSeries,
  limits: ImprecisionLimits,
) => ({
  limits: limitsView(limits),
  isBeyond:
    judgeImprecision({ n, mean, sd, cvPercent }, limits, levelClassOf(snapshot, institution, lot)) === 'exceeds',
});

const keyOf = ({ institution, code }: TestSystemRow) => ({ institution, system: code });

const seriesKey = ({
  institution,
  system,
  product,
  lot,
  level,
}: Omit<PeerSeries, 'method' | 'model' | 'unit' | 'n' | 'mean' | 'sd'>): string =>
  [institution, system, product, lot, level].join('|');

function modelOf(snapshot: RegisterSnapshot, { institution, instrument }: TestSystemRow): string | null {
  return snapshot.nameOf(instruments, `${institution}|${instrument}`)?.model ?? null;
}

function viewOf(snapshot: RegisterSnapshot, one: ComparedSeries, row: TestSystemRow | undefined) {
  const { institution, system, method, model, unit, product, lot, level, n, mean, sd, cvPercent } = one;
  const { group, laboratories, sdi, cvr, biasPercent, reading } = one;
  return {
    institution: namedInstitution(snapshot, institution),
    ...{ system, instrument: row?.instrument ?? '', method, model, unit, product, lot, level, n, mean, sd, cvPercent },
    ...{ group, laboratories, sdi, cvr, biasPercent, reading },
  };
}
