/**
 * Grades a round of EQA 室间质评 and publishes the grades: the registers that marks rest on are written in the same transaction, so that marks,
 * suspensions and rectifications follow at once. Source: national-2022.art.25#01, sichuan-2025.3#03, taiyuan-2024.5.0#03.
 */
import type { Participant, UnfitGraded } from '@fujie/core/eqa';
import { evaluateRound, summariseRound, unfitGraded } from '@fujie/core/eqa';
import type { Instant, Problem } from '@fujie/core/kernel';
import { dayOf, groupBy } from '@fujie/core/kernel';
import { rectificationOf } from '@fujie/core/laboratory';
import { eqaOutcomes, eqaRounds } from '@fujie/core/registers';
import type { EqaAnswerEntry, EqaEvaluationEntry, EqaGraded, EqaReviewEntry } from '@fujie/wire/contracts';

import type { Actor } from '../platform/auth/permissions.ts';
import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { HttpProblem, unfitField } from '../platform/http/problems.ts';
import { openLoop, recordInLoop } from '../platform/loops/loops.ts';
import { findLoopBySubject, findRecords } from '../platform/loops/loops.query.ts';
import { byOf, dbOf, notNow, organisedRound, stateOf } from './eqa-access.ts';
import { findAppeals, insertAppeal, insertReview, insertScreening } from './eqa-after.query.ts';
import { findMaterials, insertSummaries } from './eqa-figures.query.ts';
import { RECTIFICATION } from './eqa-rectified.ts';
import { changeRound, refused } from './eqa-rounds.ts';
import { countedReturn, screen, statusOf } from './eqa-screening.ts';
import { knownOf } from './eqa-targets.ts';
import type { By, Enrolment, OfRound, ReturnRow, RoundRow } from './eqa.query.ts';
import { findEnrolments, findReturns, findScores, findTargets, insertAct, insertEvaluation } from './eqa.query.ts';

const PLATFORM = { id: 'platform', name: '平台', role: 'platform' } as const;

/** Grades the round; the version it is, and a warning of what is not fit to grade by. After the publication it is a correction, and says why. */
export async function evaluate(deps: Deps, actor: Actor, id: number, entry: EqaEvaluationEntry): Promise<EqaGraded> {
  return changeRound(deps, actor, id, 'evaluated', async (tx, round) => {
    const state = stateOf(deps, round);
    if (state === 'final') throw notNow(state, { en: 'its grades are final', zh: '成绩已定稿' });
    if (!['closed', 'evaluated', 'published'].includes(state))
      throw notNow(state, { en: 'it is graded once it is closed', zh: '截止后方可评价' });
    if (round.published > 0 && entry.reason === undefined)
      throw unfitField('reason', 'Published grades are corrected for a reason: give it', '更正已公布成绩须说明理由');
    const problems = [...faultsOfNamed(entry, round, await findEnrolments(tx, id)), ...faultsOfUngraded(entry, round)];
    if (problems.length > 0) throw refused(problems);
    const version = await gradeRound(tx, round, entry, byOf(deps, actor));
    return { version, warnings: warningsOf(unfitGraded(await findMaterials(tx, id), entry.ungraded ?? [])) };
  });
}

/** What is left out or decided names a result of the round: a slip would change nothing, and nobody would see it. */
function faultsOfNamed(
  { excluded = [], decisions = [] }: EqaEvaluationEntry,
  { samples }: RoundRow,
  enrolments: readonly Enrolment[],
): readonly Problem[] {
  const items = new Map(enrolments.map((one) => [one.institution, one.items]));
  const check = (named: typeof excluded, of: string): readonly Problem[] =>
    named.flatMap(({ institution, item, sample }, index) =>
      samples.includes(sample) && items.get(institution)?.includes(item) === true
        ? []
        : [
            {
              ...{ code: 'no-such-result', path: `body.${of}[${String(index)}]` },
              message: `${institution} returns no ${item} of sample ${sample} in this round: correct it, or leave it out`,
              messageZh: `${institution} 在本轮没有样品 ${sample} 的 ${item}：请更正或删去`,
            },
          ],
    );
  return [...check(excluded, 'excluded'), ...check(decisions, 'decisions')];
}

/** A sample is withdrawn once, of what the round asks for. */
function faultsOfUngraded({ ungraded = [] }: EqaEvaluationEntry, { samples, items }: RoundRow): readonly Problem[] {
  const asked = new Set(items.map(({ item }) => item));
  const seen = new Set<string>();
  return ungraded.flatMap(({ item, sample }, index): Problem[] => {
    const path = `body.ungraded[${String(index)}]`;
    const isSecond = seen.has(`${item}|${sample}`);
    seen.add(`${item}|${sample}`);
    if (!asked.has(item) || !samples.includes(sample))
      return [
        {
          ...{ code: 'no-such-sample', path, messageZh: `本轮没有 ${item} 的样品 ${sample}：请更正或删去` },
          message: `The round has no ${item} of sample ${sample}: correct it, or leave it out`,
        },
      ];
    if (!isSecond) return [];
    return [
      {
        ...{ code: 'duplicate-row', path, messageZh: `${item} 样品 ${sample} 重复：请只保留一行` },
        message: `${item} of sample ${sample} stands twice: leave one`,
      },
    ];
  });
}

