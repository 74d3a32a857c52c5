/**
 * Checks of departments 科室检查抽查, of the green channel 绿色通道, and what departments look for themselves 自查自纠: called for by the quality office
 * beside those that the interval asks for, recorded by a sheet in their loop, counted within a year. Source: henan-2025.mq.5#08,
 * henan-2023.t20.3#01.
 */
import { createHash } from 'node:crypto';

import { addDays, dayOf, formatInstant, startOfDay } from '@fujie/core/kernel';
import type { LoopRecord } from '@fujie/core/loops';
import type { CheckSheetPoint } from '@fujie/core/organisation';
import {
  CHECK_SHEET,
  CHECK_SHEET_POINTS,
  departmentsWithGroup,
  GREEN_CHANNEL,
  GREEN_CHANNEL_LINKS,
  pointsNotMet,
} from '@fujie/core/organisation';
import { departments } from '@fujie/core/registers';
import type { CheckCall, ChecksResponse, DepartmentCheck } from '@fujie/wire/contracts';

import type { Actor } from '../platform/auth/permissions.ts';
import { within } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { refuseFarDay } from '../platform/http/far-day.ts';
import { namedDepartment } from '../platform/http/named-institution.ts';
import { HttpProblem, unfitField } from '../platform/http/problems.ts';
import { bodyDay } from '../platform/http/query-day.ts';
import { loopOn } from '../platform/loops/definitions.ts';
import { openLoop } from '../platform/loops/loops.ts';
import { findLoopBySubject, findRecords } from '../platform/loops/loops.query.ts';
import { loopActorOf } from '../platform/loops/visible.ts';
import type { CheckRow } from './checks.query.ts';
import { findChecks, takeOpenChecks } from './checks.query.ts';
import { checkDepartment } from './hazards.ts';
import { confinedTo, institutionOf } from './parts.ts';
import { CHECK, checkTitles, GREEN } from './recurring.ts';

const SELF = 'organisation/self-inspection';
const KIND_OF: Readonly<Record<string, DepartmentCheck['kind']>> = {
  ...{ [CHECK]: 'check', [GREEN]: 'green-channel', [SELF]: 'self-inspection' },
};
const YEAR_DAYS = 365;

/** Opens a check, or a self-inspection, of each department, all or nothing; the numbers of their loops. */
export async function callChecks(deps: Deps, actor: Actor, body: CheckCall): Promise<readonly number[]> {
  const institution = institutionOf(actor);
  const now = deps.clock.now();
  const today = dayOf(now);
  const dueOn = bodyDay('dueOn', body.dueOn);
  if (dueOn < today) throw unfitField('dueOn', 'it lies in the past', '期限不能早于今天');
  refuseFarDay('dueOn', dueOn, today);
  const snapshot = deps.registers.current();
  for (const [index, code] of body.departments.entries())
    checkDepartment(deps, institution, code, `departments.${String(index)}`);
  const loops = await within(deps, actor).db.tx(async (tx) => {
    const opened: number[] = [];
    const open = body.kind === 'check' ? await takeOpenChecks(tx, CHECK, institution) : [];
    for (const [index, code] of body.departments.entries()) {
      if (open.includes(code))
        throw unfitField(
          `departments.${String(index)}`,
          'a check of this department is owed already: record it there',
          '该科室已有待进行的检查，请在其闭环中登记',
        );
      const known = snapshot.nameOf(departments, `${institution}|${code}`, today);
      const name = { nameZh: known?.nameZh ?? code, nameEn: known?.nameEn ?? null };
      const problem = body.problem.trim();
      const titles =
        body.kind === 'check'
          ? checkTitles(name)
          : {
              titleZh: `${name.nameZh}：自查 ${problem}`,
              titleEn: `${name.nameEn ?? name.nameZh}: looks for ${problem}`,
            };
      const definition = body.kind === 'check' ? CHECK : SELF;
      const what = body.kind === 'check' ? [] : [createHash('sha256').update(problem).digest('hex').slice(0, 16)];
      const subject = [institution, code, ...what, dueOn].join('|');
      const row = await openLoop(deps, tx, {
        ...{ definition, subject },
        ...{ unit: institution, department: code, personId: null, occurredAt: now, by: loopActorOf(actor) },
        facts: { ...titles, problem, dueAt: `${dueOn}T23:59:59+08:00` },
      });
      // The same problem by the same day is asked of a department once, however often it is sent.
      const id = row?.id ?? (definition === SELF ? (await findLoopBySubject(tx, SELF, subject))?.id : undefined);
      if (id === undefined) throw notFollowed(loopOn(deps, definition, institution, today) !== null);
      opened.push(id);
    }
    return opened;
  });
  await deps.audit.record({
    ...{ actor, action: 'organisation:call', outcome: 'done', detail: { kind: body.kind, loops: loops.length } },
  });
  return loops;
}

