/** What the organiser of EQA 室间质评 does before a round closes: makes it, enrols laboratories, ships, moves its time. */
import type { EnrolmentWindow } from '@fujie/core/eqa';
import { CRITERION_TYPES, isPast } from '@fujie/core/eqa';
import type { Instant, Problem } from '@fujie/core/kernel';
import { dayOf } from '@fujie/core/kernel';
import type { EqaActEntry, EqaEnrolmentEntry, EqaItem, EqaRoundEntry, EqaTargetsEntry } from '@fujie/wire/contracts';

import type { Actor } from '../platform/auth/permissions.ts';
import type { Deps } from '../platform/deps.ts';
import { refuseFarDay, refuseFarYear } from '../platform/http/far-day.ts';
import { HttpProblem, unfitField } from '../platform/http/problems.ts';
import {
  byOf,
  dbOf,
  fault,
  mayTakePart,
  notNow,
  onRecord,
  organisedRound,
  organiserUnit,
  stateOf,
} from './eqa-access.ts';
import { FIRST_VARIANT, faultsOfTargets, newTargets } from './eqa-targets.ts';
import { findAppeals } from './eqa-after.query.ts';
import { acceptWaiting, findWindows } from './eqa-requests.query.ts';
import type { NewAct, RoundRow } from './eqa.query.ts';
import { findEvaluation, insertAct, insertEnrolments, insertRound, insertTargets, lockRound } from './eqa.query.ts';
import { instantOf } from './iqc-targets.ts';

const DEFAULT_PASS_MARK = 80;
const DEFAULT_GROUP = 12;

/** Makes a round. */
export async function createRound(deps: Deps, actor: Actor, entry: EqaRoundEntry): Promise<number> {
  const unit = organiserUnit(deps, actor, entry.organiser);
  const { opensAt, closesAt } = timesOf(deps, entry, null);
  const problems = [...faultsOfItems(deps, entry), ...faultsOfTargets(entry.targets ?? [], entry, entry.samples)];
  if (problems.length > 0) throw refused(problems);
  const items = fullItems(deps, entry.items);
  const { organiser, round, nameZh, nameEn = null, year, lateRule, samples, programme = null } = entry;
  const id = await dbOf(deps, actor).tx(async (tx) => {
    const made = {
      ...{ unit, organiser, round, programme, nameZh, nameEn, year },
      ...{ opensAt, closesAt, lateRule, samples, items },
    };
    const row = await insertRound(tx, made, byOf(deps, actor));
    if (row !== null) await insertTargets(tx, { id: row, unit }, newTargets(entry.targets ?? []), byOf(deps, actor));
    return row;
  });
  if (id === null)
    throw new HttpProblem('conflict', {
      en: `${organiser} has a round ${round} already: give it another name.`,
      zh: `${organiser} 已有轮次 ${round}：请换一个轮次编号。`,
    });
  await auditRound(deps, actor, String(id), 'created');
  return id;
}

/** Items as they are stored: a quantitative one that names no unit is asked for in that of the register of items. */
export function fullItems(
  { registers, clock }: Pick<Deps, 'registers' | 'clock'>,
  items: EqaRoundEntry['items'],
): readonly EqaItem[] {
  const snapshot = registers.current();
  const today = dayOf(clock.now());
  const unitOf = ({ item, kind, unit }: EqaRoundEntry['items'][number]): string | null =>
    unit ?? (kind === 'quantitative' ? (snapshot.item(item, today)?.unit ?? null) : null);
  return items.map((one) => ({
    ...{ item: one.item, kind: one.kind, unit: unitOf(one), criterion: one.criterion },
    ...(one.source === undefined ? {} : { source: one.source }),
    ...{ passMark: one.passMark ?? DEFAULT_PASS_MARK, minimumGroup: one.minimumGroup ?? DEFAULT_GROUP },
    ...{ lowest: one.lowest ?? (one.kind === 'quantitative' ? 0 : null), highest: one.highest ?? null },
  }));
}

/** Items that no register knows, that stand twice, or that cannot be judged so. */
export function faultsOfItems({ registers, clock }: Deps, { items }: Pick<EqaRoundEntry, 'items'>): readonly Problem[] {
  const snapshot = registers.current();
  const today = dayOf(clock.now());
  return items.flatMap((one, index) => {
    const path = `body.items[${String(index)}]`;
    const isTwin = items.findIndex(({ item }) => item === one.item) !== index;
    const fits = (one.kind === 'qualitative') === (one.criterion.type === 'agreement');
    return [
      ...(snapshot.item(one.item, today) === null ? [fault(`${path}.item`, 'unknown-item', NO_ITEM)] : []),
      ...(isTwin ? [fault(`${path}.item`, 'duplicate-row', TWICE)] : []),
      ...(fits ? [] : [fault(`${path}.criterion`, 'unfit-criterion', UNFIT)]),
    ];
  });
}