const UNFIT = {
  homogeneity: { en: 'not homogeneous', zh: '均匀性不符合要求' },
  stability: { en: 'not stable', zh: '稳定性不符合要求' },
} as const;

/** What is graded although ISO 13528 does not find its material fit. */
function warningsOf(unfit: readonly UnfitGraded[]): EqaGraded['warnings'] {
  return unfit.map(({ item, sample, kinds }) => ({
    ...{ item, sample, kinds: [...kinds] },
    message: `Material of ${item}, sample ${sample} is ${kinds.map((kind) => UNFIT[kind].en).join(' and ')}, and it is graded: withdraw it by \`ungraded\`, or be able to say why not`,
    messageZh: `${item} 样品 ${sample} ${kinds.map((kind) => UNFIT[kind].zh).join('、')}，仍予评价：请以 ungraded 列为不评价，或备好理由`,
  }));
}

/** Makes another version of the grades of a round; the version it is. */
export async function gradeRound(tx: Queryable, round: RoundRow, entry: EqaEvaluationEntry, by: By): Promise<number> {
  const { reason = null, excluded = [], ungraded = [], decisions = [] } = entry;
  const returns = await findReturns(tx, round.id);
  const participants = await participantsOf(tx, round, returns);
  const { targets, scores } = evaluateRound({
    ...{ items: round.items, samples: round.samples, known: knownOf(await findTargets(tx, round.id)) },
    ...{ participants, excluded, ungraded, decisions },
  });
  const version = round.evaluated + 1;
  await insertEvaluation(tx, round, { version, reason, targets, excluded, ungraded, decisions, scores }, by);
  await insertSummaries(tx, round, version, summariseRound({ ...round, ungraded }, { targets, scores }));
  const screening = screen({ ...round, participants }, returns, scores);
  await insertScreening(tx, round, { version, ...screening }, by.at);
  return version;
}

async function participantsOf(
  tx: Queryable,
  { id }: OfRound,
  returns: readonly ReturnRow[],
): Promise<readonly Participant[]> {
  const ofEach = groupBy(returns, ({ institution }) => institution);
  return (await findEnrolments(tx, id)).map(({ institution, variant, items, excused }) => {
    const counted = countedReturn(ofEach.get(institution) ?? []);
    return {
      ...{ institution, variant, items, excused, status: statusOf(counted), results: counted?.results ?? [] },
    };
  });
}

/** Publishes a version: everybody sees what is theirs, and the registers say so. */
export async function publish(deps: Deps, actor: Actor, id: number, version: number): Promise<void> {
  await changeRound(deps, actor, id, 'published', async (tx, round) => {
    const state = stateOf(deps, round);
    if (state === 'final' || version !== round.evaluated || version === round.published)
      throw notNow(state, {
        en: 'only its latest version that is not published yet can be; look at it first',
        zh: '只能公布尚未公布的最新评价版本，请先核对',
      });
    const scores = await findScores(tx, id, version);
    const undecided = scores.filter(({ review }) => review > 0);
    if (undecided.length > 0)
      throw refused(
        undecided.map(({ institution, item }) => ({
          ...{ code: 'undecided-result', path: `${institution}|${item}` },
          message: 'Figures cannot judge a result of it: decide on it with a reason in another evaluation',
          messageZh: '有结果无法按数值判定：请在新的评价中作出判定并说明理由',
        })),
      );
    const before = round.published > 0 ? await findScores(tx, id, round.published) : [];
    await insertAct(tx, round, { kind: 'published', version }, byOf(deps, actor));
    await putRegisters(deps, tx, round, scores, version);
    await followCorrection(deps, tx, round, failuresOf(before), failuresOf(scores));
  });
  await deps.registers.refresh();
}

type Scores = Awaited<ReturnType<typeof findScores>>;
type Failures = ReadonlyMap<string, Scores[number]>;

const failuresOf = (scores: Scores): Failures =>
  new Map(scores.flatMap((one) => (one.outcome === 'FAIL' ? [[`${one.institution}|${one.item}`, one] as const] : [])));

/** What failed by a correction is rectified from now on, however long ago the round was published; what failed no longer, never was. */
async function followCorrection(deps: Deps, tx: Queryable, round: RoundRow, before: Failures, now: Failures) {
  for (const [key, score] of before) if (!now.has(key)) await takeBack(deps, tx, round, score);
  if (round.published === 0) return;
  for (const [key, score] of now) if (!before.has(key)) await rectify(deps, tx, round, score);
}

