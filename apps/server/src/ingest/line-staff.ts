/** Who tested and released a line of a report 检验者与审核者, as the report names them, and whether they were authorised (henan-2025.lab.6#03). */
import { dayOf } from '@fujie/core/kernel';
import type { LineStaff } from '@fujie/core/laboratory';
import { isUnauthorised } from '@fujie/core/laboratory';
import type { DiagnosticReport, Observation, Reference, Resource } from '@fujie/wire/fhir';
import { DEPARTMENT_SYSTEM, INSTITUTION_SYSTEM, PRACTITIONER_SYSTEM } from '@fujie/wire/fhir';

import { identifiersOf } from './naming.ts';
import type { PreparedResult } from './prepared.ts';
import type { ResultContext } from './rows.ts';

type Lookup = (reference: string | undefined) => Resource | undefined;

/** Staff numbers that a line and its report name. */
export function staffOfLine(line: Observation, report: DiagnosticReport | undefined, lookup: Lookup): LineStaff {
  return {
    testers: numbersIn(line.performer, lookup),
    reviewers: numbersIn(report?.resultsInterpreter, lookup),
  };
}

/** Whether a line or its report names somebody whose staff number it does not say. */
export function namesOthers(line: Observation, report: DiagnosticReport | undefined, lookup: Lookup): boolean {
  return [...(line.performer ?? []), ...(report?.resultsInterpreter ?? [])].some(
    (one) => numberOf(one, lookup) === undefined && !isPlace(one, lookup),
  );
}

function numbersIn(references: readonly Reference[] = [], lookup: Lookup): readonly string[] {
  return references.flatMap((one) => numberOf(one, lookup) ?? []);
}

function numberOf({ identifier, reference }: Reference, lookup: Lookup): string | undefined {
  if (identifier?.system === PRACTITIONER_SYSTEM) return identifier.value;
  const found = lookup(reference);
  return found && identifiersOf(found).find(({ system }) => system === PRACTITIONER_SYSTEM)?.value;
}

/** A department or an institution stands where a person may. */
function isPlace({ type, identifier, reference }: Reference, lookup: Lookup): boolean {
  const of = type ?? lookup(reference)?.resourceType ?? reference?.split('/')[0];
  return of === 'Organization' || [DEPARTMENT_SYSTEM, INSTITUTION_SYSTEM].includes(identifier?.system ?? '');
}

/** Somebody whom the line names was not authorised for its group of items on the day of the report. */
export const UNAUTHORISED_STAFF = 'unauthorised-staff';

/** The row with a remark where it is due; all others as they are, because copying costs here. */
export function withStaffRemark(
  row: PreparedResult,
  staff: LineStaff,
  { registers, institution, now }: ResultContext,
): PreparedResult {
  const day = dayOf(row.reportedAt ?? now);
  if (row.item === null || !isUnauthorised(registers, { institution, item: row.item, staff }, day)) return row;
  return { ...row, warnings: [...row.warnings, UNAUTHORISED_STAFF] };
}
