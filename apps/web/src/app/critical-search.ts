/** Addresses of the pages of critical values. */
import { CRITICAL_INDICATORS, CRITICAL_KINDS } from '@fujie/wire/choices';

import { compact, dayParameter, numberParameter, oneOf, textOf } from './search.ts';

type Raw = Readonly<Record<string, unknown>>;

const scopeIn = (raw: Raw) => ({
  setting: oneOf(raw, 'setting', ['inpatient', 'outpatient', 'emergency', 'unknown']),
  kind: oneOf(raw, 'kind', CRITICAL_KINDS),
});
const periodIn = (raw: Raw) => ({ from: dayParameter(raw, 'from'), to: dayParameter(raw, 'to') });

export function criticalRegisterSearch(raw: Raw) {
  return compact({
    ...periodIn(raw),
    institution: textOf(raw, 'institution'),
    department: textOf(raw, 'department'),
    ...scopeIn(raw),
    status: oneOf(raw, 'status', ['open', 'closed', 'waived', 'void']),
    indicator: oneOf(raw, 'indicator', CRITICAL_INDICATORS),
    part: oneOf(raw, 'part', ['numerator', 'denominator', 'unknown', 'missed']),
    page: numberParameter(raw, 'page'),
  });
}

export function criticalStatisticsSearch(raw: Raw) {
  const by = oneOf(raw, 'by', ['institution', 'department', 'kind', 'setting', 'month']);
  return compact({ ...periodIn(raw), ...scopeIn(raw), by });
}
