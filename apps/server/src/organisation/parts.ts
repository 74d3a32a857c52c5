/** What the doors of organisation share: whose records an actor sees, who is an officer, how people and days are named. */
import type { Day, Instant } from '@fujie/core/kernel';
import { addDays, dayOf, formatInstant } from '@fujie/core/kernel';
import type { DutyKind } from '@fujie/core/organisation';
import { DUTIES, DUTY_KINDS } from '@fujie/core/organisation';
import type { RegisterSnapshot } from '@fujie/core/registers';
import { qualityOfficers } from '@fujie/core/registers';
import type { OrganisationPeriodQuery, OrganisationStaff } from '@fujie/wire/contracts';

import type { Actor } from '../platform/auth/permissions.ts';
import type { Deps } from '../platform/deps.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import { queryDay } from '../platform/http/query-day.ts';

/** Who sees the whole institution; everybody else the own department. */
const OF_HOSPITAL: readonly string[] = ['quality-office', 'hospital-head'];

/** The department to which an actor is confined in matters of organisation; null: to none. */
export function confinedTo({ role, department }: Actor): string | null {
  return OF_HOSPITAL.includes(role) ? null : (department ?? '');
}

/** Whether an actor may enter what a department did: its head, the office, and who is its quality officer 质控员 today. */
export function mayRecordFor(
  { registers, clock }: Pick<Deps, 'registers' | 'clock'>,
  actor: Actor,
  department: string | null,
): boolean {
  if (actor.role === 'quality-office') return true;
  if (department === null || actor.department !== department) return false;
  if (actor.role === 'department-head') return true;
  return registers
    .current()
    .inForce(qualityOfficers, dayOf(clock.now()))
    .some(
      (row) =>
        row.institution === actor.institution &&
        row.department === department &&
        row.level === 'department' &&
        row.practitioner === actor.practitioner,
    );
}

export function staffOf(snapshot: RegisterSnapshot, institution: string, code: string): OrganisationStaff {
  return { code, name: snapshot.practitioner(institution, code)?.nameZh ?? code };
}

/** The kind of duty that a loop follows up. */
export function kindOf(definition: string): DutyKind | null {
  return DUTY_KINDS.find((kind) => DUTIES[kind].loop === definition) ?? null;
}

export const timeOf = (ms: number | null): string | null =>
  ms === null ? null : formatInstant(Math.round(ms) as Instant);

const MOST_DAYS = 400;

/** The period that is asked about: without days the last ninety and the month to come. */
export function periodOf(query: OrganisationPeriodQuery, now: Instant): { readonly from: Day; readonly to: Day } {
  const to = query.to === undefined ? addDays(dayOf(now), 31) : queryDay('to', query.to);
  const from = query.from === undefined ? addDays(dayOf(now), -92) : queryDay('from', query.from);
  const latest = addDays(from, MOST_DAYS);
  return { from, to: to > latest ? latest : to };
}

export function institutionOf({ institution }: Actor): string {
  if (institution !== null) return institution;
  throw new HttpProblem('not-permitted', {
    en: 'This account belongs to no institution.',
    zh: '该账户不属于任何机构。',
  });
}
