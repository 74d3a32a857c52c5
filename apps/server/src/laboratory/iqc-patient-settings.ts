/**
 * Limits of control by patients' results 患者数据质控参数: learnt from a laboratory's own results, proposed to it, and in force once a person says so; what
 * was learnt stays as it was. Source: WS/T 641 (outline).
 */
import type { Instant } from '@fujie/core/kernel';
import { dayOf, formatInstant } from '@fujie/core/kernel';
import { beginFollowing, FEWEST_LEARNT } from '@fujie/core/laboratory';
import type {
  IqcPatientAlarm,
  IqcPatientAlarmResponse,
  IqcPatientDecision,
  IqcPatientSetting,
  IqcPatientSettingsResponse,
} from '@fujie/wire/contracts';

import type { Actor } from '../platform/auth/permissions.ts';
import { within } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { namedInstitution } from '../platform/http/named-institution.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import { namedItem } from './iqc-month.ts';
import { lockPatientItem } from './iqc-patient-steps.query.ts';
import type { AlarmRow, SettingRow } from './iqc-patient-settings.query.ts';
import {
  beginInForce,
  endInForce,
  findAlarmResults,
  findAlarms,
  findPoints,
  findSettings,
  insertSetting,
  insertSettingDecision,
} from './iqc-patient-settings.query.ts';
import type { PatientsWanted } from './iqc-patients.ts';
import { learnAsOf } from './iqc-patients.ts';
import { deciderOf, timeOf } from './result-reviews.ts';

const MOST_POINTS = 500;
const ON_A_PAGE = 40;
/** Who reads the results behind an alarm, of their own institution. */
const READERS: readonly string[] = ['laboratory', 'quality-office'];

/** Learns limits and proposes them; its number. */
export async function proposeSetting(deps: Deps, actor: Actor, wanted: PatientsWanted): Promise<number> {
  const { db } = within(deps, actor);
  const { institution, item, instrument, falseAlarms } = wanted;
  const { learnt, span, earlier } = await learnAsOf(deps, wanted, dayOf(deps.clock.now()));
  if (learnt === null)
    throw new HttpProblem('refused', {
      en: `\`item\`: ${String(earlier.length)} results in the time to learn from, and ${String(FEWEST_LEARNT)} are needed: wait, or choose another instrument.`,
      zh: `item：学习期内只有 ${String(earlier.length)} 个结果，至少需要 ${String(FEWEST_LEARNT)} 个：请等待积累，或选择其他仪器。`,
    });
  const proposal = { institution, item, instrument, learnt, wantedAlarms: falseAlarms, ...span, count: earlier.length };
  const id = await insertSetting(db, proposal, deciderOf(deps, actor));
  const subject = subjectOf({ institution, item, instrument });
  await deps.audit.record({
    actor,
    action: 'iqc:manage',
    subject,
    outcome: 'done',
    detail: { part: 'patients', proposed: id },
  });
  return id;
}

const subjectOf = ({
  institution,
  item,
  instrument,
}: Pick<SettingRow, 'institution' | 'item' | 'instrument'>): string => `patients|${institution}|${item}|${instrument}`;

type StateOf = IqcPatientSetting['state'];

function stateOf({ decisions, sinceMs, endedMs }: SettingRow): StateOf {
  if (sinceMs === null) return decisions.length > 0 ? 'declined' : 'proposed';
  if (endedMs === null) return 'in-force';
  return decisions.some(({ decision }) => decision === 'stopped') ? 'stopped' : 'replaced';
}

/** From which state each decision leads on. */
const FROM: Readonly<Record<IqcPatientDecision['decision'], StateOf>> = {
  'in-force': 'proposed',
  declined: 'proposed',
  stopped: 'in-force',
};

/** Puts proposed limits in force in place of those before, declines them, or ends following by them. */
export async function decideSetting(
  deps: Deps,
  actor: Actor,
  id: number,
  { decision, reason }: IqcPatientDecision,
): Promise<void> {
  const [known] = await findSettings(within(deps, actor).db, { id });
  if (known === undefined || known.institution !== actor.institution) throw noSuch();
  const by = deciderOf(deps, actor);
  await deps.worker.tx(async (tx) => {
    // Results that come meanwhile are followed by what is in force before or after.
    await lockPatientItem(tx, known);
    const [setting = known] = await findSettings(tx, { id });
    if (stateOf(setting) !== FROM[decision] || !(await insertSettingDecision(tx, setting, { decision, reason }, by)))
      throw new HttpProblem('conflict', {
        en: `These limits are ${stateOf(setting)} already: look at the page again; to follow by them anew, propose limits anew.`,
        zh: '该参数已有决定：请刷新页面查看；如需重新启用，请重新学习并提出。',
      });
    if (decision === 'declined') return;
    await endInForce(tx, setting, by.at);
    if (decision === 'in-force') await beginInForce(tx, { ...setting, state: beginFollowing(setting.control) }, by.at);
  });
  const detail = { part: 'patients', setting: id, decision };
  await deps.audit.record({ actor, action: 'iqc:manage', subject: subjectOf(known), outcome: 'done', detail });
}

