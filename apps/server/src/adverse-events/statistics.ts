/**
 * Reports of adverse events per 100 discharges 每百出院人次主动报告例次, and their composition by six dimensions and more.
 * Source: henan-2023.sa4.1#01, sa4.2.2#02 and sa4.2.3#01, henan-2025.mq.11#07, core-systems.ae#15.
 */
import {
  EVENT_CLASSES,
  EVENT_GRADES,
  EVENT_HARMS,
  EVENT_PLACES,
  ILLNESS_STATES,
  OWN_KIND,
  SERVICE_STAGES,
} from '@fujie/core/adverse-events';
import type { Instant } from '@fujie/core/kernel';
import { addDays, dayOf, formatInstant, startOfDay } from '@fujie/core/kernel';
import type { RegisterSnapshot } from '@fujie/core/registers';
import { dischargeCounts } from '@fujie/core/registers';
import { packsInForce } from '@fujie/packs';
import type {
  AdverseEventCount,
  AdverseEventDetection,
  AdverseEventStatistics,
  AdverseEventStatisticsQuery,
  Bilingual,
} from '@fujie/wire/contracts';

import type { Actor } from '../platform/auth/permissions.ts';
import { isPermitted } from '../platform/auth/permissions.ts';
import { departmentOf, institutionsOf, within } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { namedDepartment, namedInstitution } from '../platform/http/named-institution.ts';
import { queryDay } from '../platform/http/query-day.ts';
import { titleIn } from './own.ts';
import type { CountRow, DetectionRow, EventFilter } from './statistics.query.ts';
import { countDetections, countEvents, listDetections } from './statistics.query.ts';
import { kindName } from './watched.ts';

type Dimension = AdverseEventStatistics['by'];

const OPTIONS: Readonly<Partial<Record<Dimension, Readonly<Record<string, Bilingual>>>>> = {
  class: EVENT_CLASSES,
  grade: EVENT_GRADES,
  harm: EVENT_HARMS,
  place: EVENT_PLACES,
  serviceStage: SERVICE_STAGES,
  illness: ILLNESS_STATES,
};
const UNSAID = { zh: '未填写', en: 'Not stated' };

/**
 * Whose events of which days are asked for; a department ends the reach of its head, who hears of a report on the day after it: to be
 * counted at once would tell the minute.
 */
export function eventFilter(
  deps: Pick<Deps, 'clock' | 'registers'>,
  actor: Actor,
  { from, to, institution }: Pick<AdverseEventStatisticsQuery, 'from' | 'to' | 'institution'>,
): EventFilter {
  const reach = institutionsOf(deps.registers.current(), actor);
  const department = departmentOf(actor);
  const until = startOfDay(addDays(queryDay('to', to), 1));
  const today = startOfDay(dayOf(deps.clock.now()));
  return {
    from: startOfDay(queryDay('from', from)),
    to: department !== null && until > today ? today : until,
    institutions: institution === undefined ? reach : reach.filter((code) => code === institution),
    department,
  };
}

export async function eventStatistics(
  deps: Deps,
  actor: Actor,
  query: AdverseEventStatisticsQuery,
): Promise<AdverseEventStatistics> {
  const by = query.by ?? 'department';
  const filter = eventFilter(deps, actor, query);
  const { db } = within(deps, actor);
  const [rows, { detected, reported }, detections] = await Promise.all([
    countEvents(db, by, filter),
    countDetections(db, filter),
    isPermitted(actor, 'adverse-event:read') ? listDetections(db, filter, MOST_DETECTIONS) : null,
  ]);
  const snapshot = deps.registers.current();
  const discharges = dischargesBy(snapshot, by, filter, query);
  const isMeasured = by === 'institution' || by === 'department' || by === 'month';
  // A unit with discharges and no report is a row as well: that is what is looked for.
  const silent = isMeasured
    ? [...discharges.keys()].filter((key) => key !== '' && rows.every((row) => row.key !== key))
    : [];
  const { from, to } = query;
  return {
    from,
    to,
    by,
    total: countOf({ ...sumOf(rows), key: '' }, { zh: '合计', en: 'Total' }, discharges.get('') ?? null),
    rows: [...rows, ...silent.map((key) => ({ ...NOTHING, key }))].map((row) =>
      countOf(row, nameOf(snapshot, by, row.key), isMeasured ? (discharges.get(row.key) ?? null) : null),
    ),
    target: targetOf(deps, to),
    detected,
    detectedReported: reported,
    detections: detections === null ? null : detections.map((row) => detectionOf(snapshot, row)),
  };
}

