/**
 * Asks authorities for what they do regularly 主管部门定期职责, once the interval since the last time is nearly over: training, inspection on
 * site, assessment; in Henan the evaluation of their centres, in Sichuan the consultation among departments. What was published of an
 * inspection ends what asked for it. Source: national-2022.art.27#01, art.33#01, sichuan-2025.req.2#02, henan-2023.t27.2#01.
 */
import type { Day } from '@fujie/core/kernel';
import { dayOf, startOfDay } from '@fujie/core/kernel';
import type { LoopDefinition } from '@fujie/core/loops';
import { countsSince, dueAgain, heldDay } from '@fujie/core/organisation';
import type { RegisterSnapshot } from '@fujie/core/registers';
import { institutions, qcOrganisations, regions } from '@fujie/core/registers';

import { programActor } from '../platform/auth/program-actor.ts';
import { handledIn, unitOfRegion } from '../platform/auth/scope.ts';
import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import type { RunningJob } from '../platform/jobs/job.ts';
import { onceADay, startJob } from '../platform/jobs/job.ts';
import { loopOn } from '../platform/loops/definitions.ts';
import { openLoop, recordInLoop } from '../platform/loops/loops.ts';
import { findOpenOf, findRecords } from '../platform/loops/loops.query.ts';
import type { LastDuty } from './authority-duties.query.ts';
import { findLastDuties, findLastPublished } from './authority-duties.query.ts';

const LOOK_MS = 30_000;
const INSPECTION = 'authority/inspection';
const PLATFORM = { id: 'platform', name: '平台', role: 'platform' } as const;

/** Which regions' authorities owe each of them. */
const DUTIES: Readonly<Record<string, (snapshot: RegisterSnapshot, today: Day) => readonly string[]>> = {
  'authority/training': withInstitutions,
  [INSPECTION]: withInstitutions,
  'authority/assessment': withInstitutions,
  'authority/consultation': withInstitutions,
  'authority/centre-review': withCentres,
};

export function startAuthorityDuties(deps: Deps): RunningJob {
  return startJob(
    deps,
    { failed: 'what authorities owe regularly could not be opened', everyMs: LOOK_MS },
    onceADay(deps, () => raiseAuthorityDuties(deps)),
  );
}

/** Opens what is owed today, and ends what a published inspection has met; how many of each. */
export async function raiseAuthorityDuties(deps: Deps): Promise<{ readonly opened: number; readonly closed: number }> {
  const today = dayOf(deps.clock.now());
  const snapshot = deps.registers.current();
  const wanted = Object.entries(DUTIES).flatMap(([definition, regionsOf]) =>
    regionsOf(snapshot, today).flatMap((region) => {
      const unit = unitOfRegion(region);
      const declared = loopOn(deps, definition, unit, today);
      return declared === null || snapshot.find(regions, region, today) === null ? [] : [{ declared, unit }];
    }),
  );
  let [opened, closed] = [0, 0];
  for (const unit of new Set(wanted.map((one) => one.unit)))
    closed += await deps.worker.tx((tx) => endInspectionDuty(deps, tx, unit));
  const known = await findLastDuties(deps.worker, Object.keys(DUTIES));
  for (const { declared, unit } of wanted) {
    const before = known.find((row) => row.definition === declared.id && row.unit === unit) ?? null;
    if (await raise(deps, declared, unit, before, today)) opened += 1;
  }
  if (opened + closed > 0)
    await deps.audit.record({
      ...{ actor: programActor('authority-duties'), action: 'loop:open', outcome: 'done', detail: { opened, closed } },
    });
  return { opened, closed };
}

