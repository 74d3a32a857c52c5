/** Makes reports of the demonstration: lines with values, units, reference intervals, instruments and the marks due. */
import type { Day, Instant } from '@fujie/core/kernel';
import { dayOf, startOfDay } from '@fujie/core/kernel';
import type { ReagentUseRow } from '@fujie/core/registers';
import { CATALOGUE_ITEMS } from '@fujie/packs/catalogue';

import type { TypedEntry } from './entries.ts';
import { itemsOf } from './menus.ts';
import type { Person } from './people.ts';
import { DECIMAL_UNITS, MASS_UNITS, measure, ORDINALS, QUANTITIES } from './physiology.ts';
import type { Random } from './random.ts';
import type { Region } from './region.ts';
import type { ExaminationReport, LaboratoryReport, ResultLine } from './reports.ts';
import type { InstitutionPlan } from './world.ts';
import { roleOf } from './world.ts';

/** Labels an institution may print for an item on a day. */
export type Entitled = (institution: string, item: string, day: Day) => readonly string[];

const itemByCode = new Map(CATALOGUE_ITEMS.map((item) => [item.code, item]));

const DEVICE: Readonly<Record<string, string>> = {
  chemistry: 'CHEM-1',
  immunology: 'IMMU-1',
  haematology: 'HEMA-1',
  coagulation: 'COAG-1',
  urinalysis: 'URIN-1',
  radiology: 'DR-1',
  ct: 'CT-1',
  mr: 'MR-1',
  ultrasound: 'US-1',
  electrophysiology: 'ECG-1',
};
const MODALITY: Readonly<Record<string, string>> = {
  radiology: 'DX',
  ct: 'CT',
  mr: 'MR',
  ultrasound: 'US',
  electrophysiology: 'ECG',
};

export function deviceOf(item: string): string {
  return DEVICE[itemByCode.get(item)?.category ?? ''] ?? 'OTHR-1';
}

/** Whether the demonstration knows how results of an item look. */
export function isMeasurable(item: string): boolean {
  return QUANTITIES.has(item) || ORDINALS.has(item) || item === 'ABO' || item === 'RHD' || item === 'XMATCH';
}

/** At an hour and minute of a day, in China. */
export function at(day: Day, hour: number, minute = 0): Instant {
  return (startOfDay(day) + (hour * 60 + minute) * 60_000) as Instant;
}

export interface Visit {
  readonly person: Person;
  readonly plan: InstitutionPlan;
  readonly encounterClass: 'AMB' | 'EMER' | 'IMP';
  readonly orderedAt: Instant;
  readonly collectedAt: Instant;
  readonly reportedAt: Instant;
}

export interface Writer {
  laboratory(visit: Visit, title: string, ordered: readonly string[], items: readonly string[]): LaboratoryReport;
  examination(visit: Visit, item: string): ExaminationReport;
}

function numericLine(
  visit: Visit,
  item: string,
  random: Random,
): Pick<ResultLine, 'value' | 'unit' | 'low' | 'high' | 'referenceText' | 'method'> {
  const quantity = QUANTITIES.get(item);
  if (quantity === undefined) throw new RangeError(`No figures for ${item}`);
  const { person, plan } = visit;
  const value = measure(person.constitution, item, random, person.illness[item] ?? 1);
  const unit = itemByCode.get(item)?.unit ?? '1';
  const other =
    plan.kind === 'independent-laboratory'
      ? DECIMAL_UNITS.get(item)
      : plan.ownership === 'private'
        ? MASS_UNITS.get(item)
        : undefined;
  const factor = other?.factor ?? 1;
  const scale = (n: number | null): number | null => (n === null ? null : Number((n * factor).toPrecision(4)));
  return {
    value: scale(value) ?? 0,
    unit: { code: other?.code ?? unit, printed: other?.printed ?? unit.replace('10*', '10^') },
    low: scale(quantity.low),
    high: scale(quantity.high),
    referenceText: null,
    method: quantity.method,
  };
}

