/**
 * Patients' results as control 患者数据实时质控: learnt from the weeks before, followed over the last days. It stands beside the controls and
 * replaces none. Source: WS/T 641 (outline).
 */
import type { Day, Instant } from '@fujie/core/kernel';
import { addDays, dayOf, formatInstant, startOfDay } from '@fujie/core/kernel';
import type { LearntControl, PatientStatistic } from '@fujie/core/laboratory';
import { followControl, learnControl, PATIENT_WINDOW } from '@fujie/core/laboratory';
import type { IqcPatientsResponse } from '@fujie/wire/contracts';

import type { Deps } from '../platform/deps.ts';
import { namedInstitution } from '../platform/http/named-institution.ts';
import { namedItem } from './iqc-month.ts';
import { instrumentsOf } from './iqc-patient-follow.ts';
import type { ReportedValue } from './iqc-patients.query.ts';
import { findReportedValues } from './iqc-patients.query.ts';

const LEARN_DAYS = 60;
const FOLLOW_DAYS = 7;
const MOST_RESULTS = 20_000;
const MOST_POINTS = 500;

export interface PatientsWanted {
  readonly institution: string;
  readonly item: string;
  /** Empty: results that name no instrument on record. */
  readonly instrument: string;
  readonly statistic: PatientStatistic;
  readonly falseAlarms: number;
}

interface Learnt {
  readonly learnt: LearntControl | null;
  readonly span: { readonly from: Instant; readonly to: Instant };
  readonly earlier: readonly ReportedValue[];
  readonly later: readonly ReportedValue[];
  readonly instruments: readonly { readonly code: string; readonly results: number }[];
}

/** What is learnt as of a day from the weeks before the last days. */
export async function learnAsOf(
  deps: Pick<Deps, 'registers' | 'worker'>,
  { institution, item, instrument, statistic, falseAlarms }: PatientsWanted,
  day: Day,
  most = MOST_RESULTS,
): Promise<Learnt> {
  const to = startOfDay(addDays(day, 1 - FOLLOW_DAYS));
  const from = startOfDay(addDays(day, -LEARN_DAYS));
  // Numbers alone, of no patient: whoever manages control sees no results of patients.
  const reported = (since: Instant, until: Instant): Promise<readonly ReportedValue[]> =>
    findReportedValues(deps.worker, { institution, item, from: since, to: until }, most);
  const [before, since] = [await reported(from, to), await reported(to, startOfDay(addDays(day, 1)))];
  const named = instrumentsOf(deps.registers.current(), institution, day);
  const isOwn = ({ device }: ReportedValue): boolean => named(device) === instrument;
  const earlier = before.filter(isOwn);
  const counts = new Map<string, number>();
  for (const { device } of [...before, ...since]) counts.set(named(device), (counts.get(named(device)) ?? 0) + 1);
  // Of more than are read at once the latest teach.
  const first = before.length === most ? before[0]?.atMs : undefined;
  return {
    learnt: learnControl(
      earlier.map(({ value }) => value),
      statistic,
      falseAlarms,
    ),
    ...{ span: { from: (first ?? from) as Instant, to }, earlier, later: since.filter(isOwn) },
    instruments: [...counts].map(([code, results]) => ({ code, results })).sort((a, b) => b.results - a.results),
  };
}

/** An item of an institution as of a day. */
export async function patientsView(
  deps: Pick<Deps, 'registers' | 'worker'>,
  wanted: PatientsWanted,
  day: Day,
): Promise<IqcPatientsResponse> {
  const snapshot = deps.registers.current();
  const { institution, item, instrument, statistic } = wanted;
  const { learnt, span, earlier, later, instruments } = await learnAsOf(deps, wanted, day);
  const followed =
    learnt === null
      ? []
      : followControl(
          later.map(({ value }) => value),
          learnt,
        );
  const { low = null, high = null } = learnt?.control.truncation ?? {};
  return {
    institution: namedInstitution(snapshot, institution),
    item: namedItem(snapshot, item),
    unit: snapshot.item(item, day)?.unit ?? null,
    ...{ instrument, instruments: [...instruments], statistic, window: PATIENT_WINDOW, learnt: earlier.length },
    learntFrom: learnt === null ? null : dayOf(span.from),
    learntUntil: learnt === null ? null : addDays(day, -FOLLOW_DAYS),
    truncation: low === null || high === null ? null : { low, high },
    limits: learnt?.limits ?? null,
    falseAlarmRate: learnt?.falseAlarmRate ?? null,
    detection: (learnt?.detection ?? []).map((one) => ({ ...one })),
    points: followed.slice(-MOST_POINTS).map(({ index, value, isAlarm }) => ({
      at: formatInstant((later[index]?.atMs ?? 0) as Instant),
      ...{ value, isAlarm },
    })),
  };
}
