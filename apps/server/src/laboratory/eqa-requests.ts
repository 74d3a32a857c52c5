/**
 * Laboratories ask to take part in rounds of EQA 室间质评报名 within the time that the organiser sets, with items, means and where samples are sent; the
 * organiser accepts or refuses, and who is accepted takes part as whoever it enrols itself. Source: national-2022.art.25#01, ISO/IEC 17043.
 */
import type { EnrolmentWindow } from '@fujie/core/eqa';
import { enrolmentState, mayWithdraw } from '@fujie/core/eqa';
import type { Instant } from '@fujie/core/kernel';
import { formatInstant } from '@fujie/core/kernel';
import type { EqaOffersResponse, EqaRequestAnswer, EqaRequestEntry } from '@fujie/wire/contracts';

import type { Actor } from '../platform/auth/permissions.ts';
import { covers, regionOf } from '../platform/auth/scope.ts';
import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { namedInstitution } from '../platform/http/named-institution.ts';
import { HttpProblem, unfitField } from '../platform/http/problems.ts';
import { byOf, dbOf, fault, notNow, noRound, onRecord, stateOf } from './eqa-access.ts';
import { usualOf } from './eqa-means.ts';
import { requestView, windowView } from './eqa-request-views.ts';
import { findRequests, findWindows, insertRequest, insertRequestAct } from './eqa-requests.query.ts';
import { changeRound, refused } from './eqa-rounds.ts';
import { FIRST_VARIANT } from './eqa-targets.ts';
import { roundView } from './eqa-views.ts';
import type { RoundRow } from './eqa.query.ts';
import { findEnrolments, findRounds, insertEnrolments, lockRound } from './eqa.query.ts';

const time = (ms: number): string => formatInstant(ms as Instant);

/** Whether a round of this unit is for laboratories of the institution's region. */
function isOffered({ registers }: Pick<Deps, 'registers'>, unit: string, institution: string): boolean {
  const known = registers.current().institution(institution);
  return known !== null && covers(regionOf(unit), known.region);
}

/** Rounds that are offered to the laboratory of an actor until they close, the first to close first, each with what it asked last. */
export async function offersFor(deps: Deps, actor: Actor): Promise<EqaOffersResponse> {
  const now = deps.clock.now();
  const { institution } = actor;
  if (institution === null) return { now: time(now), institution: null, offers: [] };
  const windows = await findWindows(deps.worker, 'all');
  const requests = await findRequests(dbOf(deps, actor), { institution });
  const offers: EqaOffersResponse['offers'] = [];
  for (const [id, window] of windows) {
    const state = enrolmentState(window, now);
    const own = requests.find((one) => one.id === id);
    if (state === 'none' || (state === 'closed' && own === undefined)) continue;
    const [round] = await findRounds(deps.worker, { id });
    if (round === undefined || round.evaluated > 0 || !isOffered(deps, round.unit, institution)) continue;
    const [enrolment] = await findEnrolments(deps.worker, id, institution);
    offers.push({
      ...{ round: roundView(deps, round), window: windowView(window), state },
      isEnrolled: (enrolment?.items.length ?? 0) > 0,
      request: own === undefined ? null : requestView(own),
      mayWithdraw: own !== undefined && mayWithdraw(own.state, window, now),
      usual: usualOf(
        deps,
        institution,
        round.items.map(({ item }) => item),
      ).map(({ item, method, instrument }) => ({ item, method, instrument })),
    });
  }
  offers.sort((a, b) => a.window.closesAt.localeCompare(b.window.closesAt) || a.round.id - b.round.id);
  return { now: time(now), institution: namedInstitution(deps.registers.current(), institution), offers };
}

/** Asks to take part; its number. */
export async function askToTakePart(deps: Deps, actor: Actor, id: number, entry: EqaRequestEntry): Promise<number> {
  const by = byOf(deps, actor);
  return onRecord(deps, actor, 'eqa:return', { id, act: 'asked' }, async () =>
    deps.worker.tx(async (tx) => {
      await lockRound(tx, id);
      const { round, window, institution } = await offeredRound(deps, tx, actor, id);
      refuseOutside(window, by.at);
      if (round.evaluated > 0)
        throw notNow(stateOf(deps, round), { en: 'laboratories ask before it is graded', zh: '评价前方可报名' });
      const [enrolment] = await findEnrolments(tx, id, institution);
      if ((enrolment?.items.length ?? 0) > 0) throw already();
      const before = await findRequests(tx, { round: id });
      if (before.some((one) => one.institution === institution && one.state === 'waiting')) throw asksAlready();
      refuseItems(entry, round);
      const means = (entry.means ?? []).map(({ item, method = null, instrument = null }) => ({
        ...{ item, method: method?.trim() ?? null, instrument: instrument?.trim() ?? null },
      }));
      const { items, contact, phone, address, note = null } = entry;
      const of = { id, unit: round.unit, institution };
      return insertRequest(tx, of, { items, means, contact, phone, address, note }, by);
    }),
  );
}

interface Offered {
  readonly round: RoundRow;
  readonly window: EnrolmentWindow;
  readonly institution: string;
}

/** A round for which laboratories of the actor's region may ask. */
async function offeredRound(deps: Deps, worker: Queryable, actor: Actor, id: number): Promise<Offered> {
  const { institution } = actor;
  const [round] = await findRounds(worker, { id });
  const window = (await findWindows(worker, [id])).get(id);
  if (round === undefined || window === undefined || institution === null || !isOffered(deps, round.unit, institution))
    throw noRound();
  return { round, window, institution };
}