const MOST_DETECTIONS = 200;

function detectionOf(
  snapshot: RegisterSnapshot,
  { loop, institution, department, kind, occurredMs, isReported }: DetectionRow,
): AdverseEventDetection {
  return {
    ...{ loop, isReported, kind: kindName(snapshot, institution, kind) },
    institution: namedInstitution(snapshot, institution),
    department: department === null ? null : namedDepartment(snapshot, institution, department),
    occurredAt: formatInstant(Math.round(occurredMs) as Instant),
  };
}

/** What a document wants the year to exceed; null: none says. */
function targetOf({ config }: Pick<Deps, 'config'>, to: string): AdverseEventStatistics['target'] {
  const targets = packsInForce(config.jurisdiction, to).flatMap((pack) => pack.targets ?? []);
  const target = targets.find(
    ({ indicator, year }) => indicator === 'adverse-event-reports' && String(year) === to.slice(0, 4),
  );
  return target === undefined ? null : { over: target.over, clause: target.clause };
}

/** Discharges of the months that begin within the period, by unit or month; under the empty key all of them. */
function dischargesBy(
  snapshot: RegisterSnapshot,
  by: Dimension,
  { institutions, department }: EventFilter,
  { from, to }: Pick<AdverseEventStatisticsQuery, 'from' | 'to'>,
): ReadonlyMap<string, number> {
  const latest = new Map<string, { readonly key: string; readonly discharges: number }>();
  for (const { row } of snapshot.all(dischargeCounts)) {
    if (!institutions.includes(row.institution) || (department !== null && row.department !== department)) continue;
    if (row.month < from.slice(0, 7) || row.month > to.slice(0, 7)) continue;
    const unit = `${row.institution}|${row.department}`;
    const key = by === 'institution' ? row.institution : by === 'month' ? row.month : unit;
    latest.set(`${unit}|${row.month}`, { key, discharges: row.discharges });
  }
  const sums = new Map<string, number>();
  for (const { key, discharges } of latest.values())
    for (const one of [key, '']) sums.set(one, (sums.get(one) ?? 0) + discharges);
  return sums;
}

const NOTHING = { events: 0, nearMisses: 0, graded: 0, closed: 0, closedInTime: 0, systemic: 0 };

function sumOf(rows: readonly CountRow[]): typeof NOTHING {
  const sum = { ...NOTHING };
  for (const row of rows)
    for (const measure of Object.keys(NOTHING) as (keyof typeof NOTHING)[]) sum[measure] += row[measure];
  return sum;
}

function countOf(row: CountRow, name: Bilingual, discharges: number | null): AdverseEventCount {
  const isKnown = discharges !== null && discharges > 0;
  return { ...row, name, discharges, per100: isKnown ? Math.round((row.events / discharges) * 10_000) / 100 : null };
}

function nameOf(snapshot: RegisterSnapshot, by: Dimension, key: string): Bilingual {
  if (key === '') return UNSAID;
  if (by === 'month') return { zh: key, en: key };
  if (by === 'hour') return { zh: `${key} 时`, en: `${key}:00` };
  if (by === 'institution' || by === 'department') {
    const [institution = '', department] = key.split('|');
    const { nameZh, nameEn } =
      department === undefined
        ? namedInstitution(snapshot, institution)
        : namedDepartment(snapshot, institution, department);
    return { zh: nameZh, en: nameEn ?? nameZh };
  }
  if (by === 'kind') {
    const [institution = '', kind = key] = key.includes(`|${OWN_KIND}`) ? key.split('|') : [];
    return kindName(snapshot, institution, kind);
  }
  return titleIn(OPTIONS[by] ?? {}, key);
}
