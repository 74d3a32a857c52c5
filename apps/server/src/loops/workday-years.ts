/**
 * Asks the authorities that keep the workday calendar for a year that it lacks 工作日历缺年份, before limits are counted on weekends alone, and
 * ends that by the entry of the year. Source: national-2022.art.34#01, which names no days.
 */
import type { Day, Instant } from '@fujie/core/kernel';
import { addDays, dayOf, startOfDay } from '@fujie/core/kernel';
import { stagesInWorkdays } from '@fujie/core/loops';
import { heldYears, missingYears, regions, workdays } from '@fujie/core/registers';

import { programActor } from '../platform/auth/program-actor.ts';
import { unitOfRegion } from '../platform/auth/scope.ts';
import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { loopOn, loopsOn } from '../platform/loops/definitions.ts';
import { openLoop, recordInLoop } from '../platform/loops/loops.ts';
import { findLoopBySubject, findOpenOf, findRecords } from '../platform/loops/loops.query.ts';
import { findLatestLimits } from './workday-years.query.ts';

const LOOP = 'loops/workday-calendar';
const PLATFORM = { id: 'platform', name: '平台', role: 'platform' } as const;

/** Opens what is missing, and ends what was entered; how many of each. */
export async function raiseWorkdayYears(deps: Deps): Promise<{ readonly opened: number; readonly closed: number }> {
  const now = deps.clock.now();
  const today = dayOf(now);
  const held = heldYearsOf(deps);
  const closed = await endEntered(deps, now);
  const counted = new Map(loopsOn(deps, today).map((loop) => [loop.id, stagesInWorkdays(loop)]));
  const latest = (await findLatestLimits(deps.worker, [...counted.keys()]))
    .filter(({ definition, stage }) => counted.get(definition)?.includes(stage) === true)
    .map(({ dueMs }) => dayOf(dueMs as Instant));
  let opened = 0;
  for (const year of missingYears(held, latest, today))
    for (const keeper of keepersOn(deps, today)) if (await ask(deps, unitOfRegion(keeper), year, today)) opened += 1;
  if (opened + closed > 0)
    await deps.audit.record({
      ...{ actor: programActor('loops'), action: 'loop:open', outcome: 'done', detail: { opened, closed } },
    });
  return { opened, closed };
}

/** The calendar holds for every region, and its keepers are the provinces; the nation where none is on the register. */
function keepersOn({ registers }: Pick<Deps, 'registers'>, today: Day): readonly string[] {
  const rows = registers.current().inForce(regions, today);
  const [provinces, nation] = ['province', 'country'].map((kind) => rows.filter((row) => row.kind === kind));
  return (provinces?.length ? provinces : (nation ?? [])).map(({ code }) => code);
}

/** Years whose holidays the register holds. */
export function heldYearsOf({ registers }: Pick<Deps, 'registers'>): ReadonlySet<number> {
  const snapshot = registers.current();
  return snapshot.memo('workday-years', () => heldYears(snapshot.all(workdays).map(({ row }) => row)));
}

/** Opens it, or again if the year was entered and taken back. */
async function ask(deps: Deps, unit: string, year: number, today: Day): Promise<boolean> {
  const enter = loopOn(deps, LOOP, unit, today)?.parameters['enter']?.value;
  if (enter === undefined) return false;
  const [last, soon] = [`${String(year - 1)}-12-31` as Day, addDays(today, enter)];
  const due = last > soon ? last : soon;
  const subject = `workday|${unit}|${String(year)}`;
  return deps.worker.tx(async (tx) => {
    const row = await openLoop(deps, tx, {
      ...{ definition: LOOP, subject, unit, department: null, personId: null, by: PLATFORM },
      ...{ occurredAt: startOfDay(today), facts: { ...saidOf(year), dueAt: `${due}T23:59:59+08:00` } },
    });
    return row !== null || (await askAgain(deps, tx, subject, year));
  });
}

const saidOf = (year: number) => ({
  year: String(year),
  titleZh: `工作日历缺 ${String(year)} 年：工作日时限暂按周末推算`,
  titleEn: `The workday calendar lacks ${String(year)}: working days are counted on weekends alone`,
});

async function askAgain(deps: Deps, tx: Queryable, subject: string, year: number): Promise<boolean> {
  const known = await findLoopBySubject(tx, LOOP, subject);
  // It may have been entered since this look began.
  if (known?.status !== 'closed' || heldYearsOf(deps).has(year)) return false;
  const records = (await findRecords(tx, [known.id])).get(known.id) ?? [];
  const now = deps.clock.now();
  await recordInLoop(deps, tx, known.id, {
    ...{ key: `again:${String(records.length)}`, kind: 'reopened', stage: 'enter', by: PLATFORM },
    ...{ occurredAt: now, recordedAt: now, note: '目录再次缺少该年份 The register lacks the year again' },
  });
  return true;
}

/** Ends what is open of years that the register holds by now; how many. */
async function endEntered(deps: Deps, now: Instant): Promise<number> {
  let ended = 0;
  for (const { id, subject } of await findOpenOf(deps.worker, LOOP)) {
    const year = subject.slice(subject.lastIndexOf('|') + 1);
    // Asked of each anew: it may have been taken back since this look began.
    if (!heldYearsOf(deps).has(Number(year))) continue;
    const days = deps.registers.current().all(workdays);
    const isEnded = await deps.worker.tx(async (tx) => {
      // Held, and asked once more: another look may have ended it since.
      if ((await findLoopBySubject(tx, LOOP, subject))?.status !== 'open') return false;
      const records = (await findRecords(tx, [id])).get(id) ?? [];
      await recordInLoop(deps, tx, id, {
        ...{ key: `entered:${String(records.length)}`, kind: 'act', stage: 'enter', outcome: 'entered', by: PLATFORM },
        ...{ occurredAt: now, recordedAt: now },
        fields: { year, days: days.filter(({ row }) => row.day.startsWith(year)).length },
      });
      return true;
    });
    if (isEnded) ended += 1;
  }
  return ended;
}