const NO_ITEM = ['No such item: take one of the register of items', '没有该项目：请使用项目目录中的编码'] as const;
const TWICE = ['The item stands twice: leave one', '项目重复：请只保留一行'] as const;
const UNFIT = [
  `Qualitative items are judged by \`agreement\`, quantitative ones by one of ${CRITERION_TYPES.slice(0, -1).join(', ')}`,
  '定性项目按 agreement 评价，定量项目按允许误差评价：请改正 criterion',
] as const;
export function refused(problems: readonly Problem[]): HttpProblem {
  return new HttpProblem(
    'refused',
    {
      en: 'Nothing was taken: correct what is listed and send all of it again.',
      zh: '未接收：请更正所列各处后整批重新提交。',
    },
    problems.slice(0, 500),
  );
}

/** Enrols laboratories, or changes with what they take part; until the round is graded. */
export async function enrol(deps: Deps, actor: Actor, id: number, { enrolments }: EqaEnrolmentEntry): Promise<void> {
  await changeRound(deps, actor, id, 'enrolled', async (tx, round) => {
    if (round.evaluated > 0)
      throw notNow(stateOf(deps, round), { en: 'laboratories are enrolled before it is graded', zh: '评价前方可报名' });
    const asked = round.items.map(({ item }) => item);
    const problems = enrolments.flatMap((one, index) => {
      const path = `body.enrolments[${String(index)}]`;
      const unknown = [...one.items, ...(one.excused ?? [])].filter((item) => !asked.includes(item));
      return [
        ...(mayTakePart(deps, actor, one.institution) ? [] : [fault(`${path}.institution`, 'out-of-reach', NOT_HERE)]),
        ...(unknown.length > 0 ? [fault(`${path}.items`, 'unknown-item', NOT_ASKED)] : []),
        ...((one.excused ?? []).length > 0 && one.reason === undefined
          ? [fault(`${path}.reason`, 'reason-needed', EXCUSE)]
          : []),
      ];
    });
    if (problems.length > 0) throw refused(problems);
    const rows = enrolments.map(({ institution, items, excused = [], variant = FIRST_VARIANT, reason = null }) => ({
      ...{ institution, items, excused, variant, reason },
    }));
    await insertEnrolments(tx, round, rows, byOf(deps, actor));
    const taken = rows.flatMap(({ institution, items }) => (items.length > 0 ? [institution] : []));
    await acceptWaiting(tx, round, taken, byOf(deps, actor));
  });
}

const NOT_HERE = ['No such institution in your region', '本区域没有该机构：请核对机构编码'] as const;
const NOT_ASKED = ['The round does not ask for these items: take those of the round', '本轮没有所填项目'] as const;
const EXCUSE = ['Say why it is excused from items', '豁免项目须说明理由'] as const;

/** Enters targets; the next evaluation goes by them. */
export async function enterTargets(deps: Deps, actor: Actor, id: number, entry: EqaTargetsEntry): Promise<void> {
  await changeRound(deps, actor, id, 'targets', async (tx, round) => {
    const state = stateOf(deps, round);
    if (state === 'final') throw notNow(state, { en: 'its grades are final', zh: '成绩已定稿' });
    const problems = faultsOfTargets(entry.targets, round, round.samples);
    if (problems.length > 0) throw refused(problems);
    await insertTargets(tx, round, newTargets(entry.targets, entry.note), byOf(deps, actor));
  });
}

/** Ships the samples, moves the time of the round or of its enrolment, or makes its grades final. */
export async function actOnRound(deps: Deps, actor: Actor, id: number, entry: EqaActEntry): Promise<void> {
  await changeRound(deps, actor, id, entry.kind, async (tx, round) => {
    const made = entry.kind === 'enrolment' ? await windowOf(deps, tx, round, entry) : actOf(deps, round, entry);
    if (made.kind === 'final') await mustBeSettled(deps, tx, round);
    if (made.kind === 'rescheduled') refuseBeforeEnrolment(made, (await findWindows(tx, [round.id])).get(round.id));
    await insertAct(tx, round, made, byOf(deps, actor));
  });
}

/** Grades are final once no appeal waits, and what was conceded is corrected by a version made since. */
async function mustBeSettled(deps: Deps, tx: Tx, round: RoundRow): Promise<void> {
  const appeals = await findAppeals(tx, { round: round.id, institution: null });
  const state = stateOf(deps, round);
  if (appeals.some(({ outcome }) => outcome === null))
    throw notNow(state, { en: 'an appeal waits for its answer', zh: '尚有申诉未答复' });
  const gradedMs = (await findEvaluation(tx, round.id, round.published))?.atMs ?? 0;
  if (appeals.some(({ outcome, answeredMs }) => outcome === 'accepted' && (answeredMs ?? 0) > gradedMs))
    throw notNow(state, {
      en: 'an appeal was accepted and nothing corrected since: grade it again and publish that version',
      zh: '有申诉已采纳而尚未更正：请重新评价并公布新版本',
    });
}

