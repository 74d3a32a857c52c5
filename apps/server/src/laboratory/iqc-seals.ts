/**
 * Seals of measurements of control material 质控数据封签: a keyed hash of all that was recorded of each. Whoever alters one in the database, or adds one
 * past the platform, cannot make it without the secret of the installation, and is told of. Source: henan-2025.lab.6#09, lab.6#08.
 */
import type { Instant } from '@fujie/core/kernel';

import { createVault } from '../platform/auth/vault.ts';
import type { Deps } from '../platform/deps.ts';
import { findFirstSealed, findSealed } from './iqc-seals.query.ts';
import type { SystemOf } from './iqc-series.query.ts';
import type { NewResult } from './iqc.query.ts';

export type SealOf = (result: NewResult) => Buffer;

/** Seals of an installation. */
export function resultSeals({ secret }: { readonly secret: string }): SealOf {
  const vault = createVault(secret, 'iqc-result');
  return (result) => vault.hash(JSON.stringify(recordedOf(result)), 'seal');
}

/** All that was recorded, in one order; numbers as numbers, whatever digits the database keeps of them. */
const recordedOf = (one: NewResult): readonly (string | number | boolean | null)[] => [
  ...[one.institution, one.system, one.product, one.lot, one.level],
  ...[one.value === null ? null : Number(one.value), one.reading, Math.round(one.measuredAt), one.run, one.purpose],
  ...[one.operator, one.reagentLot, one.calibratorLot, one.channel, one.key, one.repeatOf, one.corrects],
  ...[one.isVoid, one.reason, one.isLate, one.enteredBy, one.enteredName, Math.round(one.recordedAt)],
];

/** A measurement that is not as it was recorded, or that the platform did not record. */
export interface BrokenSeal extends SystemOf {
  readonly result: number;
  readonly measuredAt: Instant;
  readonly isUnsealed: boolean;
}

export interface SealCheck {
  readonly since: Instant;
  readonly systems: readonly SystemOf[];
  /** Once it says so, nothing more is looked at. */
  readonly isEnding?: () => boolean;
}

/** Systems of one statement. */
const BATCH = 16;

/** Compares what systems measured since an instant with its seals, and tells each that is broken; how many were compared. */
export async function checkSeals(
  deps: Pick<Deps, 'config' | 'worker'>,
  { since, systems, isEnding = () => false }: SealCheck,
  tell: (broken: BrokenSeal) => void,
): Promise<number> {
  const first = await findFirstSealed(deps.worker);
  if (first === null) return 0;
  const sealOf = resultSeals(deps.config);
  let compared = 0;
  for (let from = 0; from < systems.length && !isEnding(); from += BATCH)
    for (const { id, seal, ...result } of await findSealed(
      deps.worker,
      systems.slice(from, from + BATCH),
      since,
      first,
    )) {
      compared += 1;
      const { institution, system, measuredAt } = result;
      if (seal === null || !sealOf(result).equals(seal))
        tell({ institution, system, result: id, measuredAt, isUnsealed: seal === null });
    }
  return compared;
}
