/** A code mapping 编码对照 or an item that comes into force reaches the results that were stored before it. Source: sichuan-2025.4#03. */
import type { Instant } from '@fujie/core/kernel';
import { dayOf } from '@fujie/core/kernel';
import type { RegisterSnapshot } from '@fujie/core/registers';
import { codeMappings, items } from '@fujie/core/registers';
import { ITEM_SYSTEM, LOINC_SYSTEM } from '@fujie/wire/fhir';

import type { Deps } from '../platform/deps.ts';
import { convertToItem, itemOf } from './items.ts';
import type { MappedRow, UnmappedRow } from './remap.query.ts';
import { fileUnder, findUnmapped } from './remap.query.ts';

const BATCH = 500;
const CONCERNED: readonly string[] = [codeMappings.id, items.id];

/** Files stored results whose codes were unknown under their items, when these registers changed. */
export async function remapUnknown(
  deps: Pick<Deps, 'db' | 'registers' | 'clock'>,
  changed: readonly string[],
): Promise<void> {
  if (!changed.some((register) => CONCERNED.includes(register))) return;
  const registers = deps.registers.current();
  const codes = knownCodes(registers);
  if (codes.length === 0) return;
  let after = '';
  for (;;) {
    const rows = await findUnmapped(deps.db, codes, after, BATCH);
    const now = deps.clock.now();
    await fileUnder(
      deps.db,
      rows.flatMap((row) => mappedOf(registers, row, now) ?? []),
    );
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
