/** What the decision on access looks at: encounters, orders and questions of an institution, broken glass, wishes. */
import type { Day, Instant } from '@fujie/core/kernel';
import type {
  BreakGlassCode,
  BreakGlassFact,
  EncounterFact,
  RelationFact,
  SensitiveClass,
  WishFact,
  WishScope,
} from '@fujie/core/access';

import type { Queryable } from '../db/database.ts';

/** A wish as statements bring it: kind, scope, code of the scope, first day, first day no more. */
export type WishRow = readonly [
  kind: 'objection' | 'consent',
  scope: WishScope['kind'],
  code: string | null,
  from: Day,
  to: Day | null,
];

/**
 * The wishes of a person as a JSON array of `WishRow`, or null, for a column of another statement: `person` and `knownAt`
 * (by then recorded) are expressions of it.
 */
export function wishesOf(person: string, knownAt = `'infinity'`): string {
  return `(select json_agg(json_build_array(w.kind, w.scope, w.scope_code, w.from_day, least(w.to_day,
      (select min(l.from_day) from person_wish_lift l where l.wish_id = w.id and l.recorded_at <= ${knownAt}))))
    from person_wish w where w.person_id = ${person} and w.recorded_at <= ${knownAt})`;
}

export function wishFacts(rows: readonly WishRow[] | null): readonly WishFact[] {
  return (rows ?? []).map(([kind, scope, code, from, to]) => ({ kind, scope: scopeOf(scope, code), from, to }));
}

export function scopeOf(kind: WishScope['kind'], code: string | null): WishScope {
  if (kind === 'institution') return { kind, institution: code ?? '' };
  return kind === 'class' ? { kind, class: code as SensitiveClass } : { kind };
}

interface FactsRow {
  person_id: number;
  /** Status; start, last message and end in milliseconds. */
  encounters: [status: string | null, started: number | null, told: number, ended: number | null][] | null;
  ordered: number | null;
  asked: number | null;
  glass: [code: BreakGlassCode, from: number, until: number][] | null;
  wishes: WishRow[] | null;
}

const ms = (column: string): string => `(extract(epoch from ${column})::float8 * 1000)`;

/** `$1` persons, `$2` institution, `$3` practitioner, `$4` now and `$5` the earliest message of an encounter (ms). */
const FACTS = `select p.person_id,
    (select json_agg(json_build_array(r.status, ${ms('r.effective_at')}, ${ms('r.updated_at')}, ${ms('r.ended_at')}))
       from resource r
      where r.person_id = p.person_id and r.type = 'Encounter' and r.current and r.institution = $2
        and r.updated_at >= to_timestamp($5::float8 / 1000)) as encounters,
    (select max(${ms('coalesce(r.effective_at, r.updated_at)')}) from resource r
      where r.person_id = p.person_id and r.type = 'ServiceRequest' and r.current and r.institution = $2
        and r.status in ('active', 'on-hold', 'completed')
        and coalesce(r.effective_at, r.updated_at) <= to_timestamp($4::float8 / 1000)) as ordered,
    (select ${ms('s.stated_at')} from encounter_statement s
      where s.person_id = p.person_id and s.institution = $2 and s.stated_at <= to_timestamp($4::float8 / 1000)
      order by s.stated_at desc limit 1) as asked,
    (select json_agg(json_build_array(g.code, ${ms('g.from_at')}, ${ms('g.until_at')})) from break_glass g
      where g.person_id = p.person_id and g.institution = $2 and g.practitioner = $3
        and g.until_at > to_timestamp($4::float8 / 1000)) as glass,
    ${wishesOf('p.person_id')} as wishes
  from unnest($1::bigint[]) as p (person_id)`;

export interface FactsQuestion {
  readonly persons: readonly number[];
  readonly institution: string;
  /** Null: a system, which breaks no glass. */
  readonly practitioner: string | null;
  readonly at: number;
  /** Encounters of which nothing was heard since are too old to matter. */
  readonly heardSince: number;
}

export interface FoundFacts {
  readonly relations: readonly RelationFact[];
  readonly breakGlass: readonly BreakGlassFact[];
  readonly wishes: readonly WishFact[];
}

/** The facts of persons by person, as one institution and practitioner have them. */
export async function findAccessFacts(
  db: Queryable,
  question: FactsQuestion,
): Promise<ReadonlyMap<number, FoundFacts>> {
  const { institution, practitioner } = question;
  const rows = await db.prepared<FactsRow>('access-facts', FACTS, [
    question.persons,
    institution,
    practitioner,
    question.at,
    question.heardSince,
  ]);
  const moment = (kind: 'order' | 'question', at: number | null): RelationFact[] =>
    at === null ? [] : [{ kind, institution, at: Math.round(at) as Instant }];
  return new Map(
    rows.map((row) => [
      row.person_id,
      {
        relations: [
          ...(row.encounters ?? []).map((encounter) => encounterFact(institution, encounter)),
          ...moment('order', row.ordered),
          ...moment('question', row.asked),
        ],
        breakGlass: (row.glass ?? []).map(([code, from, until]) => ({
          institution,
          practitioner: practitioner ?? '',
          code,
          from: Math.round(from) as Instant,
          until: Math.round(until) as Instant,
        })),
        wishes: wishFacts(row.wishes),
      },
    ]),
  );
}

const OPEN: readonly (string | null)[] = ['arrived', 'triaged', 'in-progress', 'onleave'];
const VOID: readonly (string | null)[] = ['planned', 'cancelled', 'entered-in-error', null];

type EncounterRow = NonNullable<FactsRow['encounters']>[number];

function encounterFact(institution: string, [status, started, told, ended]: EncounterRow): EncounterFact {
  return {
    kind: 'encounter',
    institution,
    state: OPEN.includes(status) ? 'open' : VOID.includes(status) ? 'void' : 'ended',
    startedAt: started === null ? null : (Math.round(started) as Instant),
    endedAt: ended === null ? null : (Math.round(ended) as Instant),
    toldAt: Math.round(told) as Instant,
  };
}