/** Ends the inspection that an authority owes where its last publication is met by it; how many. */
export async function endInspectionDuty(
  deps: Pick<Deps, 'clock' | 'config' | 'registers'>,
  tx: Queryable,
  unit: string,
): Promise<number> {
  const owed = (await findOpenOf(tx, INSPECTION)).filter((loop) => loop.unit === unit);
  const published = owed.length === 0 ? null : await findLastPublished(tx, unit);
  if (published === null) return 0;
  const now = deps.clock.now();
  const interval = loopOn(deps, INSPECTION, unit, dayOf(now))?.parameters['interval']?.value;
  if (interval === undefined) return 0;
  const met = owed.filter(
    ({ subject }) => published.on >= countsSince(subject.slice(subject.lastIndexOf('|') + 1) as Day, interval),
  );
  const records = await findRecords(
    tx,
    met.map(({ id }) => id),
  );
  let ended = 0;
  for (const { id } of met) {
    // One that its authority asks for again is ended by a later publication alone.
    const reopened = records.get(id)?.findLast(({ kind }) => kind === 'reopened');
    if (reopened !== undefined && published.at <= reopened.recordedAt) continue;
    const done = await recordInLoop(deps, tx, id, {
      ...{
        key: `published:${String(published.inspection)}`,
        kind: 'act',
        stage: 'inspect',
        outcome: 'published',
        by: PLATFORM,
      },
      ...{ occurredAt: now, recordedAt: now, fields: { publishedOn: published.on } },
    });
    if (done !== null && done.record !== null) ended += 1;
  }
  return ended;
}

async function raise(
  deps: Deps,
  { id: definition, title, parameters }: LoopDefinition,
  unit: string,
  before: LastDuty | null,
  today: Day,
): Promise<boolean> {
  const { interval, notice } = parameters;
  if (before?.status === 'open' || interval === undefined || notice === undefined) return false;
  const last = await doneLast(deps, definition, unit, before);
  const due = dueAgain(last, { interval: interval.value, notice: notice.value }, today);
  if (due === null) return false;
  const row = await deps.worker.tx((tx) =>
    openLoop(deps, tx, {
      ...{ definition, subject: `${unit}|${due}`, unit, department: null, personId: null, by: PLATFORM },
      occurredAt: startOfDay(today),
      facts: {
        titleZh: last === null ? `${title.zh}：尚无记录` : `${title.zh}：上次 ${last}`,
        titleEn: last === null ? `${title.en}: none is on record` : `${title.en}: the last was on ${last}`,
        dueAt: `${due}T23:59:59+08:00`,
      },
    }),
  );
  return row !== null;
}

/** When it was done last: on the day that its record names, which is none after the record; an inspection once it is public. */
async function doneLast(deps: Deps, definition: string, unit: string, before: LastDuty | null): Promise<Day | null> {
  const published = definition === INSPECTION ? await findLastPublished(deps.worker, unit) : null;
  const records = before === null ? [] : ((await findRecords(deps.worker, [before.id])).get(before.id) ?? []);
  const held = records.findLast((record) => record.kind === 'act' && 'heldOn' in record.fields);
  const heldOn = held?.kind === 'act' ? heldDay(held.fields['heldOn'], dayOf(held.occurredAt)) : null;
  const days = [published?.on ?? null, heldOn ?? before?.closedOn ?? null].filter((day) => day !== null).sort();
  return days.at(-1) ?? null;
}

/** Whose authorities handle what concerns the institutions there are. */
function withInstitutions(snapshot: RegisterSnapshot, today: Day): readonly string[] {
  return [
    ...new Set(snapshot.inForce(institutions, today).flatMap(({ code }) => handledIn(code, snapshot) ?? [])),
  ].sort();
}

/** Of provinces, cities and counties that have centres of their own level. */
function withCentres(snapshot: RegisterSnapshot, today: Day): readonly string[] {
  const own = snapshot.inForce(qcOrganisations, today).filter(({ level }) => OWN_LEVELS.includes(level));
  return [...new Set(own.map(({ region }) => region))].sort();
}

const OWN_LEVELS: readonly string[] = ['province', 'city', 'district'];
