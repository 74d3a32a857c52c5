/** A code mapping 编码对照 or an item that comes into force reaches the results that were stored before it. Source: sichuan-2025.4#03. */
import { mayBeCritical } from '@fujie/core/critical';
import type { Instant } from '@fujie/core/kernel';
import { dayOf } from '@fujie/core/kernel';
import type { RegisterSnapshot } from '@fujie/core/registers';
import { codeMappings, items } from '@fujie/core/registers';
import { ITEM_SYSTEM, LOINC_SYSTEM } from '@fujie/wire/fhir';

import type { Deps } from '../platform/deps.ts';
import type { Queryable } from '../platform/db/database.ts';
import type { CriticalSuspect } from '../platform/events/events.ts';
import { criticalThresholdsOf } from '../platform/loops/critical-thresholds.ts';
import { convertToItem, itemOf } from '../platform/items/items.ts';
import type { MappedRow, UnmappedRow } from './remap.query.ts';
import { fileUnder, findUnmapped } from './remap.query.ts';
import { withOrderers } from './orderers.ts';
import { isRecent, storedSuspect } from './suspects.ts';

const BATCH = 500;
const CONCERNED: readonly string[] = [codeMappings.id, items.id];

type Needs = Pick<Deps, 'config' | 'db' | 'registers' | 'clock' | 'events'>;

/** Files stored results whose codes were unknown under their items, if these registers changed; without names in any case. */
export async function remapUnknown(deps: Needs, changed: readonly string[] = CONCERNED): Promise<void> {
  if (!changed.some((register) => CONCERNED.includes(register))) return;
  const registers = deps.registers.current();
  const codes = knownCodes(registers);
  if (codes.length === 0) return;
  let after = '';
  for (;;) {
    const rows = await findUnmapped(deps.db, codes, after, BATCH);
    const now = deps.clock.now();
    const mapped = rows.flatMap((row) => mappedOf(registers, row, now) ?? []);
    if (mapped.length > 0)
      await deps.db.tx(async (tx) => {
        const filed = await fileUnder(tx, mapped);
        await tellSuspects(
          deps,
          tx,
          mapped.filter(({ row }) => filed.has(row.id)),
        );
      });
    const last = rows.at(-1);
    if (last === undefined || rows.length < BATCH) return;
    after = last.id;
  }
}

/** Every code that leads to an item, as results carry it. */
function knownCodes(registers: RegisterSnapshot): string[] {
  return [
    ...registers
      .all(codeMappings)
      .filter(({ row }) => row.state === 'approved')
      .map(({ row }) => `${row.system}|${row.code}`),
    ...registers
      .all(items)
      .flatMap(({ row }) => [
        `${ITEM_SYSTEM}|${row.code}`,
        ...(row.loinc === null ? [] : [`${LOINC_SYSTEM}|${row.loinc}`]),
      ]),
  ];
}

function mappedOf(registers: RegisterSnapshot, row: UnmappedRow, now: Instant): MappedRow | null {
  const codings = row.codes.map((code) => {
    const at = code.lastIndexOf('|');
    return { system: code.slice(0, at), code: code.slice(at + 1) };
  });
  const match = itemOf(registers, row.institution, codings, dayOf((row.ms ?? now) as Instant), row.unit);
  if (match === null) return null;
  const { value, warnings } = convertToItem(match.item, row.value_num, row.unit);
  return { row, item: match.item.code, by: match.by, value, warnings: [...row.warnings, ...warnings] };
}

/** What may be critical 危急值 was not known to be as long as its code led to no item. */
async function tellSuspects(deps: Needs, tx: Queryable, filed: readonly MappedRow[]): Promise<void> {
  const byInstitution = new Map<string, CriticalSuspect[]>();
  for (const one of filed) {
    const suspect = suspectOfMapped(deps, one);
    const { institution } = one.row;
    if (suspect !== null) byInstitution.set(institution, [...(byInstitution.get(institution) ?? []), suspect]);
  }
  for (const [institution, suspects] of byInstitution)
    await deps.events.emit(tx, 'results-suspected', {
      ...{ institution, sender: 'platform', replaced: [] },
      suspects: await withOrderers(tx, institution, suspects),
    });
}

function suspectOfMapped(deps: Needs, { row, item, value }: MappedRow): CriticalSuspect | null {
  const now = deps.clock.now();
  const { institution, comparator, specimen, flag } = row;
  const reportedAt = Math.min(row.reported_ms ?? now, now) as Instant;
  if (!isRecent(deps, institution, reportedAt, now)) return null;
  const isGiven = row.value_num !== null || row.value_text !== null;
  const text = row.value_num === null ? row.value_text : null;
  const measured = { item, value, isGiven, comparator, text, found: [], specimen, flag };
  const thresholds = criticalThresholdsOf(deps.registers.current(), institution, item, dayOf(reportedAt));
  const on = dayOf((row.collected_ms ?? reportedAt) as Instant);
  return mayBeCritical(measured, on, thresholds) === 'critical' ? storedSuspect(row, measured, reportedAt, null) : null;
}
