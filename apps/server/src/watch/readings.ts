/** How each reader stands to whom they read 就诊关系, for the watch: asked afterwards, of what the hospitals recorded. */
import { DEFAULT_ACCESS, groundOf } from '@fujie/core/access';
import type { Instant } from '@fujie/core/kernel';
import type { RegisterSnapshot } from '@fujie/core/registers';
import type { Holder, Reading, Relation } from '@fujie/core/watch';

import { findAccessFacts } from '../platform/access/facts.query.ts';
import type { Deps } from '../platform/deps.ts';
import { findExamined, findTreating } from './facts.query.ts';
import type { UseRow } from './uses.query.ts';

const DAY_MS = 86_400_000;

type ReadingRow = UseRow & { readonly person: number };

/** Readings by people of institutions; an order that followed a look by `until` explains it. */
export async function readingsOf(
  deps: Pick<Deps, 'worker' | 'registers'>,
  uses: readonly UseRow[],
  holders: ReadonlyMap<string, Holder>,
  until: Instant,
): Promise<readonly Reading[]> {
  const byInstitution = new Map<string, { readonly reader: Holder; readonly use: ReadingRow }[]>();
  for (const use of uses) {
    const { person } = use;
    const reader = holders.get(use.account);
    // Only physicians read for treatment; what the other offices do has reviews of its own.
    if (person === null || reader?.role !== 'doctor' || reader.institution === null) continue;
    const held = byInstitution.get(reader.institution) ?? [];
    byInstitution.set(reader.institution, held);
    held.push({ reader, use: { ...use, person } });
  }
  const snapshot = deps.registers.current();
  const found = await Promise.all(
    [...byInstitution].map(async ([institution, held]) => {
      const persons = [...new Set(held.map(({ use }) => use.person))];
      const relationOf = await relationsIn(deps, snapshot, institution, persons, until);
      return held.map(({ reader, use }): Reading => {
        const { id: event, at, account, person, brokeGlass } = use;
        return { event, at: at as Instant, account, person, relation: relationOf(reader, person), brokeGlass };
      });
    }),
  );
  return found.flat();
}

async function relationsIn(
  { worker }: Pick<Deps, 'worker'>,
  snapshot: RegisterSnapshot,
  institution: string,
  persons: readonly number[],
  until: Instant,
): Promise<(reader: Holder, person: number) => Relation> {
  const since = until - DEFAULT_ACCESS.relationDays * DAY_MS;
  const heardSince = until - DEFAULT_ACCESS.openEncounterDays * DAY_MS;
  const [treating, examined, facts] = await Promise.all([
    findTreating(worker, institution, persons, since),
    findExamined(worker, institution, persons, since),
    findAccessFacts(worker, { persons, institution, practitioner: null, at: until, heardSince }),
  ]);
  const departmentOf = (practitioner: string): string | null =>
    snapshot.practitioner(institution, practitioner)?.department ?? null;
  const asked = { at: until, institution, practitioner: null, purpose: 'treatment', rescue: false } as const;
  return (reader, person) => {
    const physicians = treating.get(person) ?? new Set<string>();
    if (reader.practitioner !== null && physicians.has(reader.practitioner)) return 'own';
    const { department } = reader;
    if (department !== null && [...physicians].some((physician) => departmentOf(physician) === department))
      return 'department';
    const { relations = [] } = facts.get(person) ?? {};
    const isPatient = examined.has(person) || groundOf(asked, { relations, breakGlass: [] }, DEFAULT_ACCESS) !== null;
    return isPatient ? 'institution' : 'none';
  };
}
