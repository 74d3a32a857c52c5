/** Laboratory indicators 检验质量指标 of institutions by month, each number with its cases. Source: taiyuan-2024.5.2#02, henan-2023.ind.4.9. */
import { addDays, dayOf } from '@fujie/core/kernel';
import type { IndicatorEdition, LaboratoryFigure, LaboratoryIndicator } from '@fujie/core/laboratory';
import { figureMonth, indicatorsOf, laboratoryFigures, runItems } from '@fujie/core/laboratory';
import type { RegisterSnapshot } from '@fujie/core/registers';
import { instruments } from '@fujie/core/registers';
import type {
  IndicatorCases,
  LaboratoryIndicatorsQuery,
  LaboratoryIndicatorsRegion,
  LaboratoryIndicatorsResponse,
  NamedCode,
} from '@fujie/wire/contracts';

import type { Actor } from '../platform/auth/permissions.ts';
import { institutionsOf, within } from '../platform/auth/scope.ts';
import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { namedInstitution } from '../platform/http/named-institution.ts';
import { factsOf, spanOf } from './indicator-facts.ts';
import { namedItem } from './iqc-month.ts';
import { findFaulty, findReports } from './indicators.query.ts';

type Needs = Pick<Deps, 'clock' | 'registers'>;

export interface Asked {
  readonly month: string;
  readonly edition: IndicatorEdition;
}

/** By default the last month that is over, and the edition in force. */
export function askedOf({ clock }: Pick<Deps, 'clock'>, { month, edition }: LaboratoryIndicatorsQuery): Asked {
  const first = figureMonth(dayOf(clock.now()).slice(0, 7)).first;
  return { month: month ?? addDays(first, -1).slice(0, 7), edition: edition ?? '2025' };
}

async function figuresOf(
  { registers }: Pick<Deps, 'registers'>,
  db: Queryable,
  institution: string,
  { month, edition }: Asked,
): Promise<readonly LaboratoryFigure[]> {
  const indicators = indicatorsOf(edition);
  const facts = await factsOf(db, [institution], [month], codesOf(indicators));
  return laboratoryFigures(registers.current(), { institution, month }, indicators, facts(institution, month));
}

const codesOf = (indicators: readonly LaboratoryIndicator[]): readonly string[] => indicators.map(({ code }) => code);

export const numbersOf = ({
  indicator: { code, kind },
  standing,
  numerator,
  denominator,
  value,
}: LaboratoryFigure) => ({ ...{ code, standing, kind, numerator, denominator, value } });

export async function indicatorsView(
  deps: Needs,
  db: Queryable,
  institution: string,
  asked: Asked,
): Promise<LaboratoryIndicatorsResponse> {
  const figures = await figuresOf(deps, db, institution, asked);
  return {
    ...{ institution: namedInstitution(deps.registers.current(), institution), ...asked },
    indicators: figures.map((figure) => {
      const { title, numerator, denominator, isChanged } = figure.indicator;
      return {
        ...numbersOf(figure),
        ...{ title: { ...title }, numeratorTitle: { ...numerator }, denominatorTitle: { ...denominator } },
        ...{ isChanged, entered: figure.entered === null ? null : { ...figure.entered }, hasCases: hasCases(figure) },
      };
    }),
  };
}

/** Counted in the database, since there are many. */
const OF_REPORTS: readonly string[] = ['CL-12', 'CL-13'];
/** The fault that a specimen has which counts. */
const FAULTS: Readonly<Record<string, string>> = {
  ...{
    'CL-01': 'wrong-type',
    'CL-02': 'wrong-container',
    'CL-03': 'wrong-volume',
    'CL-04': 'contaminated',
    'CL-05': 'clotted',
  },
  'CL-06': 'rejected',
};

export function hasCases({
  indicator: { code, kind },
  standing,
  numerator,
  denominator,
  cases,
}: LaboratoryFigure): boolean {
  if (standing !== 'computed') return false;
  if (OF_REPORTS.includes(code)) return (denominator ?? 0) > 0;
  return cases.length > 0 || (kind === 'share' && code in FAULTS && (numerator ?? 0) > 0);
}

export async function indicatorCases(
  deps: Needs,
  db: Queryable,
  institution: string,
  { code, ...asked }: Asked & { readonly code: string },
): Promise<IndicatorCases> {
  const snapshot = deps.registers.current();
  const figure = (await figuresOf(deps, db, institution, asked)).find(({ indicator }) => indicator.code === code);
  if (figure?.standing !== 'computed') return { total: 0, cases: [] };
  const span = spanOf([institution], [asked.month]);
  const fault = figure.indicator.kind === 'share' ? FAULTS[code] : undefined;
  if (fault !== undefined) {
    const rows = await findFaulty(db, span, fault);
    const cases = rows.map(({ specimen, day }) => ({
      ...{ key: specimen, item: null, device: null, loop: null, isCounted: true, minutes: null },
      detail: { zh: day, en: day },
    }));
    return { total: figure.numerator ?? 0, cases };
  }
  if (OF_REPORTS.includes(code)) {
    const isIncorrect = code === 'CL-13';
    const rows = await findReports(db, span, { isIncorrect, isBench: figure.indicator.kind === 'median-minutes' });
    const limit = figure.value ?? Infinity;
    return {
      total: (isIncorrect ? figure.numerator : figure.denominator) ?? 0,
      cases: rows.map(({ report, day, minutes, incorrect }) => ({
        ...{ key: report, item: null, device: null, loop: null },
        isCounted: isIncorrect ? incorrect : (minutes ?? 0) > limit,
        ...{ detail: { zh: day, en: day }, minutes: isIncorrect ? null : minutes },
      })),
    };
  }
  return {
    total: figure.cases.length,
    cases: figure.cases.map(({ key, of, isCounted, detail }) => ({
      ...{ key, isCounted, detail: { ...detail }, minutes: null },
      item: of === 'item' ? namedItem(snapshot, key) : null,
      device: of === 'device' ? namedDevice(snapshot, institution, key) : null,
      loop: of === 'loop' ? Number(key) : null,
    })),
  };
}

function namedDevice(snapshot: RegisterSnapshot, institution: string, code: string): NamedCode {
  const row = snapshot.nameOf(instruments, `${institution}|${code}`);
  return { code, nameZh: row?.nameZh ?? code, nameEn: row?.nameEn ?? null };
}

/** Those of some institutions that run any laboratory item at the end of a month. */
export function laboratoriesOf(snapshot: RegisterSnapshot, among: readonly string[], month: string): readonly string[] {
  const last = addDays(figureMonth(month).end, -1);
  return among.filter((code) => runItems(snapshot, code, last).length > 0);
}

/** The laboratories within reach beside each other. */
export async function indicatorsRegion(deps: Deps, actor: Actor, asked: Asked): Promise<LaboratoryIndicatorsRegion> {
  const snapshot = deps.registers.current();
  const { month, edition } = asked;
  const codes = laboratoriesOf(snapshot, institutionsOf(snapshot, actor), month);
  const indicators = indicatorsOf(edition);
  const facts = await factsOf(within(deps, actor).db, codes, [month], codesOf(indicators));
  const found = codes.map((code) => ({
    code,
    figures: laboratoryFigures(snapshot, { institution: code, month }, indicators, facts(code, month)),
  }));
  return {
    ...asked,
    indicators: (found[0]?.figures ?? []).map(({ indicator: { code, title, kind } }) => ({
      ...{ code, kind, title: { ...title } },
    })),
    institutions: found.map(({ code, figures }) => ({
      ...{ institution: namedInstitution(snapshot, code), figures: figures.map(numbersOf) },
    })),
  };
}
