/** The words of a jurisdiction 适用法规 as screens show them: reasons with their clauses, cases of Article 19. */
import type { Day } from '@fujie/core/kernel';
import { dayOf } from '@fujie/core/kernel';
import { reasonText } from '@fujie/core/recognition';
import type { Jurisdiction } from '@fujie/packs';
import { resolveJurisdiction } from '@fujie/packs';
import type { Bilingual, Reason, ReasonsResponse } from '@fujie/wire/contracts';

import type { DecisionRow } from './decisions.query.ts';
import { instantOf } from './result-view.ts';

export type { Jurisdiction } from '@fujie/packs';

/**
 * The jurisdiction of an id on the day of an act; throws on one that is none, because configuration names it.
 */
export function jurisdictionOf(id: string, day: Day): Jurisdiction {
  return resolveJurisdiction(id, day);
}

/** The jurisdiction that a stored decision was made in, with the documents in force on its day. */
export function jurisdictionOfDecision(decision: Pick<DecisionRow, 'jurisdiction' | 'as_of_ms'>): Jurisdiction {
  return resolveJurisdiction(decision.jurisdiction, dayOf(instantOf(decision.as_of_ms)));
}

const exceptions = new WeakMap<Jurisdiction, ReasonsResponse['exceptions']>();

/** Reasons for which a physician may repeat, as a form offers them. */
export function exceptionsOf(jurisdiction: Jurisdiction): ReasonsResponse['exceptions'] {
  const known = exceptions.get(jurisdiction);
  if (known !== undefined) return known;
  const made = jurisdiction.exceptionReasons.map(({ code, article19, text, needsNote, clauses }) => ({
    code,
    article19,
    text: { ...text },
    needsNote,
    clauses: [...clauses],
  }));
  exceptions.set(jurisdiction, made);
  return made;
}

const reasons = new Map<string, Reason>();

/** A reason code in words, with its clauses. */
export function reasonOf(code: string): Reason {
  const cached = reasons.get(code);
  if (cached !== undefined) return cached;
  const { zh, en, clauses } = reasonText(code);
  const reason: Reason = { code, text: { zh, en }, clauses: [...clauses] };
  reasons.set(code, reason);
  return reason;
}

/** The words of a case of Article 19. */
export function exceptionText(jurisdiction: Jurisdiction, article19: number): Bilingual {
  const text = jurisdiction.exceptionReasons.find((reason) => reason.article19 === article19)?.text;
  return text ?? { zh: `第十九条情形${article19}`, en: `case ${article19} of Article 19` };
}
