/** Addresses of the pages of critical values. */
import { CRITICAL_INDICATORS } from '@fujie/wire/choices';

import { compact, dayParameter, numberParameter, oneOf, textOf } from './search.ts';

type Raw = Readonly<Record<string, unknown>>;

const periodIn = (raw: Raw) => ({ from: dayParameter(raw, 'from'), to: dayParameter(raw, 'to') });

export function criticalRegisterSearch(raw: Raw) {
  return compact({
    ...periodIn(raw),
    institution: textOf(raw, 'institution'),
    department: textOf(raw, 'department'),
    setting: oneOf(raw, 'setting', ['inpatient', 'outpatient', 'emergency', 'unknown']),
    status: oneOf(raw, 'status', ['open', 'closed', 'waived', 'void']),
    indicator: oneOf(raw, 'indicator', CRITICAL_INDICATORS),
    part: oneOf(raw, 'part', ['numerator', 'denominator', 'unknown', 'missed']),
    page: numberParameter(raw, 'page'),
  });
}

export function criticalStatisticsSearch(raw: Raw) {
  return compact({ ...periodIn(raw), by: oneOf(raw, 'by', ['institution', 'department', 'month']) });
}
