/** Comments of a demonstration 点评: the sample of last month, most of it commented, some answered, one contested. */
import type { Instant } from '@fujie/core/kernel';

import { drawSamples } from './duties/samples.ts';
import type { DrawnRow } from './duties/samples.query.ts';
import { findDrawn, findSamples } from './duties/samples.query.ts';
import type { Deps } from './platform/deps.ts';
import { recordInLoop } from './platform/loops/loops.ts';

const OFFICE = { id: 'demonstration-office', name: '质控员 孙', role: 'quality-office' } as const;
const DAY_MS = 86_400_000;

const SAID = {
  justified: { judgement: 'indicated', text: '病程记录写明病情变化，复查指征明确。' },
  unjustified: { judgement: 'result-usable', text: '两日前外院结果带互认标识且在时限内，未见需要复查的依据。' },
} as const;

/** Draws the sample of last month as of `at`, and comments on most of what an institution drew. */
export async function commentOnSample(deps: Deps, institution: string, at: Instant): Promise<void> {
  const clock = { now: () => at };
  await drawSamples({ ...deps, clock });
  const [sample] = await findSamples(deps.worker, institution);
  if (sample === undefined) return;
  const rows = await findDrawn(deps.worker, sample.id);
  // The office has not come to every fourth yet, and not to the last: there is one to comment on in the smallest demonstration.
  for (const [index, row] of rows.entries())
    if (index % 4 !== 3 && index < rows.length - 1) await comment(deps, row, index, at);
}

async function comment(deps: Deps, { loop, practitioner }: DrawnRow, index: number, at: Instant): Promise<void> {
  const outcome = index % 3 === 1 ? 'unjustified' : 'justified';
  const saidAt = (at + DAY_MS) as Instant;
  const answeredAt = (at + 2 * DAY_MS) as Instant;
  if (answeredAt > deps.clock.now()) return;
  await deps.worker.tx(async (tx) => {
    await recordInLoop(deps, tx, loop, {
      ...{ key: 'comment', kind: 'act', stage: 'comment', outcome, fields: SAID[outcome] },
      ...{ occurredAt: saidAt, recordedAt: saidAt, by: OFFICE },
    });
    if (index % 2 === 0) return;
    const answer = outcome === 'unjustified' ? 'contested' : 'confirmed';
    await recordInLoop(deps, tx, loop, {
      ...{ key: 'answer', kind: 'act', stage: 'answer', outcome: answer },
      fields: answer === 'contested' ? { reason: '患者当日症状加重，已记入病程。' } : {},
      ...{ occurredAt: answeredAt, recordedAt: answeredAt },
      by: { id: practitioner, name: '接诊医师', role: 'doctor' },
    });
  });
}
