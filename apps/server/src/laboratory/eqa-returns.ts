/** What a laboratory does in a round of EQA 室间质评: confirms its samples, fills in the matrix, has it checked by a second person, returns it. */
import { checkReturn, isPast, tidyMeans } from '@fujie/core/eqa';
import type { Problem } from '@fujie/core/kernel';
import type { EqaAppealEntry, EqaReceiptEntry, EqaResult, EqaReturnEntry } from '@fujie/wire/contracts';
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';

import type { Actor } from '../platform/auth/permissions.ts';
import { isOwnAccount } from '../platform/auth/persons.ts';
import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { HttpProblem, unfitField } from '../platform/http/problems.ts';
import { byOf, dbOf, notNow, onRecord, roundOfLaboratory, stateOf } from './eqa-access.ts';
import { findAppeals, insertAppeal } from './eqa-after.query.ts';
import { byKey, choicesOf } from './eqa-means.ts';
import { refused } from './eqa-rounds.ts';
import type { By, Enrolment, OfLaboratory, ReturnRow, RoundRow } from './eqa.query.ts';
import { findReturns, insertReceipt, isGraded, insertReturn, insertReturnAct, lockPart } from './eqa.query.ts';
import { instantOf } from './iqc-targets.ts';

interface Part {
  readonly round: RoundRow;
  readonly enrolment: Enrolment;
  readonly of: OfLaboratory;
  readonly by: By;
}

/** The samples arrived, or what arrived of them. */
export async function confirmReceipt(deps: Deps, actor: Actor, id: number, entry: EqaReceiptEntry): Promise<void> {
  const receivedAt = instantOf('receivedAt', entry.receivedAt);
  if (receivedAt > deps.clock.now())
    throw unfitField('receivedAt', 'Samples cannot arrive in the future', '收样时间不得晚于当前时间');
  await act(deps, actor, id, 'received', async (tx, { round, of, by }) => {
    if (!round.isShipped)
      throw notNow(stateOf(deps, round), { en: 'its samples are not shipped yet', zh: '样品尚未发出' });
    const row = { condition: entry.condition, note: entry.note ?? null, receivedMs: receivedAt };
    await insertReceipt(tx, of, row, by);
  });
}

/** Keeps a state of the matrix 暂存; the version it is. */
export async function saveReturn(
  deps: Deps,
  actor: Actor,
  id: number,
  entry: EqaReturnEntry,
  /** Says of a fault of a row where it stands; in the body of the request, unless it came by sheet. */
  placed: (problem: Problem) => Problem = (problem) => ({ ...problem, path: `body.${problem.path}` }),
): Promise<number> {
  return act(deps, actor, id, 'entered', async (tx, { round, enrolment, of, by }) => {
    const results = resultsOf(deps, entry);
    const [latest] = await findReturns(tx, id, of.institution);
    if (isSentAgain(latest, entry.after, results, by)) return entry.after + 1;
    await mustTake(deps, tx, round, by.at);
    const items = round.items.filter(({ item }) => enrolment.items.includes(item));
    const problems = checkReturn(results, { items, samples: round.samples });
    if (problems.length > 0) throw refused(problems.map(placed));
    if ((latest?.version ?? 0) !== entry.after)
      throw new HttpProblem('conflict', {
        en: 'The matrix was changed meanwhile: load it again and enter what differs.',
        zh: '回报表已被他人更改：请重新载入后再填写。',
      });
    const version = entry.after + 1;
    await insertReturn(tx, of, { version, results }, by);
    return version;
  });
}

/** The matrix as it is kept: names spelled as the registers spell them. */
function resultsOf(deps: Deps, { results }: EqaReturnEntry): readonly EqaResult[] {
  const choices = choicesOf(deps);
  const [method, instrument, reagent] = [byKey(choices.method), byKey(choices.instrument), byKey(choices.reagent)];
  const none = new Map<string, string>();
  return results.map((row) => ({
    ...{ item: row.item, sample: row.sample, reported: row.reported.trim(), unit: tidyMeans(row.unit, none) },
    ...{ method: tidyMeans(row.method, method), instrument: tidyMeans(row.instrument, instrument) },
    ...{ reagent: tidyMeans(row.reagent, reagent), calibrator: tidyMeans(row.calibrator, none) },
    ...(typeof row.uncertaintyPercent === 'number' ? { uncertaintyPercent: row.uncertaintyPercent } : {}),
  }));
}

/** Whether the same sender sends again what is kept already, not knowing that it was: an answer that was lost makes no other version. */
function isSentAgain(latest: ReturnRow | undefined, after: number, results: readonly EqaResult[], by: By): boolean {
  return (
    latest?.version === after + 1 && latest.enteredBy === by.id && isDeepStrictEqual([...latest.results], [...results])
  );
}