async function putRegisters(
  deps: Deps,
  tx: Queryable,
  round: RoundRow,
  scores: Scores,
  version: number,
): Promise<void> {
  const now = deps.clock.now();
  const closedOn = dayOf(round.closesAt as Instant);
  const publishedOn = dayOf((round.publishedMs ?? now) as Instant);
  const note = `eqa|${String(round.id)}|${String(version)}`;
  const named = { organiser: round.organiser, round: round.round };
  const held = new Set(scores.map(({ item }) => item));
  await deps.events.emit(tx, 'entries-due', {
    ...{ register: eqaRounds.id, program: 'laboratory', note },
    rows: [...held].map((item) => ({
      row: { ...named, item, year: round.year, closedOn, publishedOn },
      from: closedOn,
    })),
  });
  await deps.events.emit(tx, 'entries-due', {
    ...{ register: eqaOutcomes.id, program: 'laboratory', note },
    rows: scores.map(({ institution, item, outcome }) => ({
      row: { ...named, item, institution, outcome, measuredOn: null },
      from: closedOn,
    })),
  });
}

type Failure = Pick<Scores[number], 'institution' | 'item'>;

/** Opens the rectification of a failure, or again the one that a correction took away meanwhile. */
async function rectify(deps: Deps, tx: Queryable, { organiser, round }: RoundRow, failure: Failure): Promise<void> {
  const now = deps.clock.now();
  const owed = rectificationOf(deps.registers.current(), { organiser, round, ...failure }, dayOf(now));
  const opening = { department: null, personId: null, occurredAt: now, by: PLATFORM, facts: owed.facts };
  const { loop: definition, subject, institution: unit } = owed;
  if ((await openLoop(deps, tx, { definition, subject, unit, ...opening })) !== null) return;
  const known = await findLoopBySubject(tx, RECTIFICATION, subject);
  if (known?.status !== 'void') return;
  const withdrawn = await lastRecord(tx, known.id, 'withdrawn');
  if (withdrawn === undefined) return;
  await recordInLoop(deps, tx, known.id, {
    ...{ key: `opened:${String(now)}`, kind: 'opened', by: PLATFORM, corrects: withdrawn.id, facts: owed.facts },
    ...{ occurredAt: now, recordedAt: now },
  });
}

/** A failure that a correction took away: what was to be rectified never was. */
async function takeBack(deps: Deps, tx: Queryable, round: RoundRow, { institution, item }: Failure): Promise<void> {
  const subject = `eqa|${round.organiser}|${round.round}|${item}|${institution}`;
  const loop = await findLoopBySubject(tx, RECTIFICATION, subject);
  if (loop?.status !== 'open') return;
  const opened = await lastRecord(tx, loop.id, 'opened');
  if (opened === undefined) return;
  const now = deps.clock.now();
  await recordInLoop(deps, tx, loop.id, {
    ...{ key: `withdrawn:${String(now)}`, kind: 'withdrawn', by: PLATFORM, corrects: opened.id },
    ...{ occurredAt: now, recordedAt: now, note: '成绩更正后不再不合格 No failure after a correction of the grades' },
  });
}

const lastRecord = async (tx: Queryable, loop: number, kind: 'opened' | 'withdrawn') =>
  (await findRecords(tx, [loop])).get(loop)?.findLast((record) => record.kind === kind);

/** Notes who looked at a pair, and what was found. */
export async function review(deps: Deps, actor: Actor, id: number, entry: EqaReviewEntry): Promise<void> {
  await changeRound(deps, actor, id, 'reviewed', async (tx, round) => {
    const [first, second] = entry.first < entry.second ? [entry.first, entry.second] : [entry.second, entry.first];
    const enrolled = (await findEnrolments(tx, id)).map(({ institution }) => institution);
    if (first === second || !enrolled.includes(first) || !enrolled.includes(second))
      throw unfitField('second', 'Name two laboratories of the round', '请填写参加本轮的两家机构');
    await insertReview(tx, round, { ...entry, first, second }, byOf(deps, actor));
  });
}

/** Answers an appeal; a grade that was wrong is corrected by another evaluation. */
export async function answerAppeal(deps: Deps, actor: Actor, appealed: number, entry: EqaAnswerEntry): Promise<void> {
  const [found] = await findAppeals(dbOf(deps, actor), { id: appealed });
  if (found === undefined) throw noAppeal();
  await organisedRound(dbOf(deps, actor), actor, found.roundId);
  await changeRound(deps, actor, found.roundId, 'appeal-answered', async (tx, round) => {
    const [standing] = await findAppeals(tx, { id: appealed });
    if (standing?.outcome !== null)
      throw new HttpProblem('conflict', { en: 'This appeal was answered before.', zh: '该申诉此前已答复。' });
    const of = { id: round.id, unit: round.unit, institution: standing.institution };
    const answer = { item: standing.item, text: entry.text, answers: appealed, outcome: entry.outcome };
    await insertAppeal(tx, of, answer, byOf(deps, actor));
  });
}

const noAppeal = (): HttpProblem =>
  new HttpProblem('not-found', { en: 'No such appeal in a round of yours.', zh: '您组织的轮次中没有该申诉。' });
