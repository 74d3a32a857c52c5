/** Laboratory indicators 检验质量指标 of institutions by month, each number with its cases. Source: taiyuan-2024.5.2#02, henan-2023.ind.4.9. */
import { caseOf } from '@fujie/core/critical';
import type { Day } from '@fujie/core/kernel';
import { addDays, dayOf, startOfDay } from '@fujie/core/kernel';
import type { IndicatorEdition, LaboratoryFigure } from '@fujie/core/laboratory';
import { figureMonth, laboratoryFigures, runItems } from '@fujie/core/laboratory';
import type {
  IndicatorCases,
  LaboratoryIndicatorsQuery,
  LaboratoryIndicatorsRegion,
  LaboratoryIndicatorsResponse,
} from '@fujie/wire/contracts';

import type { Actor } from '../platform/auth/permissions.ts';
import { institutionsOf, within } from '../platform/auth/scope.ts';
import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { namedInstitution } from '../platform/http/named-institution.ts';
import { countReports, findCompared, findCriticalOf, findReports } from './indicators.query.ts';
import type { MonthSpan } from './iqc-month.query.ts';

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

const spanOf = (institution: string, month: string): MonthSpan => {
  const { first, end } = figureMonth(month);
  return { institution, from: startOfDay(first), to: startOfDay(end) };
};

async function figuresOf(
  { registers }: Pick<Deps, 'registers'>,
  db: Queryable,
  institution: string,
  { month, edition }: Asked,
): Promise<readonly LaboratoryFigure[]> {
  const span = spanOf(institution, month);
  const reports = await countReports(db, span);
  const critical = (await findCriticalOf(db, span)).map(caseOf);
  const incorrect = reports.reduce((sum, one) => sum + one.incorrect, 0);
  const year = { from: `${month.slice(0, 4)}-01-01` as Day, to: figureMonth(month).end };
  const compared = await findCompared(db, institution, year);
  const facts = { reports, incorrect, critical, compared };
  return laboratoryFigures(registers.current(), { institution, month }, edition, facts);
}

const numbersOf = ({ indicator: { code, kind }, standing, numerator, denominator, value }: LaboratoryFigure) => ({
  ...{ code, standing, kind, numerator, denominator, value },
});

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
      const { title, numerator, denominator, isChanged, code } = figure.indicator;
      return {
        ...numbersOf(figure),
        ...{ title: { ...title }, numeratorTitle: { ...numerator }, denominatorTitle: { ...denominator } },
        ...{ isChanged, basis: figure.basis },
        hasCases: figure.cases.length > 0 || (OF_REPORTS.includes(code) && (figure.denominator ?? 0) > 0),
      };
    }),
  };
}

/** Counted in the database, since there are many. */
const OF_REPORTS: readonly string[] = ['CL-12', 'CL-13'];

export async function indicatorCases(
  deps: Needs,
  db: Queryable,
  institution: string,
  { code, ...asked }: Asked & { readonly code: string },
): Promise<IndicatorCases> {
  const snapshot = deps.registers.current();
  const figure = (await figuresOf(deps, db, institution, asked)).find(({ indicator }) => indicator.code === code);
  if (figure?.standing !== 'computed') return { total: 0, cases: [] };
  if (OF_REPORTS.includes(code)) {
    const isIncorrect = code === 'CL-13';
    const rows = await findReports(db, spanOf(institution, asked.month), { isIncorrect });
    const limit = figure.value ?? Infinity;
    return {
      total: (isIncorrect ? figure.numerator : figure.denominator) ?? 0,
      cases: rows.map(({ report, day, minutes, incorrect }) => ({
        ...{ key: report, item: null, loop: null, isCounted: isIncorrect ? incorrect : (minutes ?? 0) > limit },
        detail: `${day} · ${minutes === null ? '—' : String(minutes)} min`,
      })),
    };
  }
  return {
    total: figure.cases.length,
    cases: figure.cases.map(({ key, isItem, isCounted, detail }) => {
      const item = snapshot.item(key);
      const named = { code: key, nameZh: item?.nameZh ?? key, nameEn: item?.nameEn ?? null };
      return { key, item: isItem ? named : null, loop: isItem ? null : Number(key), isCounted, detail };
    }),
  };
}

/** Institutions within reach that run any laboratory item, beside each other. */
export async function indicatorsRegion(deps: Deps, actor: Actor, asked: Asked): Promise<LaboratoryIndicatorsRegion> {
  const snapshot = deps.registers.current();
  const { db } = within(deps, actor);
  const { end } = figureMonth(asked.month);
  const found: { readonly code: string; readonly figures: readonly LaboratoryFigure[] }[] = [];
  for (const code of institutionsOf(snapshot, actor))
    if (runItems(snapshot, code, addDays(end, -1)).length > 0)
      found.push({ code, figures: await figuresOf(deps, db, code, asked) });
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
