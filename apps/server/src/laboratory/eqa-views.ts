/** What pages of EQA 室间质评 show: a round as its organiser sees it, and as a laboratory does; the certificate of a year. */
import type { CollusionPair, CollusionSettings, GradedCell, ItemSummary, Means, RoundScore } from '@fujie/core/eqa';
import { certificateItems, groupsOf, spellingsOf, targetLines, unfitGraded } from '@fujie/core/eqa';
import type { Instant } from '@fujie/core/kernel';
import { addDays, dayOf, formatInstant, groupBy } from '@fujie/core/kernel';
import { stoppedPeriods } from '@fujie/core/laboratory';
import { resolveJurisdiction } from '@fujie/packs';
import type {
  EqaCertificateResponse,
  EqaItemSummary,
  EqaOrganisedRound,
  EqaOwnRound,
  EqaResult,
  EqaReturn,
  EqaRound,
  EqaRoundsResponse,
  EqaScore,
} from '@fujie/wire/contracts';

import type { Actor } from '../platform/auth/permissions.ts';
import { isOwnAccount } from '../platform/auth/persons.ts';
import { unitOfRegion } from '../platform/auth/scope.ts';
import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { namedInstitution } from '../platform/http/named-institution.ts';
import { dbOf, organisedRound, roundOfLaboratory, stateOf } from './eqa-access.ts';
import type { AppealRow } from './eqa-after.query.ts';
import { findAppeals, findReviews, findScoresOfYear, findScreening } from './eqa-after.query.ts';
import { findMaterials, findSummaries } from './eqa-figures.query.ts';
import { requestView, windowView } from './eqa-request-views.ts';
import { findRequests, findWindows } from './eqa-requests.query.ts';
import { choicesOf, usualOf } from './eqa-means.ts';
import { targetViews } from './eqa-targets.ts';
import { countedReturn, statusOf } from './eqa-screening.ts';
import type { ReceiptRow, ReturnRow, RoundRow } from './eqa.query.ts';
import {
  findEnrolments,
  findEvaluation,
  findParts,
  findReason,
  findReceipts,
  findReturns,
  findReturnsIn,
  findRounds,
  findScores,
  findTargets,
} from './eqa.query.ts';

const time = (ms: number): string => formatInstant(ms as Instant);

const YEAR_DAYS = 364;

/** What failed rounds stopped, today and the 364 days before, where a document says that a failed item is stopped (henan-2025.lab.8#02). */
function stoppedWithin({ clock, config, registers }: Deps, institution: string): EqaRoundsResponse['stopped'] {
  const today = dayOf(clock.now());
  if (resolveJurisdiction(config.jurisdiction, today).parameters.suspendedItem === 'allow') return null;
  return [...stoppedPeriods(registers.current(), institution, addDays(today, -YEAR_DAYS), today)];
}

/** Rounds that an actor organises, or takes part in. */
export async function roundsOf(deps: Deps, actor: Actor): Promise<EqaRoundsResponse> {
  const { role, region, institution } = actor;
  const which = role === 'qc-centre' ? { unit: unitOfRegion(region ?? '') } : { institution: institution ?? '' };
  const db = dbOf(deps, actor);
  return {
    now: formatInstant(deps.clock.now()),
    stopped: institution === null ? null : stoppedWithin(deps, institution),
    rounds: (await findRounds(db, which)).map((row) => roundView(deps, row)),
    parts: institution === null ? [] : [...(await findParts(db, institution))],
  };
}

export function roundView(deps: Deps, row: RoundRow): EqaRound {
  const { id, organiser, round, programme, nameZh, nameEn, year, lateRule, published, samples, items } = row;
  return {
    ...{ id, organiser, round, programme, nameZh, nameEn, year, lateRule, published },
    ...{ samples: [...samples], items: [...items] },
    ...{
      opensAt: time(row.opensAt),
      closesAt: time(row.closesAt),
      state: stateOf(deps, row),
      isShipped: row.isShipped,
    },
  };
}

function scoreView(score: RoundScore): EqaScore {
  return {
    ...score,
    cells: cellViews(score.cells),
  };
}

/** What was graded before a cell told how its target was found, or what else it tells, says nothing of it. */
export function cellViews(
  cells: readonly (
    GradedCell | Omit<GradedCell, 'kind' | 'n' | 'passedOver' | 'usesZPrime' | 'allowablePercent' | 'en' | 'ungraded'>
  )[],
): EqaScore['cells'] {
  return cells.map((cell) => ({
    ...{
      ...{ kind: null, n: null, usesZPrime: false, allowablePercent: null, en: null, ungraded: null },
      ...cell,
      accepted: cell.accepted === null ? null : [...cell.accepted],
    },
    passedOver: 'passedOver' in cell ? cell.passedOver.map((one) => ({ ...one })) : [],
  }));
}

