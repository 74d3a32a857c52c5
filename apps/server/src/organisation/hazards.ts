/**
 * Hazards 安全隐患: reported by any of the staff, each followed in a loop until it is removed and what it teaches is told to everybody.
 * Source: henan-2023.sa4.0#01.
 */
import { createHash } from 'node:crypto';

import type { Instant } from '@fujie/core/kernel';
import { addDays, dayOf, formatInstant, isBlank, startOfDay } from '@fujie/core/kernel';
import type { LoopRecord } from '@fujie/core/loops';
import type { HazardArea } from '@fujie/core/organisation';
import { HAZARD_AREAS } from '@fujie/core/organisation';
import type { RegisterSnapshot } from '@fujie/core/registers';
import { departments } from '@fujie/core/registers';
import type { Hazard, HazardReport, HazardsResponse } from '@fujie/wire/contracts';

import type { Actor } from '../platform/auth/permissions.ts';
import { within } from '../platform/auth/scope.ts';
import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { namedDepartment } from '../platform/http/named-institution.ts';
import { HttpProblem, unfitField } from '../platform/http/problems.ts';
import { loopOn } from '../platform/loops/definitions.ts';
import type { Opening } from '../platform/loops/loops.ts';
import { openLoop } from '../platform/loops/loops.ts';
import { findLoopBySubject, findRecords } from '../platform/loops/loops.query.ts';
import { loopActorOf } from '../platform/loops/visible.ts';
import type { HazardRow } from './hazards.query.ts';
import { findHazards, findOpenedBy } from './hazards.query.ts';
import { institutionOf } from './parts.ts';

const LOOP = 'organisation/hazard';
const YEAR_DAYS = 365;
const MOST_OWN = 50;
const MOST_LESSONS = 20;
const AREAS = Object.keys(HAZARD_AREAS) as HazardArea[];

/** What is found, and where. */
export interface Found extends HazardReport {
  readonly institution: string;
  /** Tells it from others in its area. */
  readonly mark: string;
}

/** Takes a report; the number of the loop that follows it. Said twice by one person on one day it is one. */
export async function reportHazard(deps: Deps, actor: Actor, body: HazardReport): Promise<number> {
  const institution = institutionOf(actor);
  const by = loopActorOf(actor);
  const said = [by.id, dayOf(deps.clock.now()), body.department, body.place.trim(), body.what.trim()];
  const mark = createHash('sha256').update(said.join('\n')).digest('hex').slice(0, 16);
  const loop = await within(deps, actor).db.tx((tx) => openHazard(deps, tx, { ...body, institution, mark }, by));
  await deps.audit.record({ actor, action: 'hazard:report', subject: String(loop), outcome: 'done' });
  return loop;
}

/** Opens the loop of what was found; the one that is there if it was found before. */
export async function openHazard(
  deps: Pick<Deps, 'clock' | 'config' | 'registers'>,
  tx: Queryable,
  { institution, area, department, place, what, atOnce = '', mark }: Found,
  by: Opening['by'],
  more: Readonly<Record<string, string>> = {},
): Promise<number> {
  const now = deps.clock.now();
  checkDepartment(deps, institution, department);
  const subject = `${area}|${institution}|${mark}`;
  const { zh, en } = HAZARD_AREAS[area];
  const row = await openLoop(deps, tx, {
    ...{ definition: LOOP, subject, unit: institution, department, personId: null, occurredAt: now, by },
    facts: {
      ...{ titleZh: `${zh}隐患：${what.trim()}`, titleEn: `${en}: ${what.trim()}` },
      ...{ area, place: place.trim(), what: what.trim(), ...more },
      ...(isBlank(atOnce) ? {} : { atOnce: atOnce.trim() }),
    },
  });
  const loop = row?.id ?? (await findLoopBySubject(tx, LOOP, subject))?.id;
  if (loop !== undefined) return loop;
  throw new HttpProblem('refused', {
    en: 'Neither a document here nor an own rule of the institution asks that hazards be followed: the quality office takes them on in the register of own rules.',
    zh: '当地文件与本院规定均未要求跟踪隐患：请质量管理部门先在“院内自行执行的规则”目录中登记。',
  });
}

export function checkDepartment(
  { clock, registers }: Pick<Deps, 'clock' | 'registers'>,
  institution: string,
  code: string,
  field = 'department',
): void {
  const known = registers.current().find(departments, `${institution}|${code}`, dayOf(clock.now()));
  if (known === null)
    throw unfitField(field, `\`${code}\` is no department of the institution`, `“${code}”不是本机构的科室代码`);
}

