/** 谁看过我的数据: what the audit holds of a person, as that person reads it. Source: personal information protection law, art. 44, 45. */
import { formatInstant } from '@fujie/core/kernel';
import type { GlassView, LooksResponse, LookView } from '@fujie/wire/contracts';

import type { Actor } from '../../platform/auth/permissions.ts';
import type { Deps } from '../../platform/deps.ts';
import { namedDepartment, namedInstitution } from '../../platform/http/named-institution.ts';
import { instantOf } from '../result-view.ts';
import type { GlassRow, LookRow } from './looks.query.ts';
import { findGlassOf, findLooks } from './looks.query.ts';
import { ownPageOf } from './own-page.ts';

const PAGE = 50;
const MOST_GLASS = 100;

export async function looksAt(deps: Deps, actor: Actor, after: number | null): Promise<LooksResponse> {
  const { page, db } = ownPageOf(deps, actor);
  const [rows, glass] = await Promise.all([
    findLooks(db, page.person, after, PAGE + 1),
    after === null ? findGlassOf(db, page.person, MOST_GLASS) : [],
  ]);
  await deps.audit.record({ actor, action: 'patient:looks', personId: page.person, outcome: 'done' });
  const shown = rows.slice(0, PAGE);
  const last = rows.length > shown.length ? shown.at(-1) : undefined;
  return {
    glass: glass.map((row) => glassView(deps, row)),
    looks: shown.map((row) => lookView(deps, row)),
    next: last === undefined ? null : String(last.id),
  };
}

function lookView(deps: Deps, row: LookRow): LookView {
  const { id, department, role, purpose, action, outcome, times, institution } = row;
  const snapshot = deps.registers.current();
  return {
    id,
    at: formatInstant(instantOf(row.at_ms)),
    institution: institution === null ? null : namedInstitution(snapshot, institution),
    department: department === null ? null : namedDepartment(snapshot, institution, department),
    role,
    staff: deps.config.patients.showsStaff ? row.staff : null,
    purpose,
    action,
    outcome,
    times,
  };
}

function glassView(deps: Deps, row: GlassRow): GlassView {
  const snapshot = deps.registers.current();
  const { id, institution, practitioner, code, note, verdict } = row;
  const name = snapshot.practitioner(institution, practitioner)?.nameZh ?? practitioner;
  return {
    id,
    institution: namedInstitution(snapshot, institution),
    staff: deps.config.patients.showsStaff ? name : null,
    code,
    note,
    at: formatInstant(instantOf(row.from_ms)),
    until: formatInstant(instantOf(row.until_ms)),
    open: instantOf(row.until_ms) > deps.clock.now(),
    reviewDue: row.review_due,
    verdict,
  };
}