function appealView(row: AppealRow): EqaOwnRound['appeals'][number] {
  const { id, institution, item, text, by, outcome, answer, answeredMs } = row;
  return {
    ...{ id, institution, item, text, by, at: time(row.atMs) },
    answer: outcome === null ? null : { outcome, text: answer ?? '', at: time(answeredMs ?? 0) },
  };
}

export function receiptView({ condition, receivedMs, note, by }: ReceiptRow): EqaOwnRound['receipts'][number] {
  return { condition, receivedAt: time(receivedMs), note, by };
}

export function returnView(row: ReturnRow): EqaReturn {
  const { version, results, checkedName, checkedMs, submittedName, submittedMs, receipt, isLate } = row;
  return {
    ...{ version, results: [...results], entered: { by: row.enteredName, at: time(row.enteredMs) } },
    checked: checkedMs === null ? null : { by: checkedName ?? '', at: time(checkedMs) },
    submitted:
      submittedMs === null ? null : { by: submittedName ?? '', at: time(submittedMs), receipt: receipt ?? '', isLate },
  };
}

/** A round as a laboratory that takes part sees it: its own, and scores once they are published. */
export async function ownRound(deps: Deps, actor: Actor, id: number): Promise<EqaOwnRound> {
  const db = dbOf(deps, actor);
  const { round, enrolment, of } = await roundOfLaboratory(db, actor, id);
  const { institution } = of;
  const view = roundView(deps, round);
  const scores = round.published > 0 ? await findScores(db, id, round.published, institution) : [];
  const appeals = await findAppeals(db, { round: id, institution });
  const returns = await findReturns(db, id, institution);
  const [latest] = returns;
  return {
    round: { ...view, items: view.items.filter(({ item }) => enrolment.items.includes(item)) },
    now: formatInstant(deps.clock.now()),
    institution: namedInstitution(deps.registers.current(), institution),
    excused: [...enrolment.excused],
    receipts: (await findReceipts(db, id, institution)).map(receiptView),
    returns: returns.map(returnView),
    isOwnEntry: latest !== undefined && (await isOwnAccount(deps.db, actor, latest.enteredBy)),
    scores: scores.map(scoreView),
    appeals: appeals.map(appealView),
    correction: round.published > 1 ? await findReason(deps.worker, id, round.published) : null,
    usual: usualOf(deps, institution, enrolment.items),
    choices: choicesOf(deps),
    summaries: (await findSummaries(db, id, round.published)).map((one) => summaryView(round, one)),
  };
}

function summaryView({ items }: RoundRow, { z, samples, ...summary }: ItemSummary): EqaItemSummary {
  const criterion = items.find(({ item }) => item === summary.item)?.criterion;
  return {
    ...{ ...summary, z: z.map((row) => [...row]) },
    samples: samples.map(({ targets, bins, responses, ...one }) => ({
      ...{ ...one, bins: [...bins], responses: [...responses] },
      lines: criterion === undefined ? [] : [...targetLines(targets, criterion)],
      targets: targets.map((target) => ({
        ...target,
        accepted: target.accepted === null ? null : [...target.accepted],
      })),
    })),
  };
}

/** Groups that participants make, the widest first. */
function groupsOfReturns(results: readonly Means[]): string[] {
  const spelled = spellingsOf(
    results.flatMap(({ method, instrument, reagent }) => [method, instrument, reagent].flatMap((one) => one ?? [])),
  );
  const names = new Set(
    results.flatMap((row) =>
      groupsOf(row, spelled)
        .slice(0, -1)
        .map(({ name }) => name),
    ),
  );
  return [...names].sort((a, b) => a.split(' / ').length - b.split(' / ').length || a.localeCompare(b, 'zh'));
}

/** What a round was screened by; one of before distances and mistakes were looked at has no thresholds for them. */
function screeningView(
  screening: NonNullable<Awaited<ReturnType<typeof findScreening>>>,
): EqaOrganisedRound['screening'] {
  const settings: Partial<CollusionSettings> & Pick<CollusionSettings, 'comparable' | 'sharePercent' | 'minutesApart'> =
    screening.settings;
  const { comparable, sharePercent, minutesApart, sharedMistakes = null, nearness = null } = settings;
  return {
    ...{ version: screening.version, at: time(screening.atMs), laboratories: screening.laboratories },
    ...{ comparable, sharePercent, minutesApart, sharedMistakes, nearness },
  };
}

type Alike = EqaOrganisedRound['alike'][number];
type LaterFigures = 'mistakes' | 'distance' | 'grounds';

/** A pair that somebody should look at, with what was found. */
function pairView(
  kept: Omit<CollusionPair, LaterFigures> & Partial<Pick<CollusionPair, LaterFigures>>,
  reviews: Awaited<ReturnType<typeof findReviews>>,
): Alike {
  const { laboratories, signs, comparable, identical, precise, sharePercent } = kept;
  const { mistakes = 0, distance = null, grounds = ['identical'] } = kept;
  const [first, second] = laboratories;
  const found = reviews.find((one) => one.first === first && one.second === second);
  return {
    ...{ first, second, comparable, identical, precise, sharePercent, mistakes, distance },
    ...{ signs: [...signs], grounds: [...grounds] },
    review: found === undefined ? null : { finding: found.finding, note: found.note, by: found.by },
  };
}