/** A second person has compared the matrix with what was measured 复核. */
export async function checkVersion(deps: Deps, actor: Actor, id: number, version: number): Promise<void> {
  await act(deps, actor, id, 'checked', async (tx, { round, of, by }) => {
    await mustTake(deps, tx, round, by.at);
    const latest = await latestVersion(tx, of, version);
    if (latest.checkedMs !== null) throw doneBefore();
    if (await isOwnAccount(tx, actor, latest.enteredBy))
      throw new HttpProblem('not-permitted', {
        en: 'A second person checks what one has entered: ask a colleague of the laboratory.',
        zh: '须由录入人之外的第二人复核：请本科室同事复核。',
      });
    const checked = { returned: latest.id, kind: 'checked', isLate: false, receipt: null, address: null } as const;
    await insertReturnAct(tx, of, checked, by);
  });
}

/** Returns the checked matrix; the receipt names what was returned and when. After closing it is refused, or kept as late. */
export async function submitVersion(
  deps: Deps,
  actor: Actor,
  id: number,
  version: number,
  address: string,
): Promise<string> {
  return act(deps, actor, id, 'submitted', async (tx, { round, of, by }) => {
    const latest = await latestVersion(tx, of, version);
    // What was returned has its receipt, however often it is asked for.
    if (latest.receipt !== null) return latest.receipt;
    const isLate = await mustTake(deps, tx, round, by.at);
    if (latest.checkedMs === null)
      throw new HttpProblem('conflict', {
        en: 'A second person has to check this version before it is returned.',
        zh: '上报前须由第二人复核该版本。',
      });
    const digest = createHash('sha256')
      .update(JSON.stringify([of, version, latest.results, by.at]))
      .digest('hex');
    const receipt = `EQA-${digest.slice(0, 16).toUpperCase()}`;
    await insertReturnAct(tx, of, { returned: latest.id, kind: 'submitted', isLate, receipt, address }, by);
    return receipt;
  });
}

/** Objects to a published score 申诉. */
export async function appeal(deps: Deps, actor: Actor, id: number, { item, text }: EqaAppealEntry): Promise<number> {
  return act(deps, actor, id, 'appealed', async (tx, { round, enrolment, of, by }) => {
    const state = stateOf(deps, round);
    if (state !== 'published')
      throw notNow(state, { en: 'appeals follow the publication', zh: '成绩公布后至定稿前可申诉' });
    if (!enrolment.items.includes(item))
      throw unfitField('item', 'You are not enrolled for this item', '本机构未报名该项目');
    const before = await findAppeals(tx, { round: id, institution: of.institution });
    if (before.some((one) => one.item === item && one.outcome === null))
      throw new HttpProblem('conflict', {
        en: 'An appeal about this item waits for its answer: wait for it.',
        zh: '该项目已有申诉待答复：请等待答复。',
      });
    return insertAppeal(tx, of, { item, text, answers: null, outcome: null }, by);
  });
}

/** Whether what comes now is late; refuses what is too early, too late where the round says so, and everything once it is graded. */
async function mustTake(deps: Deps, tx: Queryable, round: RoundRow, now: number): Promise<boolean> {
  const state = stateOf(deps, round);
  if (now < round.opensAt) throw notNow(state, { en: 'it is not open yet', zh: '尚未开放上报' });
  const isLate = isPast(round.closesAt, now);
  if ((isLate && round.lateRule === 'refuse') || (await isGraded(tx, round.id)))
    throw notNow(state, { en: 'nothing is taken any more', zh: '不再接收上报' });
  return isLate;
}

async function latestVersion(tx: Queryable, of: OfLaboratory, version: number): Promise<ReturnRow> {
  const [latest] = await findReturns(tx, of.id, of.institution);
  if (latest?.version === version) return latest;
  throw new HttpProblem('conflict', {
    en: 'This is not the latest version of the matrix: load it again.',
    zh: '该版本不是最新版本：请重新载入。',
  });
}

async function act<T>(
  deps: Deps,
  actor: Actor,
  id: number,
  name: string,
  work: (tx: Queryable, part: Part) => Promise<T>,
): Promise<T> {
  // What came in time is in time, however long it waits for others.
  const by = byOf(deps, actor);
  return onRecord(deps, actor, 'eqa:return', { id, act: name }, async () =>
    dbOf(deps, actor).tx(async (tx) => {
      await lockPart(tx, id, actor.institution);
      return work(tx, { ...(await roundOfLaboratory(tx, actor, id)), by });
    }),
  );
}

const doneBefore = (): HttpProblem =>
  new HttpProblem('conflict', { en: 'This version was so before.', zh: '该版本此前已完成此步骤。' });
