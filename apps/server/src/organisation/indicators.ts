/** The 35 indicators of the core systems 核心制度指标 of a month, and why those that are not computed are not. Source: henan-2025.mq.5#07, henan-2023.t3.1#04. */
import { caseOf } from '@fujie/core/critical';
import type { Day } from '@fujie/core/kernel';
import { addDays, dayOf, startOfDay } from '@fujie/core/kernel';
import type { CoreIndicator } from '@fujie/core/organisation';
import { coreIndicatorsOf, directionOf, DUTIES, monthOf } from '@fujie/core/organisation';
import { isShareOf } from '@fujie/core/registers';
import { PACKS } from '@fujie/packs';
import type { CoreIndicatorsResponse } from '@fujie/wire/contracts';

import type { Actor } from '../platform/auth/permissions.ts';
import { within } from '../platform/auth/scope.ts';
import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { loopOn } from '../platform/loops/definitions.ts';
import { sameDayReading } from '../platform/loops/same-day.ts';
import { hasPart } from '../platform/loops/visible.ts';
import { annexOf, givenBy } from './annex.ts';
import { findFirstCritical, findFollowedCritical } from './indicators.query.ts';
import { findDuties } from './meetings.query.ts';
import { institutionOf } from './parts.ts';

type Row = CoreIndicatorsResponse['indicators'][number];

const ITEMS = new Map(
  PACKS.flatMap(({ clauses }) => clauses)
    .flatMap(({ items }) => items)
    .filter(({ id }) => id.startsWith('core-systems.cs35#'))
    .map((item) => [item.id, item]),
);

/** The indicators of an institution in a month, from what is on record at this moment. */
export async function indicatorsOf(
  deps: Pick<Deps, 'clock' | 'config' | 'registers'>,
  db: Queryable,
  institution: string,
  month: string,
): Promise<readonly CoreIndicator[]> {
  const { from, to } = monthOf(`${month}-01` as Day);
  const casesIn = async (since: Day, until: Day) =>
    (await findFollowedCritical(db, institution, startOfDay(since), startOfDay(until))).map(caseOf);
  const began = await findFirstCritical(db, institution);
  const earliest = began === null ? null : monthOf(began);
  const first =
    earliest === null || earliest.key >= month
      ? null
      : { month: earliest.key, cases: await casesIn(earliest.from, earliest.to) };
  const today = dayOf(deps.clock.now());
  const of = { institution, month, first, sameDay: sameDayReading(deps, institution, addDays(to, -1)) };
  return coreIndicatorsOf(deps.registers.current(), of, today, await casesIn(from, to));
}

export async function indicatorsFor(
  deps: Deps,
  actor: Actor,
  asked: string | undefined,
): Promise<CoreIndicatorsResponse> {
  const { db } = within(deps, actor);
  const institution = institutionOf(actor);
  const thisMonth = monthOf(dayOf(deps.clock.now()));
  const {
    key: month,
    from,
    to,
  } = asked === undefined ? monthOf(addDays(thisMonth.from, -1)) : monthOf(`${asked}-01` as Day);
  const all = await indicatorsOf(deps, db, institution, month);
  const given = givenBy(deps, institution, all.map(clauseOf), month);
  const cases = (await findFollowedCritical(db, institution, startOfDay(from), startOfDay(to))).map(caseOf);
  // The cycle of a month is gone through in the month after.
  const [duty] = await findDuties(db, {
    ...{ institution, department: null, definitions: [DUTIES.indicators.loop] },
    ...{ from: startOfDay(to), to: startOfDay(monthOf(to).to) },
  });
  const definition = loopOn(deps, DUTIES.indicators.loop, institution, dayOf(deps.clock.now()));
  // Everybody in the hospital reads the figures; the loop who has a part in it.
  const isFollowed = definition !== null && hasPart(actor.role, definition);
  const countOf = (standing: CoreIndicator['standing']) => all.filter((one) => one.standing === standing).length;
  return {
    ...{
      month,
      from,
      to: addDays(to, -1),
      loop: isFollowed ? (duty?.loop ?? null) : null,
      indicators: all.map((one) => rowOf(one, given.get(clauseOf(one)) ?? [])),
    },
    ...{ computed: countOf('computed'), entered: countOf('entered'), missing: countOf('missing') },
    complete: all.filter(({ isComplete }) => isComplete).length,
    better: all.filter(({ isBetter }) => isBetter === true).length,
    compared: all.filter(({ isBetter }) => isBetter !== null).length,
    annex: await annexOf(deps, db, { institution, month }, cases),
  };
}

const clauseOf = ({ indicator }: Pick<CoreIndicator, 'indicator'>): string => `core-systems.cs35#${indicator}`;

function rowOf(
  { indicator, standing, figures, entry, lacks, isComplete, baseline, isBetter }: CoreIndicator,
  departments: Row['departments'],
): Row {
  const clause = clauseOf({ indicator });
  const item = ITEMS.get(clause);
  return {
    ...{ lacks: [...lacks], departments, isShare: isShareOf(clause) },
    ...{ indicator, clause, standing, isComplete, isBetter, direction: directionOf(indicator) },
    baseline: baseline === null ? null : { month: baseline.month, values: [...baseline.values] },
    title: { ...(item?.summary ?? { zh: clause, en: clause }) },
    notComputed: item === undefined || item.notEncoded === null ? null : { ...item.notEncoded },
    figures: figures.map(({ title, kind, value, numerator, denominator, unknown, indicator: of }) => ({
      ...{ title: { ...title }, kind, value, indicator: of },
      ...{ numerator: numerator.length, denominator: denominator.length, unknown: unknown.length },
    })),
    entered:
      entry === null || entry.numerator === null
        ? null
        : { numerator: entry.numerator, denominator: entry.denominator, basis: entry.basis },
    ...{ analysis: entry?.analysis ?? null, feedback: entry?.feedback ?? null, action: entry?.action ?? null },
  };
}
