/**
 * Laboratory indicators 检验质量指标 over months: of an institution beside the median of its region and its yearly target. Who belongs to an
 * institution is told the median of no fewer than five, in which nobody is named. Source: taiyuan-2024.5.2#02, henan-2023.t3.1#02.
 */
import type { LaboratoryFigure, LaboratoryIndicator, RegionFigure } from '@fujie/core/laboratory';
import {
  figureMonth,
  LABORATORY_INDICATORS,
  laboratoryFigures,
  monthsUpTo,
  regionFigure,
} from '@fujie/core/laboratory';
import type { RegisterSnapshot } from '@fujie/core/registers';
import { institutions, qualityTargets } from '@fujie/core/registers';
import type { IndicatorTrend, IndicatorTrendQuery } from '@fujie/wire/contracts';

import type { Actor } from '../platform/auth/permissions.ts';
import { covers, handledIn, institutionsOf } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { namedInstitution } from '../platform/http/named-institution.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import { factsOf } from './indicator-facts.ts';
import { askedOf, hasCases, laboratoriesOf, numbersOf } from './indicators.ts';
import { institutionFor } from './iqc-institution.ts';

const MONTHS = 12;
const LEAST_NAMELESS = 5;

/** So many months up to one, of an institution if one is asked for or is the actor's own. */
export async function indicatorTrend(
  deps: Deps,
  actor: Actor,
  code: string,
  query: IndicatorTrendQuery,
): Promise<IndicatorTrend> {
  const snapshot = deps.registers.current();
  const { month, edition } = askedOf(deps, query);
  const indicator = indicatorOf(code, edition);
  const isOverseen = actor.institution === null;
  const own = isOverseen && query.institution === undefined ? null : institutionFor(deps, actor, query.institution);
  const months = monthsUpTo(month, query.months === undefined ? MONTHS : Number(query.months));
  const region = laboratoriesOf(snapshot, isOverseen ? institutionsOf(snapshot, actor) : nearOf(snapshot, own), month);
  const among = [...new Set([...region, ...(own === null ? [] : [own])])];
  // The numbers of all, of which an institution is told no more than their median.
  const facts = await factsOf(deps.worker, among, months, [code]);
  const figures = new Map<string, readonly LaboratoryFigure[]>();
  for (const institution of among) {
    const figureOf = (of: string): readonly LaboratoryFigure[] =>
      laboratoryFigures(snapshot, { institution, month: of }, [indicator], facts(institution, of));
    figures.set(institution, months.flatMap(figureOf));
    // Others are let through: a province has many.
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { kind, title, numerator, denominator, isChanged } = indicator;
  return {
    ...{ institution: own === null ? null : namedInstitution(snapshot, own), code, edition, kind, isChanged },
    ...{ title: { ...title }, numeratorTitle: { ...numerator }, denominatorTitle: { ...denominator } },
    aims: own === null ? [] : aimsOf(snapshot, own, code, months),
    months: months.map((of, place) => {
      const figure = own === null ? undefined : figures.get(own)?.[place];
      const all = regionFigure(region.flatMap((institution) => figures.get(institution)?.[place] ?? []));
      return {
        month: of,
        own: figure === undefined ? null : ownOf(figure),
        region: isOverseen ? all : nameless(all),
      };
    }),
  };
}

function indicatorOf(code: string, edition: string): LaboratoryIndicator {
  const found = LABORATORY_INDICATORS.find((one) => one.code === code && one.edition === edition);
  if (found !== undefined) return found;
  const listed = (by: string): string => {
    const own = LABORATORY_INDICATORS.filter((one) => one.edition === edition);
    return own.map((one) => one.code).join(by);
  };
  const elsewhere = LABORATORY_INDICATORS.find((one) => one.code === code)?.edition;
  throw new HttpProblem('not-found', {
    en: `No indicator ${code} in the edition ${edition}: take ${listed(', ')}${elsewhere === undefined ? '' : `, or ask for it with \`edition=${elsewhere}\``}.`,
    zh: `${edition} 版没有指标 ${code}：请使用 ${listed('、')}${elsewhere === undefined ? '' : `，或以 \`edition=${elsewhere}\` 查询`}。`,
  });
}

function ownOf(figure: LaboratoryFigure) {
  const { standing, numerator, denominator, value } = numbersOf(figure);
  return { standing, numerator, denominator, value, hasCases: hasCases(figure) };
}

/** The institutions of the same city. */
function nearOf(snapshot: RegisterSnapshot, own: string | null): readonly string[] {
  const city = own === null ? null : handledIn(own, snapshot);
  const near = snapshot.all(institutions).flatMap(({ row }) => (covers(city, row.region) ? [row.code] : []));
  return [...new Set(near)];
}

/** A median of few would tell what each of them has, and ends tell of one each. */
function nameless({ computed, entered, missing, ...figure }: RegionFigure): RegionFigure {
  const isTold = figure.standing !== null && { computed, entered }[figure.standing] >= LEAST_NAMELESS;
  const { standing, median } = isTold ? figure : { standing: null, median: null };
  return { standing, median, least: null, greatest: null, computed, entered, missing };
}

function aimsOf(
  snapshot: RegisterSnapshot,
  institution: string,
  code: string,
  months: readonly string[],
): IndicatorTrend['aims'] {
  return [...new Set(months.map((month) => Number(month.slice(0, 4))))].flatMap((year) => {
    const last = months.filter((month) => month.startsWith(`${String(year)}-`)).at(-1) ?? '';
    const day = figureMonth(last).end;
    const target = snapshot.nameOf(qualityTargets, `${institution}|${String(year)}|${code}`, day);
    const aim = target?.aim ?? null;
    return aim === null ? [] : [{ year, aim, isLower: target?.direction === 'down' }];
  });
}

/** The same as lines of a sheet: what was counted, what was entered by hand, and of whom the median is. */
export function trendLines(trend: IndicatorTrend): readonly (readonly string[])[] {
  const text = (value: number | null | undefined): string => (typeof value === 'number' ? String(value) : '');
  return [
    [`${trend.code} ${trend.title.zh}`, `${trend.edition} 年版`, trend.institution?.nameZh ?? '全区'],
    [
      '月份',
      '值',
      '分子',
      '分母',
      '来源',
      '全区中位数',
      '中位数来源',
      '最低',
      '最高',
      '平台计数机构',
      '机构填报',
      '无数据',
      '目标',
    ],
    ...trend.months.map(({ month, own, region }) => [
      ...[month, text(own?.value), text(own?.numerator), text(own?.denominator), sourceOf(own?.standing ?? null)],
      ...[text(region.median), sourceOf(region.standing), text(region.least), text(region.greatest)],
      ...[String(region.computed), String(region.entered), String(region.missing)],
      text(trend.aims.find(({ year }) => month.startsWith(String(year)))?.aim),
    ]),
  ];
}

const SOURCES = { computed: '平台计数', entered: '机构填报', missing: '无数据' } as const;
const sourceOf = (standing: keyof typeof SOURCES | null): string => (standing === null ? '' : SOURCES[standing]);
