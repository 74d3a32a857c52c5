/**
 * What a person's results an actor may be shown 访问判定, asked here by every door: facts from the database, the verdict from
 * the core. Results of the own institution need no ground.
 */
import type { Instant } from '@fujie/core/kernel';
import type { AccessFacts, AccessReasonCode, Reader } from '@fujie/core/access';
import { decideAccess, DEFAULT_ACCESS, groundOf, isEmergency } from '@fujie/core/access';
import type { RegisterSnapshot } from '@fujie/core/registers';

import type { Actor } from '../auth/permissions.ts';
import type { Deps } from '../deps.ts';
import { findAccessFacts } from './facts.query.ts';

/** A result by what access depends on; `item` null: it is of no item of the register. */
export interface Readable {
  readonly institution: string;
  readonly item: string | null;
}

export interface PersonAccess {
  /** Why results of other institutions may be read at all; null: they may not. */
  readonly ground: AccessReasonCode | null;
  /** A life is in danger: neither objection nor missing consent withholds anything. */
  readonly isEmergency: boolean;
  /** When a broken glass closes again (ms); null: none is open. */
  readonly glassUntil: number | null;
  shows(result: Readable): boolean;
  /** Whether what an institution recorded of the person beside results, such as a telephone number, may be seen. */
  showsPersonOf(issuer: string): boolean;
}

const NO_FACTS: AccessFacts = { relations: [], breakGlass: [], wishes: [] };

/** The access that facts give to a reader. */
export function personAccess(snapshot: RegisterSnapshot, reader: Reader, facts: AccessFacts): PersonAccess {
  const untils = facts.breakGlass.map((grant) => grant.until).filter((until) => until > reader.at);
  // A person has hundreds of results of a few issuers and items.
  const known = new Map<string, boolean>();
  const isShown = (issuer: string, sensitive: ReturnType<typeof sensitiveClassOf>): boolean => {
    const key = `${issuer}|${sensitive ?? ''}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const { shown } = decideAccess(reader, facts, { issuer, sensitive }, DEFAULT_ACCESS);
    known.set(key, shown);
    return shown;
  };
  return {
    ground: groundOf(reader, facts, DEFAULT_ACCESS),
    isEmergency: isEmergency(reader, facts),
    glassUntil: untils.length === 0 ? null : Math.max(...untils),
    shows: ({ institution, item }) => isShown(institution, sensitiveClassOf(snapshot, item)),
    showsPersonOf: (issuer) => isShown(issuer, null),
  };
}

/** The class of a result by the register of items; of what is in no register nobody knows. */
function sensitiveClassOf(snapshot: RegisterSnapshot, code: string | null) {
  const item = code === null ? null : snapshot.item(code);
  return item === null ? 'unknown' : (item.sensitive ?? null);
}

export function readerOf(actor: Actor, at: number): Reader {
  return {
    at: at as Instant,
    institution: actor.institution ?? '',
    practitioner: actor.role === 'system' ? null : (actor.practitioner ?? actor.id),
    purpose: actor.role === 'doctor' || actor.role === 'system' ? 'treatment' : 'management',
    rescue: false,
  };
}

const DAY_MS = 86_400_000;

type AccessDeps = Pick<Deps, 'scoped' | 'registers' | 'clock'>;

/** What of some persons an actor may be shown, by person; `purpose` where it is not that of the role. */
export async function accessTo(
  deps: AccessDeps,
  actor: Actor,
  persons: readonly number[],
  purpose?: Reader['purpose'],
): Promise<(person: number) => PersonAccess> {
  const own = readerOf(actor, deps.clock.now());
  const reader: Reader = purpose === undefined ? own : { ...own, purpose };
  const snapshot = deps.registers.current();
  const facts =
    persons.length === 0 || reader.institution === ''
      ? new Map<number, AccessFacts>()
      : await findAccessFacts(deps.scoped({ institutions: [reader.institution], persons }), {
          persons,
          institution: reader.institution,
          practitioner: reader.practitioner,
          at: reader.at,
          heardSince: reader.at - Math.max(DEFAULT_ACCESS.openEncounterDays, DEFAULT_ACCESS.relationDays) * DAY_MS,
        });
  const accesses = new Map(
    [...facts].map(([person, found]) => [person, personAccess(snapshot, reader, found)] as const),
  );
  const nothing = personAccess(snapshot, { ...reader, purpose: 'treatment' }, NO_FACTS);
  return (person) => accesses.get(person) ?? nothing;
}