const takesPart = ({ items }: { readonly items: readonly string[] }): boolean => items.length > 0;

/** All of a round, for the centre that organises it. */
export async function organised(deps: Deps, actor: Actor, id: number): Promise<EqaOrganisedRound> {
  const db = dbOf(deps, actor);
  const round = await organisedRound(db, actor, id);
  const returns = await findReturns(db, id);
  const versions = groupBy(returns, ({ institution }) => institution);
  const receipts = groupBy(await findReceipts(db, id), ({ institution }) => institution);
  const evaluation = round.evaluated === 0 ? null : await findEvaluation(db, id, round.evaluated);
  const scores = evaluation === null ? [] : await findScores(db, id, evaluation.version);
  const screening = evaluation === null ? null : await findScreening(db, id, evaluation.version);
  const reviews = await findReviews(db, id);
  const materials = await findMaterials(db, id);
  const window = (await findWindows(db, [id])).get(id);
  const snapshot = deps.registers.current();
  return {
    now: formatInstant(deps.clock.now()),
    round: roundView(deps, round),
    participants: (await findEnrolments(db, id)).filter(takesPart).map(({ institution, items, excused, variant }) => {
      const counted = countedReturn(versions.get(institution) ?? []);
      const submittedMs = counted?.submittedMs ?? null;
      return {
        ...{ institution: namedInstitution(snapshot, institution), items: [...items], excused: [...excused], variant },
        ...{ received: receipts.get(institution)?.at(-1)?.condition ?? null, status: statusOf(counted) },
        submittedAt: submittedMs === null ? null : time(submittedMs),
      };
    }),
    window: window === undefined ? null : windowView(window),
    requests: (await findRequests(db, { round: id })).map((row) => ({
      institution: namedInstitution(snapshot, row.institution),
      ...requestView(row),
    })),
    known: targetViews(await findTargets(db, id)),
    groups: groupsOfReturns([...versions.values()].flatMap((own) => countedReturn(own)?.results ?? [])),
    evaluation:
      evaluation === null
        ? null
        : {
            ...{ version: evaluation.version, reason: evaluation.reason, at: time(evaluation.atMs), by: evaluation.by },
            targets: evaluation.targets.map((one) => ({
              ...one,
              accepted: one.accepted === null ? null : [...one.accepted],
            })),
            excluded: [...evaluation.excluded],
            ungraded: [...evaluation.ungraded],
            unfit: unfitGraded(materials, evaluation.ungraded).map((one) => ({ ...one, kinds: [...one.kinds] })),
            decisions: [...evaluation.decisions],
            scores: scores.map(scoreView),
          },
    screening: screening === null ? null : screeningView(screening),
    alike: (screening?.pairs ?? []).map((pair) => pairView(pair, reviews)),
    appeals: (await findAppeals(db, { round: id, institution: null })).map(appealView),
    summaries: (await findSummaries(db, id, round.evaluated)).map((one) => summaryView(round, one)),
    materials: materials.map(({ atMs, ...row }) => ({ ...row, at: time(atMs) })),
  };
}

/** What the certificate of a laboratory for a year says 室间质评证书: items that passed every round in which they were graded, by organiser. */
export async function certificateOf(deps: Deps, actor: Actor, year: number): Promise<EqaCertificateResponse> {
  return certificateFor(deps, dbOf(deps, actor), actor.institution ?? '', year);
}

/** The same of any institution, as far as the database shows it. */
export async function certificateFor(
  deps: Pick<Deps, 'registers'>,
  db: Queryable,
  institution: string,
  year: number,
): Promise<EqaCertificateResponse> {
  const scores = await findScoresOfYear(db, institution, year);
  const ofItem = groupBy(scores, ({ organiser, item }) => `${organiser}|${item}`);
  const rounds = [...new Set(scores.map(({ id }) => id))];
  const returns = groupBy(await findReturnsIn(db, rounds, institution), ({ roundId }) => String(roundId));
  const returned = (id: number): readonly EqaResult[] => countedReturn(returns.get(String(id)) ?? [])?.results ?? [];
  const items = [...ofItem.values()].flatMap((held) =>
    held.slice(0, 1).flatMap(({ organiser, item }) => {
      const methods = held.flatMap(({ id, percent }) =>
        (percent === null ? [] : returned(id)).flatMap((row) =>
          row.item === item && row.method !== null ? [row.method] : [],
        ),
      );
      return certificateItems([{ item, held }]).map((one) => ({ organiser, ...one, methods: [...new Set(methods)] }));
    }),
  );
  return { institution: namedInstitution(deps.registers.current(), institution), year, items };
}
