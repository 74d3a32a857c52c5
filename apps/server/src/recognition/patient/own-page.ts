/** The page that a patient has open 患者本人页面: whose it is, and with what scope the database is asked. */
import { DEFAULT_ACCESS, mayActFor } from '@fujie/core/access';
import { dayOf, formatInstant } from '@fujie/core/kernel';
import { maskName } from '@fujie/core/person';
import type { PatientSession } from '@fujie/wire/contracts';

import type { Actor, OwnPage } from '../../platform/auth/permissions.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Deps } from '../../platform/deps.ts';
import { HttpProblem } from '../../platform/http/problems.ts';
import { findMaskedNames } from '../../platform/access/masked-names.query.ts';
import { instantOf } from '../result-view.ts';
import type { ChildRow } from './guardians.query.ts';
import { findChildren } from './guardians.query.ts';

/** The page of a patient's session, and a database that shows the records of that person and of nobody else. */
export function ownPageOf(deps: Pick<Deps, 'scoped'>, actor: Actor): { readonly page: OwnPage; readonly db: Database } {
  const { page } = actor;
  if (page === undefined)
    throw new HttpProblem('not-signed-in', { en: 'Verify yourself again.', zh: '请重新核验身份。' });
  return { page, db: deps.scoped({ institutions: [], persons: [page.person] }) };
}

/** Whose page somebody may open as guardian today. */
export async function childrenOf(deps: Pick<Deps, 'worker' | 'clock'>, guardian: number): Promise<readonly ChildRow[]> {
  const today = dayOf(deps.clock.now());
  const rows = await findChildren(deps.worker, guardian);
  return rows.filter(({ from_day: from, to_day: to, birth_on: birthOn }) =>
    mayActFor({ from, to, birthOn }, today, DEFAULT_ACCESS),
  );
}

export async function sessionView(
  deps: Pick<Deps, 'worker' | 'scoped' | 'clock'>,
  page: OwnPage,
): Promise<PatientSession> {
  const persons = [page.person];
  const [nameOf, children] = await Promise.all([
    findMaskedNames(deps.scoped({ institutions: [], persons }), persons),
    childrenOf(deps, page.verified),
  ]);
  return {
    nameMasked: nameOf(page.person),
    guardian:
      page.guardian === null ? null : { nameMasked: maskName(page.guardian.name), relation: page.guardian.relation },
    children: children.map(({ id, name_norm: name, relation }) => ({
      guardianship: id,
      nameMasked: maskName(name ?? ''),
      relation,
    })),
    endsAt: formatInstant(instantOf(page.endsAt)),
  };
}
