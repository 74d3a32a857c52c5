/**
 * Who may read a result of a person 访问判定: within an encounter, order or question at ordering of the own institution, or
 * with the glass broken; never against an objection, and of a sensitive class only with consent, unless a life is in danger.
 * Source: personal information protection law, art. 13, 28, 29 and 44; GB/T 39725-2020 chapter 11.1; national-2022.art.36#01.
 */
import type { Day, Instant } from '../kernel/day.ts';
import { dayOf } from '../kernel/day.ts';
import type { AccessParameters } from './parameters.ts';
import type { AccessReasonCode } from './reasons.ts';
import type { AccessFacts, AccessResult, BreakGlassFact, Reader, RelationFact, WishFact, WishScope } from './types.ts';

export interface AccessVerdict {
  readonly shown: boolean;
  readonly reason: AccessReasonCode;
}

const DAY_MS = 86_400_000;

/** Why somebody may read what other institutions recorded of a person; null: there is no ground. */
export function groundOf(
  reader: Reader,
  facts: Pick<AccessFacts, 'relations' | 'breakGlass'>,
  parameters: AccessParameters,
): 'RELATION' | 'BREAK_GLASS' | 'MANAGEMENT' | 'RESCUE' | null {
  if (reader.purpose === 'management') return 'MANAGEMENT';
  const isRelated = facts.relations.some(
    (relation) => relation.institution === reader.institution && isRecent(relation, reader.at, parameters),
  );
  if (isRelated) return 'RELATION';
  if (facts.breakGlass.some((grant) => isGranted(grant, reader))) return 'BREAK_GLASS';
  return reader.rescue && reader.practitioner === null ? 'RESCUE' : null;
}

/** Whether, and why, one result is shown to a reader or withheld 隐去. */
export function decideAccess(
  reader: Reader,
  facts: AccessFacts,
  result: AccessResult,
  parameters: AccessParameters,
): AccessVerdict {
  if (result.issuer === reader.institution) return { shown: true, reason: 'OWN' };
  const ground = groundOf(reader, facts, parameters);
  if (ground === null) return { shown: false, reason: 'NO_RELATION' };
  if (isEmergency(reader, facts)) return { shown: true, reason: 'EMERGENCY' };
  const day = dayOf(reader.at);
  const standing = facts.wishes.filter((wish) => isStanding(wish, day));
  if (standing.some((wish) => wish.kind === 'objection' && objectsTo(wish.scope, reader.institution, result)))
    return { shown: false, reason: 'OBJECTION' };
  if (result.sensitive === null) return { shown: true, reason: ground };
  return standing.some((wish) => wish.kind === 'consent' && consentsTo(wish.scope, reader.institution, result))
    ? { shown: true, reason: 'CONSENT' }
    : { shown: false, reason: 'CONSENT_MISSING' };
}

/** A life in danger passes objections and missing consents: as the encounter says, or as whoever broke the glass did. */
export function isEmergency(reader: Reader, facts: Pick<AccessFacts, 'breakGlass'>): boolean {
  return (
    reader.purpose === 'treatment' &&
    (reader.rescue || facts.breakGlass.some((grant) => grant.code === 'emergency' && isGranted(grant, reader)))
  );
}

function isGranted(grant: BreakGlassFact, { at, institution, practitioner }: Reader): boolean {
  return (
    grant.institution === institution && grant.practitioner === practitioner && grant.from <= at && at < grant.until
  );
}

function isRecent(relation: RelationFact, at: Instant, parameters: AccessParameters): boolean {
  const within = (since: Instant, days: number): boolean => at <= since + days * DAY_MS;
  if (relation.kind !== 'encounter') return relation.at <= at && within(relation.at, parameters.relationDays);
  const { state, startedAt, endedAt, toldAt } = relation;
  // An appointment of tomorrow is no encounter yet.
  if (state === 'void' || (startedAt ?? toldAt) > at) return false;
  if (state === 'open') return within(later(startedAt, toldAt), parameters.openEncounterDays);
  return within(endedAt ?? startedAt ?? toldAt, parameters.relationDays);
}

const later = (a: Instant | null, b: Instant): Instant => (a !== null && a > b ? a : b);

function isStanding({ from, to }: WishFact, day: Day): boolean {
  return from <= day && (to === null || day < to);
}

function objectsTo(scope: WishScope, reader: string, result: AccessResult): boolean {
  switch (scope.kind) {
    case 'all':
      return true;
    case 'institution':
      return scope.institution === result.issuer || scope.institution === reader;
    case 'class':
      return scope.class === result.sensitive || result.sensitive === 'unknown';
  }
}

/** Consent is given to one institution, to see any class; or for one class, to any institution; or for all. */
function consentsTo(scope: WishScope, reader: string, result: AccessResult): boolean {
  switch (scope.kind) {
    case 'all':
      return true;
    case 'institution':
      return scope.institution === reader;
    case 'class':
      return scope.class === result.sensitive;
  }
}
