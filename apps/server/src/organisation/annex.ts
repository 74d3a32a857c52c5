/** The forty indicators 四十项指标 of the annex by department, and what departments entered of those of the core systems. Source: henan-2023.req.2#01, henan-2025.mq.5#09. */
import { measure } from '@fujie/core/critical';
import type { CriticalCase } from '@fujie/core/critical';
import type { Day } from '@fujie/core/kernel';
import { dayOf, daysBetween, startOfDay } from '@fujie/core/kernel';
import type { GivenIndicator } from '@fujie/core/organisation';
import { bearsOrganisation, givenIndicators, monthOf } from '@fujie/core/organisation';
import type { RegisterSnapshot } from '@fujie/core/registers';
import { dischargeCounts, HENAN_INDICATORS, isShareOf } from '@fujie/core/registers';
import type { LoopDefinition } from '@fujie/core/loops';
import { PACKS } from '@fujie/packs';
import type { CoreIndicatorsResponse } from '@fujie/wire/contracts';

import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { namedDepartment } from '../platform/http/named-institution.ts';
import { loopOn } from '../platform/loops/definitions.ts';
import { OF_DEPARTMENT } from './department-indicators.ts';
import { UNASSIGNED } from './indicator-gaps.ts';
import { sumEvents } from './journal.query.ts';
import { staffOf } from './parts.ts';

type Annex = NonNullable<CoreIndicatorsResponse['annex']>;
type Given = Annex['indicators'][number]['departments'];
type Figures = Annex['indicators'][number]['figures'];

const TITLES = new Map(
  PACKS.flatMap(({ clauses }) => clauses).flatMap(({ items }) => items.map(({ id, summary }) => [id, summary])),
);
const IN_TIME = ['reported-in-time', 'handled-in-time'] as const;

/** Indicators by clause with their departments, as a reader sees them. */
export function givenBy(
  { registers, clock }: Pick<Deps, 'registers' | 'clock'>,
  institution: string,
  indicators: readonly string[],
  month: string,
): ReadonlyMap<string, Given> {
  const today = dayOf(clock.now());
  const snapshot = registers.current();
  const all = givenIndicators(snapshot, institution, { indicators, month }, today);
  return new Map(
    all.map(({ indicator, departments }) => [indicator, shown(snapshot, institution, departments, today)]),
  );
}

function shown(
  snapshot: RegisterSnapshot,
  institution: string,
  departments: GivenIndicator['departments'],
  today: Day,
): Given {
  return departments.map(({ department, owner, office, entry, lacks, latest }) => ({
    department: namedDepartment(snapshot, institution, department),
    owner: staffOf(snapshot, institution, owner),
    office: namedDepartment(snapshot, institution, office),
    ...{ analysis: entry?.analysis ?? null, lacks: [...lacks] },
    latest:
      latest === null || latest.numerator === null
        ? null
        : {
            ...{
              month: latest.month,
              numerator: latest.numerator,
              denominator: latest.denominator,
              basis: latest.basis,
            },
            days: Math.max(0, daysBetween(monthOf(`${latest.month}-01` as Day).to, today)),
          },
  }));
}

/** The forty of an institution in a month, from its critical values of that month; null: they do not bind it. */
export async function annexOf(
  deps: Pick<Deps, 'registers' | 'clock' | 'config'>,
  db: Queryable,
  { institution, month }: { readonly institution: string; readonly month: string },
  cases: readonly CriticalCase[],
): Promise<Annex | null> {
  const today = dayOf(deps.clock.now());
  const snapshot = deps.registers.current();
  const [asks, follows] = [UNASSIGNED, OF_DEPARTMENT].map((id) => loopOn(deps, id, institution, today));
  if (!asks || !follows || !bearsOrganisation(snapshot, institution, today)) return null;
  const departments = givenBy(deps, institution, HENAN_INDICATORS, month);
  const computed = new Map<string, Figures>([
    ['henan-2023.ind.4.7', IN_TIME.map((one) => figureOf(one, cases))],
    ['henan-2023.ind.4.12', [await eventsOf(db, snapshot, institution, month)]],
  ]);
  return {
    assigned: [...departments.values()].filter(({ length }) => length > 0).length,
    days: { assign: daysOf(asks, 'assign'), enter: daysOf(follows, 'enter'), feedBack: daysOf(follows, 'feedBack') },
    indicators: HENAN_INDICATORS.map((clause) => ({
      ...{ clause, isShare: isShareOf(clause), departments: departments.get(clause) ?? [] },
      title: { ...(TITLES.get(clause) ?? { zh: clause, en: clause }) },
      figures: computed.get(clause) ?? [],
    })),
  };
}

const daysOf = ({ parameters }: LoopDefinition, id: string): number => parameters[id]?.value ?? 0;

function figureOf(indicator: (typeof IN_TIME)[number], cases: readonly CriticalCase[]): Figures[number] {
  const { title, numerator, denominator } = measure(indicator, cases);
  return { title: { ...title }, numerator: numerator.length, denominator: denominator.length };
}

async function eventsOf(
  db: Queryable,
  snapshot: RegisterSnapshot,
  institution: string,
  month: string,
): Promise<Figures[number]> {
  const { from, to } = monthOf(`${month}-01` as Day);
  const events = await sumEvents(db, institution, startOfDay(from), startOfDay(to));
  const discharged = snapshot
    .all(dischargeCounts)
    .filter(({ row }) => row.institution === institution && row.month === month)
    .reduce((sum, { row }) => sum + row.discharges, 0);
  return {
    title: { zh: '上报不良事件 / 出院人次', en: 'Adverse events reported / discharges' },
    ...{ numerator: events.get(month) ?? 0, denominator: discharged },
  };
}