function notFollowed(isDeclared: boolean): HttpProblem {
  return isDeclared
    ? new HttpProblem('conflict', {
        en: 'A check of this department was due on that day: choose another day.',
        zh: '该科室在此日期已有一次检查，请另选日期。',
      })
    : new HttpProblem('refused', {
        en: 'Neither a document here nor an own rule of the institution asks for checks of departments: take them on in the register of own rules.',
        zh: '当地文件与本院规定均未要求科室检查：请先在“院内自行执行的规则”目录中登记。',
      });
}

/** What was checked within a year, as far as the reader may see. */
export async function checksFor(deps: Deps, actor: Actor): Promise<ChecksResponse> {
  const institution = institutionOf(actor);
  const today = dayOf(deps.clock.now());
  const own = confinedTo(actor);
  const { db } = within(deps, actor);
  const found = await findChecks(db, {
    ...{
      definitions: [CHECK, GREEN, SELF],
      institution,
      department: own,
      since: startOfDay(addDays(today, -YEAR_DAYS)),
    },
  });
  // Unannounced: a department does not learn of a check before it took place.
  const rows = found.filter((row) => own === null || row.definition !== CHECK || outcomeOf(row, 'check') !== null);
  const records = await findRecords(
    db,
    rows.map(({ id }) => id),
  );
  await deps.audit.record({ actor, action: 'organisation:read', outcome: 'done' });
  const checks = rows.map((row) => viewOf(deps, institution, row, records.get(row.id) ?? []));
  const bound = departmentsWithGroup(deps.registers.current(), institution, today).filter(
    (code) => own === null || code === own,
  );
  const withFaults = checks.filter(({ outcome }) => outcome === 'faults' || outcome === 'found');
  const checked = new Set(
    checks.flatMap(({ kind, outcome, department }) => (kind === 'check' && outcome !== null ? [department.code] : [])),
  );
  return {
    mayCall: actor.role === 'quality-office',
    sheet: CHECK_SHEET_POINTS.map((point) => pointOf(CHECK_SHEET[point])),
    links: GREEN_CHANNEL_LINKS.map((link) => pointOf(GREEN_CHANNEL[link])),
    departments: bound.map((code) => namedDepartment(deps.registers.current(), institution, code)),
    figures: {
      departments: bound.length,
      checked: bound.filter((code) => checked.has(code)).length,
      found: withFaults.length,
      rectified: withFaults.filter(({ state }) => state === 'closed').length,
    },
    checks,
  };
}

function viewOf(deps: Deps, institution: string, row: CheckRow, records: readonly LoopRecord[]): DepartmentCheck {
  const now = deps.clock.now();
  const first = row.definition === SELF ? 'inspect' : 'check';
  const opened = records.findLast(({ kind }) => kind === 'opened');
  const facts: Readonly<Record<string, unknown>> = opened?.kind === 'opened' ? opened.facts : {};
  const act = records.findLast((record) => record.kind === 'act' && record.stage === first);
  const said: Readonly<Record<string, unknown>> = act?.kind === 'act' ? act.fields : {};
  const outcome = outcomeOf(row, first);
  const openedAt = opened?.occurredAt ?? now;
  const stage = loopOn(deps, row.definition, institution, dayOf(openedAt))?.stages.find(({ id }) =>
    row.stages.includes(id),
  );
  return {
    ...{ loop: row.id, kind: KIND_OF[row.definition] ?? 'check' },
    department: namedDepartment(deps.registers.current(), institution, row.department ?? ''),
    title: { zh: textIn(facts, 'titleZh') ?? '', en: textIn(facts, 'titleEn') ?? '' },
    ...{ problem: textIn(facts, 'problem'), openedAt: formatInstant(openedAt) },
    dueAt: row.dueMs === null ? null : formatInstant(Math.round(row.dueMs) as typeof now),
    state:
      row.status === 'open'
        ? row.dueMs !== null && row.dueMs < now
          ? 'overdue'
          : 'open'
        : row.status === 'closed'
          ? 'closed'
          : 'accounted',
    outcome: OUTCOMES.find((one) => one === outcome) ?? null,
    notMet:
      outcome === 'faults'
        ? (row.definition === GREEN
            ? pointsNotMet(GREEN_CHANNEL_LINKS, said).map((link) => pointOf(GREEN_CHANNEL[link]))
            : pointsNotMet(CHECK_SHEET_POINTS, said).map((point) => pointOf(CHECK_SHEET[point]))
          ).map(({ title }) => title)
        : [],
    findings: textIn(said, 'findings'),
    waits: stage === undefined ? null : { zh: stage.zh, en: stage.en },
  };
}

const pointOf = ({ zh, en, clause }: CheckSheetPoint) => ({ title: { zh, en }, clause });

const outcomeOf = ({ outcomes }: Pick<CheckRow, 'outcomes'>, stage: string): string | null =>
  outcomes.find(({ id }) => id === stage)?.outcome ?? null;

const OUTCOMES = ['conforming', 'faults', 'none', 'found'] as const;

function textIn(fields: Readonly<Record<string, unknown>>, name: string): string | null {
  const value = fields[name];
  return typeof value === 'string' && value !== '' ? value : null;
}