/** What comes too early or too late is told the time. */
function refuseOutside(window: EnrolmentWindow, now: number): void {
  const state = enrolmentState(window, now);
  const at = (ms: number): string => time(ms).slice(0, 16).replace('T', ' ');
  if (state === 'not yet')
    throw new HttpProblem('conflict', {
      en: `Enrolment opens at ${at(window.opensAt)}: ask from then on.`,
      zh: `报名自 ${at(window.opensAt)} 开始：请届时报名。`,
    });
  if (state === 'closed')
    throw new HttpProblem('conflict', {
      en: `Enrolment closed at ${at(window.closesAt)}: speak to the organiser.`,
      zh: `报名已于 ${at(window.closesAt)} 截止：请联系组织者。`,
    });
}

function refuseItems({ items, means = [] }: EqaRequestEntry, round: RoundRow): void {
  const asked = round.items.map(({ item }) => item);
  const problems = [
    ...items.flatMap((item, index) =>
      asked.includes(item) ? [] : [fault(`body.items[${String(index)}]`, 'unknown-item', NOT_ASKED)],
    ),
    ...means.flatMap(({ item }, index) =>
      items.includes(item) && means.findIndex((one) => one.item === item) === index
        ? []
        : [fault(`body.means[${String(index)}].item`, 'unknown-item', NOT_ITS)],
    ),
  ];
  if (problems.length > 0) throw refused(problems);
}

const NOT_ASKED = ['The round does not ask for this item: take those of the round', '本轮没有该项目'] as const;
const NOT_ITS = [
  'Means are given once of each item that is asked for: leave this out',
  '方法与仪器须对应所报项目，每项一行：请删去',
] as const;
const already = (): HttpProblem =>
  new HttpProblem('conflict', {
    en: 'Your laboratory takes part in this round already: the organiser changes with which items.',
    zh: '本实验室已参加该轮次：项目如有变动，请联系组织者。',
  });
const asksAlready = (): HttpProblem =>
  new HttpProblem('conflict', {
    en: 'Your laboratory asks already: withdraw that to ask otherwise.',
    zh: '本实验室已有待受理的报名：如需修改，请先撤回。',
  });

/** Takes back what was asked for, or what was granted, until enrolment closes. */
export async function withdrawRequest(deps: Deps, actor: Actor, number: number): Promise<void> {
  const by = byOf(deps, actor);
  const [known] = await findRequests(dbOf(deps, actor), { number });
  if (known === undefined || known.institution !== actor.institution) throw noRequest();
  const { id } = known;
  await onRecord(deps, actor, 'eqa:return', { id, act: 'withdrawn' }, async () =>
    deps.worker.tx(async (tx) => {
      await lockRound(tx, id);
      const [request] = await findRequests(tx, { number });
      const [round] = await findRounds(tx, { id });
      const window = (await findWindows(tx, [id])).get(id) ?? null;
      if (request === undefined || round === undefined || window === null) throw noRequest();
      refuseOutside({ ...window, opensAt: 0 }, by.at);
      if (!mayWithdraw(request.state, window, by.at)) throw settled();
      // It takes part by what it asked for last.
      const [last] = (await findRequests(tx, { round: id })).filter((one) => one.institution === known.institution);
      if (last?.number !== number) throw settled();
      await insertRequestAct(tx, request, { kind: 'withdrawn', reason: null }, by);
      const [enrolment] = await findEnrolments(tx, id, known.institution);
      if (request.state !== 'accepted' || enrolment === undefined) return;
      const { institution, variant } = enrolment;
      await insertEnrolments(tx, round, [{ institution, items: [], excused: [], variant, reason: '报名撤回' }], by);
    }),
  );
}

/** The organiser accepts 受理 or refuses 不受理; who is accepted takes part from now on. */
export async function answerRequest(
  deps: Deps,
  actor: Actor,
  number: number,
  { outcome, reason }: EqaRequestAnswer,
): Promise<void> {
  const [known] = await findRequests(dbOf(deps, actor), { number });
  if (known === undefined) throw noRequest();
  if (outcome === 'refused' && reason === undefined)
    throw unfitField('reason', 'say why it is refused: the laboratory is told', '不受理须说明理由，将告知实验室');
  await changeRound(deps, actor, known.id, outcome, async (tx, round) => {
    const [request] = await findRequests(tx, { number });
    if (request?.state !== 'waiting') throw settled();
    if (outcome === 'accepted') refuseOver(deps, round);
    const by = byOf(deps, actor);
    await insertRequestAct(tx, request, { kind: outcome, reason: reason ?? null }, by);
    if (outcome === 'refused') return;
    const { institution, items } = request;
    const enrolment = { institution, items, excused: [], variant: FIRST_VARIANT, reason: null };
    await insertEnrolments(tx, round, [enrolment], by);
  });
}

/** Who is accepted once the round has closed could return nothing, and would be graded as absent. */
function refuseOver(deps: Deps, round: RoundRow): void {
  const state = stateOf(deps, round);
  if (round.evaluated > 0)
    throw notNow(state, { en: 'laboratories are enrolled before it is graded', zh: '评价前方可报名' });
  if (state === 'closed')
    throw notNow(state, {
      en: 'who is accepted now can return nothing in time; move its time first, or refuse and say why',
      zh: '现在受理将无法按时回报，请先调整轮次时间，或说明理由不予受理',
    });
}

const settled = (): HttpProblem =>
  new HttpProblem('conflict', {
    en: 'The request was answered or withdrawn before: load the page again.',
    zh: '该报名此前已受理或撤回：请重新载入。',
  });
const noRequest = (): HttpProblem =>
  new HttpProblem('not-found', {
    en: 'No such request of yours, or to you.',
    zh: '没有由您提出或由您受理的该报名。',
  });
