/**
 * What of a person's results a decision may look at 可用结果: the system that asks is in the encounter, so that what is left
 * to ask is whether the person objects, and consents to the sensitive classes.
 */
import type { Instant } from '@fujie/core/kernel';
import type { RegisterSnapshot } from '@fujie/core/registers';
import type { EncounterFacts } from '@fujie/wire/contracts';

import { personAccess } from '../platform/access/access.ts';
import { wishFacts } from '../platform/access/facts.query.ts';
import type { WishedRow } from './results.query.ts';

/** Those of the rows that the receiver may be shown. */
export function permitted<R extends WishedRow>(
  snapshot: RegisterSnapshot,
  question: { readonly receiver: string; readonly asOf: number; readonly encounter: EncounterFacts },
  rows: readonly R[],
): readonly R[] {
  const [first] = rows;
  if (first === undefined) return rows;
  const at = question.asOf as Instant;
  const access = personAccess(
    snapshot,
    {
      at,
      institution: question.receiver,
      practitioner: null,
      purpose: 'treatment',
      rescue: question.encounter.rescue === true,
    },
    {
      relations: [{ kind: 'question', institution: question.receiver, at }],
      breakGlass: [],
      wishes: wishFacts(first.wishes),
    },
  );
  return rows.filter((row) => access.shows(row));
}
