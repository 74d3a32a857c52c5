/** Blind samples of the past 既往飞行盲样, for a demonstration: hidden, found in ordinary reports, revealed or withdrawn as a centre does it. */
import type { Day, Instant } from '@fujie/core/kernel';
import { normaliseName, normaliseNumber } from '@fujie/core/person';

import { unitOfRegion } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import type { BlindTarget, FoundResult } from './blind.query.ts';
import { insertBlind, insertBlindEnd } from './blind.query.ts';
import { compare } from './blind.ts';
import type { By } from './eqa.query.ts';

export interface PastBlind {
  readonly code: string;
  readonly institution: string;
  readonly mrn: string;
  readonly name: string;
  readonly handedOn: Day;
  readonly hiddenAt: Instant;
  readonly targets: readonly BlindTarget[];
  /** How it ended; null: it is on its way, or its results wait to be judged. */
  readonly end:
    | { readonly at: Instant; readonly found: readonly Omit<FoundResult, 'sample'>[] }
    | { readonly at: Instant; readonly reason: string }
    | null;
}

/** Notes samples that are not there yet. What a failure means for marks stands in the registers already. */
export async function recordPastBlind(
  deps: Deps,
  { region, centre }: { readonly region: string; readonly centre: Omit<By, 'at'> },
  samples: readonly PastBlind[],
): Promise<void> {
  const unit = unitOfRegion(region);
  await deps.scoped({ institutions: [unit], persons: [] }).tx(async (tx) => {
    for (const { mrn, name, hiddenAt, end, ...sample } of samples) {
      const token = deps.seal.token('mrn', sample.institution, normaliseNumber(mrn));
      const id = await insertBlind(
        tx,
        { ...sample, unit, token, name: deps.seal.nameToken(normaliseName(name)) },
        { ...centre, at: hiddenAt },
      );
      if (id === null || end === null) continue;
      const found = 'found' in end ? end.found.map((one) => ({ ...one, sample: id })) : [];
      await insertBlindEnd(
        tx,
        { id, unit },
        {
          kind: 'found' in end ? 'revealed' : 'withdrawn',
          compared: compare({ id, targets: sample.targets }, found),
          reason: 'reason' in end ? end.reason : null,
        },
        { ...centre, at: end.at },
      );
    }
  });
}
