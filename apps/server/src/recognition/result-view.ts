/** A stored result as callers read it, and as the decision looks at it. */
import type { Instant } from '@fujie/core/kernel';
import { dayOf, formatInstant } from '@fujie/core/kernel';
import type { ResultFacts } from '@fujie/core/recognition';
import type { RegisterSnapshot } from '@fujie/core/registers';
import type { ResultView } from '@fujie/wire/contracts';

import { namedInstitution } from '../platform/http/named-institution.ts';
import type { ResultRow } from './results.query.ts';

export function instantOf(ms: number): Instant {
  return Math.round(ms) as Instant;
}

export function timestampOf(ms: number | null): string | null {
  return ms === null ? null : formatInstant(instantOf(ms));
}

/** The value as printed: comparator and number, or text. */
function printed(row: ResultRow): string | null {
  if (row.value_num === null) return row.value_text;
  return `${row.comparator ?? ''}${row.value_num}`;
}

export function viewResult(snapshot: RegisterSnapshot, row: ResultRow): ResultView {
  const item = row.item === null ? null : snapshot.item(row.item);
  return {
    id: row.id,
    version: row.version,
    reportId: row.report_id,
    reportNumber: row.report_no,
    institution: namedInstitution(snapshot, row.institution),
    item:
      item === null
        ? null
        : { code: item.code, nameZh: item.nameZh, nameEn: item.nameEn, category: item.category, kind: item.kind },
    name: row.name ?? item?.nameZh ?? row.item ?? '',
    status: row.status,
    collectedAt: timestampOf(row.collected_ms),
    reportedAt: timestampOf(row.reported_ms),
    value: printed(row),
    valueNumber: row.value_num,
    unit: row.unit,
    itemValue: row.item_value,
    itemUnit: item?.unit ?? null,
    referenceLow: row.ref_low,
    referenceHigh: row.ref_high,
    referenceText: row.ref_text,
    flag: row.flag,
    method: row.method,
    content: row.content,
    marks: row.marks,
  };
}

const FINAL: readonly string[] = ['final', 'amended', 'corrected', 'appended'];
const NOT_YET: readonly string[] = ['registered', 'preliminary', 'partial'];

/** The facts of a result that the classification looks at. */
export function factsOf(row: ResultRow): ResultFacts {
  const collectedAt = instantOf(row.collected_ms ?? row.reported_ms ?? 0);
  return {
    item: row.item ?? '',
    institution: row.institution,
    identity: row.identity,
    status: FINAL.includes(row.status) ? 'final' : NOT_YET.includes(row.status) ? 'preliminary' : 'withdrawn',
    content: row.content,
    integrity: 'ok',
    source: 'platform',
    printedMarks: row.marks,
    collectedAt: formatInstant(collectedAt),
    reportedOn: dayOf(row.reported_ms === null ? collectedAt : instantOf(row.reported_ms)),
    specimen: row.specimen,
    method: row.method !== null,
    // An interval says nothing of a value whose unit is missing or unknown.
    referenceInterval:
      (row.ref_low !== null || row.ref_high !== null || row.ref_text !== null) &&
      !row.warnings.some((w) => w.startsWith('unit-')),
  };
}
