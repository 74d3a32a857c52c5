/** Hands in a weekly return 周报报送. Source: taiyuan-2024.7.4#03. */
import { isDeepStrictEqual } from 'node:util';

import { sumFigures } from '@fujie/core/duties';
import type { WeeklyReturnRequest as Request } from '@fujie/wire/contracts';

import type { Actor } from '../platform/auth/permissions.ts';
import { within } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { recordInLoop } from '../platform/loops/loops.ts';
import { lockLoop } from '../platform/loops/loops.query.ts';
import { loopActorOf } from '../platform/loops/visible.ts';
import { refOf } from './return-cases.ts';
import { figuresOf } from './return-figures.ts';
import { openProblems } from './return-problems.ts';
import { subjectOf } from './return-jobs.ts';
import { institutionsOfUnit } from './return-units.ts';
import type { NewVersion, ReturnLoop, VersionRow } from './returns.query.ts';
import { findVersions, insertVersion } from './returns.query.ts';

/**
 * Keeps a further version with the figures of this moment; the first one since it is owed ends the loop. What says the same as the last
 * one, figures and all, is that one.
 */
export async function handIn(deps: Deps, actor: Actor, loop: ReturnLoop, body: Request): Promise<void> {
  const scoped = within(deps, actor);
  const { unit, week, id } = loop;
  const figures = sumFigures([
    ...(await figuresOf(scoped, institutionsOfUnit(deps.registers.current(), unit, week), week)).values(),
  ]);
  const of = body.typical === undefined ? null : await refOf(deps, unit, body.typical);
  const now = deps.clock.now();
  const version = await scoped.db.tx(async (tx) => {
    await lockLoop(tx, id);
    // Opened again it is owed again, whatever is said.
    const isOwed = loop.state.reopened > 0 && loop.status === 'open';
    const [last] = await findVersions(tx, id);
    const { progress, problems = null } = body;
    const said = { figures, progress, problems, typical: body.typical?.text ?? null, of };
    const isSame = last !== undefined && !isOwed && saysTheSame(last, said);
    const number = isSame ? last.version : (last?.version ?? 0) + 1;
    if (!isSame) {
      await insertVersion(tx, {
        ...{ loop: id, unit, week, version: number, ...said },
        ...{ submittedAt: now, submittedBy: actor.id, submitter: actor.name },
      });
      await recordInLoop(deps, tx, id, {
        ...{ key: `version:${String(number)}`, kind: 'act', stage: 'submit', outcome: 'submitted' },
        ...{ occurredAt: now, recordedAt: now, by: loopActorOf(actor), fields: { version: number } },
      });
    }
    await openProblems(deps, tx, loop, body.ledger ?? [], loopActorOf(actor));
    return number;
  });
  await deps.audit.record({
    actor,
    action: 'weekly-return:submit',
    subject: subjectOf(unit, week),
    outcome: 'done',
    detail: { version },
  });
}

type Said = Pick<NewVersion, 'figures' | 'progress' | 'problems' | 'typical' | 'of'>;

function saysTheSame(
  { figures, progress, problems, typical, typicalMonth, typicalCity, typicalRow }: VersionRow,
  said: Said,
): boolean {
  const of =
    typicalMonth === null || typicalCity === null || typicalRow === null
      ? null
      : { month: typicalMonth, city: typicalCity, row: typicalRow };
  const texts = {
    progress: String(progress),
    problems: problems?.toString() ?? null,
    typical: typical?.toString() ?? null,
  };
  return isDeepStrictEqual({ figures, ...texts, of }, said);
}
