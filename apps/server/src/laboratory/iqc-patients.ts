/**
 * Patients' results as control 患者数据实时质控: learnt from the weeks before, followed over the last days. It stands beside the controls and
 * replaces none. Source: WS/T 641 (outline).
 */
import type { Day, Instant } from '@fujie/core/kernel';
import { addDays, formatInstant, startOfDay } from '@fujie/core/kernel';
import type { PatientStatistic } from '@fujie/core/laboratory';
import { followControl, learnControl, PATIENT_WINDOW } from '@fujie/core/laboratory';
import type { IqcPatientsResponse } from '@fujie/wire/contracts';

import type { Deps } from '../platform/deps.ts';
import { namedInstitution } from '../platform/http/named-institution.ts';
import { namedItem } from './iqc-month.ts';
import { findReportedValues } from './iqc-patients.query.ts';

const LEARN_DAYS = 60;
const FOLLOW_DAYS = 7;
const MOST_RESULTS = 20_000;
const MOST_POINTS = 500;

export interface PatientsWanted {
  readonly institution: string;
  readonly item: string;
  readonly statistic: PatientStatistic;
  readonly falseAlarms: number;
}

/** An item of an institution as of a day. */
export async function patientsView(
  deps: Pick<Deps, 'registers' | 'worker'>,
  { institution, item, statistic, falseAlarms }: PatientsWanted,
  day: Day,
): Promise<IqcPatientsResponse> {
  const snapshot = deps.registers.current();
  const split = startOfDay(addDays(day, 1 - FOLLOW_DAYS));
  const from = startOfDay(addDays(day, -LEARN_DAYS));
  // Numbers alone, of no patient: whoever manages control sees no results of patients.
  const values = await findReportedValues(
    deps.worker,
    { institution, item, from, to: startOfDay(addDays(day, 1)) },
    MOST_RESULTS,
  );
  const earlier = values.filter(({ atMs }) => atMs < split);
  const later = values.filter(({ atMs }) => atMs >= split);
  const learnt = learnControl(
    earlier.map(({ value }) => value),
    statistic,
    falseAlarms,
  );
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
    ...{ statistic, window: PATIENT_WINDOW, learnt: earlier.length },
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
