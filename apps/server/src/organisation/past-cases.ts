/** Cases of the past for a demonstration: entered, reviewed and told as people would have, each at its own moment. */
import type { Instant } from '@fujie/core/kernel';
import type { CaseEntry } from '@fujie/wire/contracts';

import type { Deps } from '../platform/deps.ts';
import { recordInLoop } from '../platform/loops/loops.ts';
import { loopActorOf } from '../platform/loops/visible.ts';
import { enterCase } from './case-reviews.ts';
import { actorOf, at } from './past.ts';

export interface PastCase {
  readonly at: Instant;
  readonly entry: CaseEntry;
  readonly acts: readonly {
    readonly stage: string;
    readonly outcome: string;
    readonly role: 'quality-office' | 'department-head' | 'hospital-head';
    readonly at: Instant;
    readonly fields: Readonly<Record<string, string>>;
  }[];
}

/** What the quality office of an institution entered in its ledger, and how it was gone over again. */
export async function reviewPastCases(deps: Deps, institution: string, cases: readonly PastCase[]): Promise<void> {
  for (const { at: when, entry, acts } of cases) {
    const loop = await enterCase(at(deps, when), actorOf('quality-office', institution, null, null), entry);
    for (const { stage, outcome, role, at: then, fields } of acts)
      await deps.worker.tx((tx) =>
        recordInLoop(at(deps, then), tx, loop, {
          ...{ key: `${stage}:${outcome}`, kind: 'act', stage, outcome, fields, occurredAt: then, recordedAt: then },
          by: loopActorOf(actorOf(role, institution, entry.departments[0] ?? null, null)),
        }),
      );
  }
}