const noSuch = (): HttpProblem =>
  new HttpProblem('not-found', {
    en: 'Your institution has no such limits or alarm: open it from the page of the item.',
    zh: '本机构没有该参数或报警：请从该项目的页面打开。',
  });

/** What is in force, proposed or was, with its alarms; the last statistics of one item. */
export async function settingsView(
  deps: Deps,
  actor: Actor,
  institution: string,
  item: string | null,
): Promise<IqcPatientSettingsResponse> {
  const { db } = within(deps, actor);
  const snapshot = deps.registers.current();
  const rows = await findSettings(db, { institution, item });
  const shown = item === null ? [] : rows.filter((row) => stateOf(row) === 'in-force');
  const charts = await Promise.all(
    shown.map(async ({ id }) => ({
      setting: id,
      points: (await findPoints(db, id, MOST_POINTS)).map(({ atMs, statistic, side }) => ({
        ...{ at: formatInstant(atMs as Instant), value: statistic, isAlarm: side !== null },
      })),
    })),
  );
  return {
    institution: namedInstitution(snapshot, institution),
    settings: rows.map((row) => settingOf(deps, row)),
    alarms: (await findAlarms(db, { institution, item })).map((row) => alarmOf(deps, row)),
    charts,
  };
}

function settingOf({ clock, registers }: Pick<Deps, 'clock' | 'registers'>, row: SettingRow): IqcPatientSetting {
  const snapshot = registers.current();
  const { low, high } = row.control.truncation;
  return {
    id: row.id,
    item: namedItem(snapshot, row.item),
    unit: snapshot.item(row.item, dayOf(clock.now()))?.unit ?? null,
    ...{ instrument: row.instrument, statistic: row.statistic, truncation: { low, high }, limits: row.limits },
    ...{ wantedAlarms: row.wantedAlarms, falseAlarmRate: row.falseAlarmRate },
    detection: row.detection.map((one) => ({ ...one })),
    learntFrom: formatInstant(row.fromMs as Instant),
    // The last moment of it.
    learntTo: formatInstant((row.toMs - 1) as Instant),
    ...{ learnt: row.count, proposedAt: formatInstant(row.recordedMs as Instant), proposedBy: row.by },
    ...{ state: stateOf(row), since: timeOf(row.sinceMs), until: timeOf(row.endedMs) },
    decisions: row.decisions.map(({ atMs, ...one }) => ({ ...one, at: formatInstant(atMs as Instant) })),
    ...{ followed: row.followed, alarms: row.alarms, openLoop: row.openLoop },
  };
}

function alarmOf({ clock, registers }: Pick<Deps, 'clock' | 'registers'>, row: AlarmRow): IqcPatientAlarm {
  const snapshot = registers.current();
  const { id, setting, instrument, side, statistic, bound, results, changed, loop, loopStatus, cause } = row;
  return {
    ...{ id, setting, item: namedItem(snapshot, row.item), instrument, side, statistic, bound, results, changed },
    unit: snapshot.item(row.item, dayOf(clock.now()))?.unit ?? null,
    first: formatInstant(row.firstMs as Instant),
    last: formatInstant(row.lastMs as Instant),
    at: formatInstant(row.atMs as Instant),
    loop: loop === null ? null : { id: loop, status: loopStatus ?? '', cause },
  };
}

/** The results behind an alarm of the own institution; whose they are is audited for each person. */
export async function alarmResults(
  deps: Deps,
  actor: Actor,
  id: number,
  page: number,
): Promise<IqcPatientAlarmResponse> {
  const { db } = within(deps, actor);
  const [alarm] = await findAlarms(db, { id });
  if (alarm === undefined || alarm.institution !== actor.institution || !READERS.includes(actor.role)) throw noSuch();
  const rows = await findAlarmResults(db, alarm, { page, pageSize: ON_A_PAGE });
  const subject = subjectOf(alarm);
  const detail = { part: 'patients', alarm: id, page };
  await deps.audit.record({ actor, action: 'iqc:read', subject, outcome: 'done', detail });
  const persons = [...new Set(rows.flatMap(({ personId }) => personId ?? []))];
  await Promise.all(
    persons.map((personId) =>
      deps.audit.record({ actor, action: 'iqc:read', subject, personId, outcome: 'done', detail }),
    ),
  );
  return {
    alarm: alarmOf(deps, alarm),
    ...{ page, pageSize: ON_A_PAGE },
    results: rows.map(({ report, value, reportedMs, standing }) => ({
      ...{ report, value, reportedAt: timeOf(reportedMs), standing },
    })),
  };
}