function actOf(deps: Deps, round: RoundRow, entry: EqaActEntry): NewAct {
  const state = stateOf(deps, round);
  const reason = entry.reason === undefined ? {} : { reason: entry.reason };
  if (entry.kind === 'shipped') {
    if (round.isShipped) throw notNow(state, { en: 'its samples were shipped before', zh: '样品此前已发出' });
    return { kind: 'shipped', ...reason };
  }
  if (entry.kind === 'final') {
    if (state === 'published') return { kind: 'final', ...reason };
    throw notNow(state, { en: 'only published grades become final', zh: '成绩公布后方可定稿' });
  }
  if (round.evaluated > 0)
    throw notNow(state, { en: 'its time can be moved until it is graded', zh: '评价前方可调整时间' });
  if (entry.reason === undefined) throw unfitField('reason', 'Say why the time is moved', '调整时间须说明理由');
  return { kind: 'rescheduled', ...timesOf(deps, entry, round), ...reason };
}

/** Sets the time within which laboratories may ask to take part 报名时间, or moves it, with the reason; it ends before the round does. */
async function windowOf(deps: Deps, tx: Tx, round: RoundRow, entry: EqaActEntry): Promise<NewAct> {
  const state = stateOf(deps, round);
  if (round.evaluated > 0)
    throw notNow(state, { en: 'laboratories are enrolled before it is graded', zh: '评价前方可报名' });
  const standing = (await findWindows(tx, [round.id])).get(round.id) ?? null;
  if (standing !== null && entry.reason === undefined)
    throw unfitField('reason', 'Say why the time is moved', '调整时间须说明理由');
  if (standing === null && entry.closesAt === undefined)
    throw unfitField('closesAt', 'Say until when laboratories may ask', '请填写报名截止时间');
  const times = timesOf(deps, entry, standing);
  if (times.closesAt > round.closesAt)
    throw unfitField(
      'closesAt',
      'Enrolment ends before the round closes: give an earlier time',
      '报名须在轮次截止前结束：请填写更早的时间',
    );
  return { kind: 'enrolment', ...times, ...(entry.reason === undefined ? {} : { reason: entry.reason }) };
}

/** Who may ask to take part until later than a round closes would be accepted into what is over. */
function refuseBeforeEnrolment({ closesAt }: NewAct, window: EnrolmentWindow | undefined): void {
  if (window === undefined || closesAt === undefined || window.closesAt <= closesAt) return;
  throw unfitField(
    'closesAt',
    'Laboratories may ask to take part until later: move the time of enrolment first',
    '报名截止晚于该时间：请先调整报名时间',
  );
}

interface Times {
  readonly opensAt: Instant;
  readonly closesAt: Instant;
}

/** When a round opens and closes: in this order, not over yet, within a year; what is not said stays as it stands. */
function timesOf(
  { clock }: Pick<Deps, 'clock'>,
  entry: Pick<EqaActEntry, 'opensAt' | 'closesAt'>,
  standing: { readonly opensAt: number; readonly closesAt: number } | null,
): Times {
  const now = clock.now();
  const timeOf = (name: keyof Times): Instant => {
    const text = entry[name];
    return text === undefined ? ((standing?.[name] ?? now) as Instant) : instantOf(name, text);
  };
  const [opensAt, closesAt] = [timeOf('opensAt'), timeOf('closesAt')];
  if (opensAt >= closesAt)
    throw unfitField(
      'closesAt',
      'A round closes after it opens: give a later time',
      '截止须晚于开放：请填写更晚的时间',
    );
  if (entry.closesAt !== undefined && isPast(closesAt, now)) throw closedBefore();
  if (entry.opensAt !== undefined) refuseFarYear('opensAt', dayOf(opensAt), dayOf(now));
  refuseFarDay('closesAt', dayOf(closesAt), dayOf(opensAt));
  return { opensAt, closesAt };
}

const closedBefore = (): HttpProblem =>
  unfitField('closesAt', 'It has passed: whoever returns must know of it before', '截止时间不得早于当前时间');

type Tx = Parameters<Parameters<Deps['db']['tx']>[0]>[0];

/** Does something to a round that the actor organises, one after the other, and leaves its trace. */
export async function changeRound<T>(
  deps: Deps,
  actor: Actor,
  id: number,
  act: string,
  work: (tx: Tx, round: RoundRow) => Promise<T>,
): Promise<T> {
  return onRecord(deps, actor, 'eqa:organise', { id, act }, async () =>
    dbOf(deps, actor).tx(async (tx) => {
      await lockRound(tx, id);
      return work(tx, await organisedRound(tx, actor, id));
    }),
  );
}

/** Leaves the trace of what an organiser did to a round, or to a programme. */
export async function auditRound(deps: Deps, actor: Actor, subject: string, act: string): Promise<void> {
  await deps.audit.record({
    ...{ actor, action: 'eqa:organise', subject: `eqa|${subject}`, outcome: 'done', detail: { act } },
  });
}
