/**
 * A MUST never expires between opening and signing the order form 开单页有效期: what was a must when the form was opened stays
 * one for that form. Looked up only when time alone may have ended a must. Source: recognition decision, section 3.3.
 */
import type { Instant } from '@fujie/core/kernel';
import type { EncounterFacts } from '@fujie/wire/contracts';

import type { Queryable } from '../platform/db/database.ts';
import { findRecentDecisions } from './decisions.query.ts';
import type { Grounds, JudgedItem, OpenedForm, Question } from './evaluate.ts';
import { mayHaveExpired } from './evaluate.ts';
import { instantOf } from './result-view.ts';

const MINUTE_MS = 60_000;

/** Whose form it is. */
interface FormOf {
  readonly personId: number;
  readonly institution: string;
  readonly practitioner: string | null;
  readonly encounter: EncounterFacts;
}

/** When the still valid form was opened on which each version of a result was a must; null: no must can have expired. */
export async function findOpenedForm(
  db: Queryable,
  grounds: Grounds,
  asked: FormOf,
  question: Question,
  items: readonly JudgedItem[],
): Promise<OpenedForm | null> {
  const since = (question.asOf - grounds.parameters.formValidityMinutes * MINUTE_MS) as Instant;
  if (!items.some((item) => mayHaveExpired(grounds, question, item, since))) return null;
  const opened = new Map<string, number>();
  const encounter = asked.encounter.id ?? null;
  for (const decision of await findRecentDecisions(db, asked.personId, asked.institution, since)) {
    const isSameForm = encounter === null ? decision.practitioner === asked.practitioner : true;
    if (decision.encounter !== encounter || !isSameForm || decision.output.timedOut) continue;
    for (const { item, candidates } of decision.output.items) {
      for (const { id, version, class: best, heldSince = decision.as_of_ms } of candidates) {
        const key = keyOf(item, id, version);
        if (best === 'MUST' && heldSince >= since) opened.set(key, Math.min(heldSince, opened.get(key) ?? heldSince));
      }
    }
  }
  return (item, row) => {
    const at = opened.get(keyOf(item, row.id, row.version));
    return at === undefined ? null : instantOf(at);
  };
}

const keyOf = (item: string, id: string, version: number): string => `${item}|${id}|${version}`;