/** What the reader found, what hazards taught, and how many were found and removed within a year. */
export async function hazardsFor(deps: Deps, actor: Actor): Promise<HazardsResponse> {
  const institution = institutionOf(actor);
  const now = deps.clock.now();
  const today = dayOf(now);
  const { db } = within(deps, actor);
  const rows = await findHazards(db, institution, startOfDay(addDays(today, -YEAR_DAYS)));
  const own = await findOpenedBy(
    db,
    rows.map(({ id }) => id),
    loopActorOf(actor).id,
  );
  const mine = rows.filter(({ id }) => own.includes(id)).slice(0, MOST_OWN);
  const told = rows.filter(({ state }) => outcomeIn(state, 'learn') === 'shared').slice(0, MOST_LESSONS);
  const records = await findRecords(
    db,
    [...mine, ...told].map(({ id }) => id),
  );
  await deps.audit.record({ actor, action: 'hazard:read', outcome: 'done' });
  const snapshot = deps.registers.current();
  return {
    isFollowed: loopOn(deps, LOOP, institution, today) !== null,
    departments: snapshot
      .inForce(departments, today)
      .filter((row) => row.institution === institution)
      .map(({ code, nameZh, nameEn }) => ({ code, nameZh, nameEn })),
    own: actor.department,
    mine: hazardViews(deps, { institution, rows: mine, records }),
    lessons: told.map((row) => lessonOf(row, records.get(row.id) ?? [])),
    figures: AREAS.map((area) => {
      const found = rows.filter((row) => row.status !== 'void' && areaOf(row) === area);
      return {
        ...{ area, found: found.length, removed: found.filter(isRemoved).length },
        overdue: found.filter((row) => isOverdue(row, now)).length,
      };
    }),
  };
}

interface Shown {
  readonly institution: string;
  readonly rows: readonly HazardRow[];
  readonly records: ReadonlyMap<number, readonly LoopRecord[]>;
}

/** Hazards as pages read them. */
export function hazardViews(
  deps: Pick<Deps, 'clock' | 'config' | 'registers'>,
  { institution, rows, records }: Shown,
): Hazard[] {
  const snapshot: RegisterSnapshot = deps.registers.current();
  const now = deps.clock.now();
  return rows.map((row): Hazard => {
    const opened = records.get(row.id)?.findLast(({ kind }) => kind === 'opened');
    const facts: Readonly<Record<string, unknown>> = opened?.kind === 'opened' ? opened.facts : {};
    const foundAt = opened?.occurredAt ?? now;
    const stage = loopOn(deps, LOOP, institution, dayOf(foundAt))?.stages.find(({ id }) => row.stages.includes(id));
    return {
      ...{ loop: row.id, area: areaOf(row), department: namedDepartment(snapshot, institution, row.department ?? '') },
      ...{ place: textIn(facts, 'place'), what: textIn(facts, 'what'), foundAt: formatInstant(foundAt) },
      state: row.status === 'void' ? 'none' : isRemoved(row) ? 'removed' : isOverdue(row, now) ? 'overdue' : 'open',
      waits: stage === undefined ? null : { zh: stage.zh, en: stage.en },
    };
  });
}

function lessonOf(row: HazardRow, records: readonly LoopRecord[]): HazardsResponse['lessons'][number] {
  const opened = records.findLast(({ kind }) => kind === 'opened');
  const last = (stage: string) => records.findLast((record) => record.kind === 'act' && record.stage === stage);
  const [measure, learn] = [last('measure'), last('learn')];
  const saidIn = (record: LoopRecord | undefined, name: string) =>
    record?.kind === 'act' ? textIn(record.fields, name) : '';
  return {
    ...{ loop: row.id, area: areaOf(row), what: opened?.kind === 'opened' ? textIn(opened.facts, 'what') : '' },
    ...{ measure: saidIn(measure, 'measure'), lesson: saidIn(learn, 'lesson') },
    at: formatInstant(learn?.occurredAt ?? (0 as Instant)),
  };
}

function areaOf({ subject }: Pick<HazardRow, 'subject'>): HazardArea {
  return AREAS.find((area) => subject.startsWith(`${area}|`)) ?? 'care';
}

function outcomeIn({ stages }: HazardRow['state'], id: string): string | null {
  return stages.find((stage) => stage.id === id)?.outcome ?? null;
}

/** Once somebody else than who removed it has seen that it is gone. */
function isRemoved({ status, state }: HazardRow): boolean {
  return status === 'closed' || (status === 'open' && outcomeIn(state, 'verify') === 'removed');
}

function isOverdue(row: HazardRow, now: Instant): boolean {
  return row.status === 'open' && !isRemoved(row) && row.dueMs !== null && row.dueMs < now;
}

function textIn(fields: Readonly<Record<string, unknown>>, name: string): string {
  const value = fields[name];
  return typeof value === 'string' ? value : '';
}
