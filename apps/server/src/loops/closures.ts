/**
 * Looks each day at what people recorded to close loops 虚假闭环监测, and opens a loop for every doubt: a question to whoever
 * answers for quality there, never a verdict. Source: core-systems.15#01.
 */
import type { Closure, Doubt } from '@fujie/core/closures';
import { CLOSURE_DAYS, CLOSURE_RULE_TEXTS, closuresOf, DEFAULT_CLOSURES, doubtsOf } from '@fujie/core/closures';
import type { Instant } from '@fujie/core/kernel';
import { dayOf } from '@fujie/core/kernel';
import type { LoopActor } from '@fujie/core/loops';

import { programActor } from '../platform/auth/program-actor.ts';
import type { Deps } from '../platform/deps.ts';
import { loopOn } from '../platform/loops/definitions.ts';
import { openLoop } from '../platform/loops/loops.ts';
import { findRecords } from '../platform/loops/loops.query.ts';
import { findActedSince } from './closures.query.ts';

const DOUBT = 'loops/closure-doubt';
const DAY_MS = 86_400_000;
const BATCH = 500;
const LOOPS_NAMED = 30;
const PLATFORM: LoopActor = { id: 'platform', name: '平台', role: 'platform' };
/** Records of programs are looked at by those who run them. */
const PROGRAMS: readonly string[] = ['platform', 'system'];

/** Looks at the closures of the last weeks; how many doubts are new. */
export async function doubtClosures(deps: Deps): Promise<number> {
  const now = deps.clock.now();
  const closures: Closure[] = [];
  const people = new Map<string, LoopActor>();
  const since = (now - CLOSURE_DAYS * DAY_MS) as Instant;
  for (let after = 0; ;) {
    const rows = await findActedSince(deps.worker, since, after, BATCH);
    const last = rows.at(-1);
    if (last === undefined) break;
    after = last.id;
    const records = await findRecords(
      deps.worker,
      rows.map(({ id }) => id),
    );
    for (const { id, definition, unit, openedMs, state } of rows) {
      // Who looks into doubts is not doubted for the looking.
      const declared = definition === DOUBT ? null : loopOn(deps, definition, unit, dayOf(openedMs as Instant));
      if (declared === null) continue;
      const own = (records.get(id) ?? []).filter(({ by }) => !PROGRAMS.includes(by.role));
      for (const { by } of own) people.set(by.id, by);
      closures.push(...closuresOf(declared, { loop: id, unit }, own, state.stages));
    }
  }
  let raised = 0;
  for (const doubt of doubtsOf(closures, DEFAULT_CLOSURES))
    if (await raise(deps, doubt, people.get(doubt.by))) raised += 1;
  if (raised > 0)
    await deps.audit.record({ actor: programActor('loops'), action: 'loop:open', outcome: 'done', detail: { raised } });
  return raised;
}

async function raise(deps: Deps, doubt: Doubt, person: LoopActor | undefined): Promise<boolean> {
  const { rule, unit, definition, loops, at, episode } = doubt;
  const kind = definition === null ? undefined : loopOn(deps, definition, unit, dayOf(at))?.title;
  const name = person?.name ?? doubt.by;
  const row = await deps.worker.tx((tx) =>
    openLoop(deps, tx, {
      definition: DOUBT,
      subject: episode,
      unit,
      department: null,
      personId: null,
      occurredAt: deps.clock.now(),
      by: PLATFORM,
      facts: {
        titleZh: `${CLOSURE_RULE_TEXTS[rule].zh}：${name}`,
        titleEn: `${CLOSURE_RULE_TEXTS[rule].en}: ${name}`,
        rule,
        person: name,
        ...(kind === undefined ? {} : { kind: `${kind.zh} ${kind.en}` }),
        count: loops.length,
        follows: loops.slice(0, LOOPS_NAMED),
        latest: new Date(at).toISOString(),
        answers: whoAnswers(person?.role),
      },
    }),
  );
  return row !== null;
}

/** The office that is asked: never the one in doubt. */
function whoAnswers(role: string | undefined): 'office' | 'authority' | 'centre' {
  if (role === 'quality-office' || role === 'qc-centre') return 'authority';
  return role === 'commission' ? 'centre' : 'office';
}
