/**
 * `/api/v1/recognition/explanations`: repeats whose explanation to the patient is still owed, to be supplied by
 * `/api/v1/recognition/decisions` (national-2022.art.21).
 */
import { formatInstant } from '@fujie/core/kernel';
import { maskName } from '@fujie/core/person';
import type { RegisterSnapshot } from '@fujie/core/registers';
import type { OwedExplanation } from '@fujie/wire/contracts';
import { OwedExplanationsResponse } from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';

import type { Actor } from '../platform/auth/permissions.ts';
import { departmentOf, within } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import type { Addressee, OwedRow } from './owed.query.ts';
import { findOwed } from './owed.query.ts';
import { instantOf } from './result-view.ts';

const MOST_OWED = 500;

export function registerOwedRoutes(app: FastifyInstance, deps: Deps): void {
  app.get(
    '/api/v1/recognition/explanations',
    { config: { can: 'explanation:read' }, schema: { response: { 200: OwedExplanationsResponse } } },
    async ({ actor }) => {
      const addressee = addresseeOf(actor);
      const wanted = { ...addressee, department: departmentOf(actor) };
      const owed = await findOwed(within(deps, actor).db, wanted, deps.clock.now(), MOST_OWED);
      await Promise.all(
        [...new Set(owed.rows.map((row) => row.person_id))].map((personId) =>
          deps.audit.record({ actor, action: 'explanation:read', personId, outcome: 'done' }),
        ),
      );
      const snapshot = deps.registers.current();
      const isOwn = addressee.practitioner !== null;
      return {
        explanations: owed.rows.map((row) => ({
          ...owedOf(snapshot, addressee.institution, row),
          person: deps.seal.handleOf(row.person_id),
          personName: isOwn && row.person_name !== null ? maskName(row.person_name) : null,
        })),
        total: owed.total,
        overdue: owed.overdue,
      };
    },
  );
}

/** A physician is shown what is their own, others what is their institution's. */
export function addresseeOf(actor: Actor): Addressee {
  return {
    institution: actor.institution ?? '',
    practitioner: actor.role === 'doctor' ? (actor.practitioner ?? actor.id) : null,
  };
}

function owedOf(
  snapshot: RegisterSnapshot,
  institution: string,
  row: OwedRow,
): Omit<OwedExplanation, 'person' | 'personName'> {
  const item = snapshot.item(row.item);
  return {
    decision: row.decision_id,
    item: row.item,
    itemName: { zh: item?.nameZh ?? row.item, en: item?.nameEn ?? row.item },
    result: row.result_id,
    code: row.code,
    orderedAt: formatInstant(instantOf(row.acted_ms)),
    dueAt: formatInstant(instantOf(row.due_ms)),
    overdue: row.overdue,
    department: row.department === '' ? null : row.department,
    practitioner: row.practitioner,
    practitionerName: snapshot.practitioner(institution, row.practitioner)?.nameZh ?? null,
    encounter: row.encounter,
  };
}
