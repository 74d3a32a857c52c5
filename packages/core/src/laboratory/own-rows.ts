/** What a register 目录 holds of an institution on a day, parted once for all institutions: many are looked at one after the other. */
import type { Day } from '../kernel/day.ts';
import { groupBy } from '../kernel/group-by.ts';
import type { Columns, RegisterDefinition, RowOf } from '../kernel/register.ts';
import type { RegisterSnapshot } from '../registers/snapshot.ts';

export function ownRows<C extends Columns & { readonly institution: Columns[string] }>(
  snapshot: RegisterSnapshot,
  definition: RegisterDefinition<C>,
  institution: string,
  day: Day,
): readonly RowOf<C>[] {
  const ofEach = snapshot.memo(`own|${definition.id}|${day}`, () =>
    groupBy(snapshot.inForce(definition, day), (row) =>
      String((row as { readonly institution?: unknown }).institution),
    ),
  );
  return ofEach.get(institution) ?? [];
}