function wordLine(
  visit: Visit,
  item: string,
): Pick<ResultLine, 'value' | 'unit' | 'low' | 'high' | 'referenceText' | 'method'> {
  const { constitution } = visit.person;
  const base = { unit: null, low: null, high: null };
  if (item === 'ABO') return { ...base, value: constitution.bloodGroup, referenceText: '不适用', method: '微柱凝胶法' };
  if (item === 'RHD') return { ...base, value: constitution.rhesus, referenceText: '不适用', method: '微柱凝胶法' };
  if (item === 'XMATCH') return { ...base, value: '主侧、次侧相合', referenceText: '相合', method: '微柱凝胶法' };
  const ordinal = ORDINALS.get(item);
  if (ordinal === undefined) throw new RangeError(`No answers for ${item}`);
  return {
    ...base,
    value: constitution.isAbnormal(item) ? ordinal.abnormal : ordinal.normal,
    referenceText: ordinal.normal,
    method: ordinal.method,
  };
}

/** A writer that numbers the reports of each institution in the order in which they are made. */
export function createWriter(region: Region, entitled: Entitled, random: Random): Writer {
  const numbers = new Map<string, number>();
  const physicians = new Map<string, string[]>();
  for (const { row } of region.registers.practitioner) {
    if (row.role !== 'physician') continue;
    physicians.set(row.institution, [...(physicians.get(row.institution) ?? []), row.code]);
  }

  const lots = new Map<string, TypedEntry<ReagentUseRow>[]>();
  for (const use of region.registers['reagent-use']) {
    const { institution, system, product } = use.row;
    if (product !== `R-${system.split('@')[0] ?? ''}`) continue;
    const key = `${institution}|${system}`;
    lots.set(key, [...(lots.get(key) ?? []), use]);
  }

  /** The city hospital names the lot of each result; the others leave it to the register of lots in use. */
  function lotNamed(plan: InstitutionPlan, item: string, day: Day): string | null {
    if (roleOf(plan) !== 'central') return null;
    const uses = lots.get(`${plan.code}|${item}@${deviceOf(item)}`) ?? [];
    const use = uses.find(({ from, to }) => from <= day && (to === null || day < to));
    return use === undefined ? null : `${use.row.product}|${use.row.lot}`;
  }

  function head(visit: Visit, letter: string, title: string) {
    const { person, plan, encounterClass, orderedAt, collectedAt, reportedAt } = visit;
    const next = (numbers.get(plan.code) ?? 0) + 1;
    numbers.set(plan.code, next);
    const day = dayOf(collectedAt).replaceAll('-', '');
    return {
      number: `${letter}${day}${String(next).padStart(5, '0')}`,
      plan,
      registration: person.registrationAt(plan),
      encounterClass,
      encounter: `${encounterClass}${day}-${person.key}`,
      // An independent laboratory works for a hospital whose physician it does not name.
      physician: plan.kind === 'independent-laboratory' ? null : random.pick(physicians.get(plan.code) ?? []),
      orderedAt,
      collectedAt,
      reportedAt,
      status: 'final' as const,
      title,
    };
  }

  return {
    laboratory: (visit, title, ordered, items) => {
      const reportDay = dayOf(visit.reportedAt);
      const performed = new Set(itemsOf(visit.plan.menu));
      const lines = items
        .filter((item) => performed.has(item) && isMeasurable(item))
        .map((item): ResultLine => ({
          item,
          ...(QUANTITIES.has(item) ? numericLine(visit, item, random) : wordLine(visit, item)),
          device: deviceOf(item),
          lot: lotNamed(visit.plan, item, reportDay),
          marks: entitled(visit.plan.code, item, reportDay),
        }));
      return { kind: 'laboratory', ...head(visit, 'L', title), ordered, lines };
    },
    examination: (visit, item) => {
      const row = itemByCode.get(item);
      const category = row?.category ?? 'radiology';
      return {
        kind: 'examination',
        ...head(visit, 'E', row?.nameZh ?? item),
        item,
        modality: MODALITY[category] ?? 'OT',
        marks: entitled(visit.plan.code, item, dayOf(visit.reportedAt)),
        device: DEVICE[category] ?? 'OTHR-1',
        hasImages: true,
        finding: random.pick([
          '检查部位结构清晰，未见明显异常密度或信号影。',
          '所见结构形态、大小未见明显异常。',
          '局部见小结节影，边界清，建议随访。',
        ]),
        conclusion: random.pick(['未见明显异常。', '请结合临床，建议定期复查。', '轻度改变，随访观察。']),
      };
    },
  };
}
