/**
 * Raises the loop of a critical value 危急值 in the transaction that stores its result, once for each specimen and item; a result
 * that is corrected says what stands now, and one that is critical no more withdraws it. Source: core-systems.14#03, henan-2025.mq.8.
 */
import { checkedBefore, judgeCritical } from '@fujie/core/critical';
import type { Instant } from '@fujie/core/kernel';
import { dayOf } from '@fujie/core/kernel';
import type { CriticalThresholdRow } from '@fujie/core/registers';
import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import type { CriticalSuspect, ResultsSuspected } from '../platform/events/events.ts';
import { criticalThresholdsOf } from '../platform/loops/critical-thresholds.ts';
import { findReleases } from '../platform/loops/laboratory-releases.query.ts';
import { openLoop } from '../platform/loops/loops.ts';
import { waitedSince } from './chain.query.ts';
import { LOOPS, restCare } from './chain.ts';
import type { Measurement, Raised } from './critical.query.ts';
import {
  correctCriticalValue,
  findRaised,
  findRaisedOf,
  findStanding,
  hadCritical,
  insertCriticalValue,
} from './critical.query.ts';
import type { Facts } from './rest.ts';
import { actorOf, lastOf, rest, verifiedAt } from './rest.ts';
import type { Critical, Raising } from './said.ts';
import { criticalKindOf, factsOf, loopOf, nameOf, saidOf } from './said.ts';
import { senderOf } from './sent.ts';
import type { Where } from './where.ts';
import { placeOf } from './where.ts';
import { withdraw } from './withdraw.ts';

type Needs = Pick<Deps, 'clock' | 'config' | 'events' | 'registers'>;

const DAY_MS = 86_400_000;

/** Decides what a document brought and replaced; within its transaction. */
export async function raiseCritical(deps: Needs, tx: Queryable, found: ResultsSuspected): Promise<void> {
  const { institution, sender, suspects } = found;
  const replaced = new Set(found.replaced);
  const raised = new Map<number, Raised>();
  const known = await findRaised(tx, [...replaced, ...suspects.map(({ resultId }) => resultId)]);
  for (const one of known) raised.set(one.loop, one);
  const raisings: Raising[] = [];
  const answers = await findReleases(
    tx,
    institution,
    suspects.map(({ reportNo }) => reportNo),
  );
  for (const suspect of suspects) {
    const own = known.find((one) => restsOn(one, suspect.resultId) && isOf(one, suspect));
    if (own === undefined && !suspect.isFresh) continue;
    const where = await placeOf(deps, tx, institution, suspect);
    const judgement = judgedOf(deps, institution, { suspect, where, own });
    if (judgement === null) continue;
    const sent = senderOf(deps, institution, suspect);
    const checked = checkedBefore(answers.get(suspect.reportNo) ?? [], suspect.measured, suspect.reportedAt);
    raisings.push({ institution, sender, suspect, where, judgement, sent, checked });
  }
  const critical = new Map(raisings.map(({ suspect }) => [suspect.resultId, suspect]));
  const standsFor = (loop: Raised) => (result: string) => {
    const suspect = critical.get(result);
    return suspect === undefined ? !replaced.has(result) : isOf(loop, suspect);
  };
  for (const raising of raisings) {
    const { resultId } = raising.suspect;
    const loop =
      [...raised.values()].find((one) => restsOn(one, resultId) && isOf(one, raising.suspect)) ??
      (await openOrFind(deps, tx, raising, raised));
    if (loop === null) continue;
    const stands = standsFor(loop);
    const isShown = loop.resultId === resultId || !stands(loop.resultId);
    const others = [...loop.others, loop.resultId, resultId].filter(stands);
    // What was denied and is measured again is asked again; what another measurement of the tube shows is told already.
    if (isShown || loop.status === 'void') raised.set(loop.loop, await correct(deps, tx, loop, raising, others));
    else raised.set(loop.loop, await standBeside(deps, tx, loop, raising, others));
  }
  for (const loop of raised.values()) {
    const stands = standsFor(loop);
    if (stands(loop.resultId)) continue;
    const other = loop.others.find(stands);
    if (other === undefined) await withdraw(deps, tx, loop, sender);
    else await restOn(deps, tx, { loop, other, others: loop.others.filter(stands), sender });
  }
}

/** A line that is corrected to the code of another item is none of the former one; a code that leads to no item says nothing of it. */
const isOf = ({ item }: Raised, { measured }: CriticalSuspect): boolean =>
  item === '' || measured.item === '' || item === measured.item;

const restsOn = ({ resultId, others }: Raised, result: string): boolean =>
  resultId === result || others.includes(result);

/**
 * Whether a result is critical; null: it is not. One that was critical and cannot be compared any more (another unit, a code that is
 * not known) stays critical, because nobody has said that it is none.
 */
function judgedOf(
  deps: Needs,
  institution: string,
  {
    suspect,
    where,
    own,
  }: { readonly suspect: CriticalSuspect; readonly where: Where; readonly own: Raised | undefined },
): Critical | null {
  const thresholds = thresholdsFor(deps, institution, suspect);
  const judgement = judgeCritical(suspect.measured, where.circumstances, thresholds);
  if (judgement.kind === 'critical') return judgement;
  if (own === undefined) return null;
  const isOfNoItem = suspect.measured.item === '' && own.item !== '';
  if (judgement.kind !== 'unknown' && !isOfNoItem) return null;
  const uncertain = judgement.kind === 'unknown' ? judgement.missing : (['value'] as const);
  const { side } = own;
  const limitsOf = (row: CriticalThresholdRow) =>
    side === 'issuer' ? null : side === 'finding' ? row.findings : row[side];
  const threshold = thresholds.find((row) => (limitsOf(row) ?? null) !== null) ?? null;
  return { kind: 'critical', side, threshold, uncertain };
}

function thresholdsFor(deps: Needs, institution: string, { measured, reportedAt }: CriticalSuspect) {
  return criticalThresholdsOf(deps.registers.current(), institution, measured.item, dayOf(reportedAt));
}

/** Opens a loop; null when it is open now or not wanted, otherwise the one that another measurement of the specimen raised before. */
async function openOrFind(
  deps: Needs,
  tx: Queryable,
  raising: Raising,
  raised: ReadonlyMap<number, Raised>,
): Promise<Raised | null> {
  const { institution, sender, suspect, where, judgement, sent } = raising;
  const { personId, measured, reportedAt } = suspect;
  const subject = `${institution}|${suspect.of}|${measured.item === '' ? suspect.resultId : measured.item}`;
  const find = async (): Promise<Raised | null> => {
    const found = await findRaisedOf(tx, Object.values(LOOPS), subject);
    return found === null ? null : (raised.get(found.loop) ?? found);
  };
  const before = await find();
  if (before !== null) return before;
  const first = judgement.threshold?.firstOnlyDays ?? null;
  const since = (reportedAt - (first ?? 0) * DAY_MS) as Instant;
  const asked = { unit: institution, person: personId, item: measured.item, since };
  if (first !== null && personId !== 0 && (await hadCritical(tx, asked))) return null;
  // The patient of another institution is in none of the own departments.
  const department = sent === null ? where.department : null;
  const measurement = measurementOf(deps, raising);
  const row = await openLoop(deps, tx, {
    definition: loopOf(raising),
    subject,
    unit: institution,
    department,
    personId: personId === 0 ? null : personId,
    occurredAt: reportedAt,
    by: actorOf(sender),
    facts: measurement.facts,
  });
  // Somebody else opened it a moment ago, or no document in force declares it.
  if (row === null) return find();
  const raisedBy = {
    loopId: row.id,
    unit: institution,
    department,
    personId: row.personId,
    setting: sent?.setting ?? where.setting,
    item: measured.item,
    kind: criticalKindOf(deps, suspect),
    name: nameOf(deps, suspect).zh,
    appearedAt: reportedAt,
    ...{ sentBy: sent?.institution ?? null, testedBy: null, toldFrom: null },
    ...measurement.said,
  };
  await insertCriticalValue(tx, raisedBy, { [suspect.resultId]: measurement });
  return null;
}

/** Another measurement of the same specimen: the critical value stands as long as one of them does. */
async function standBeside(
  deps: Needs,
  tx: Queryable,
  loop: Raised,
  raising: Raising,
  results: readonly string[],
): Promise<Raised> {
  const others = othersOf(loop.resultId, results);
  const own = { [raising.suspect.resultId]: measurementOf(deps, raising) };
  await correctCriticalValue(tx, loop.loop, { others }, own);
  return { ...loop, others, measurements: { ...loop.measurements, ...own } };
}

const othersOf = (shown: string, results: readonly string[]): readonly string[] => [
  ...new Set(results.filter((one) => one !== shown)),
];

/** What a measurement says, on which its loop rests where it is the one that is shown. */
function measurementOf(deps: Needs, raising: Raising) {
  return { said: saidOf(raising.suspect, raising.judgement), facts: factsOf(deps, raising) };
}

/** Says what stands now. Whoever was told another value, or that it is none, is told anew. */
async function correct(
  deps: Needs,
  tx: Queryable,
  loop: Raised,
  raising: Raising,
  results: readonly string[],
): Promise<Raised> {
  const measurement = measurementOf(deps, raising);
  const { said } = measurement;
  const isOther = loop.value !== said.value || loop.unitOf !== said.unitOf;
  const isAsked = loop.status === 'void' || (loop.isTold && isOther);
  await restAtBoth(deps, tx, { loop, measurement, sender: raising.sender, isAsked });
  const others = othersOf(said.resultId, results);
  const own = { [said.resultId]: measurement };
  await correctCriticalValue(tx, loop.loop, { ...said, others }, own);
  const status = loop.status === 'void' ? 'open' : loop.status;
  return { ...loop, ...said, others, status, measurements: { ...loop.measurements, ...own } };
}

interface Shown {
  readonly loop: Raised;
  readonly measurement: Measurement;
  readonly sender: string;
  readonly isAsked: boolean;
}

/** Rests a loop, and that of who sent the specimen, on what is shown now. */
async function restAtBoth(deps: Needs, tx: Queryable, { loop, measurement, sender, isAsked }: Shown): Promise<void> {
  const facts = (before: Facts): Facts => {
    const { signed, checkedBefore: checks, repeatRule, ...shown } = measurement.facts;
    // By what was asked when it arose it is followed to its end.
    const { kind, ofPresent, section } = before;
    const isAnother = loop.resultId !== measurement.said.resultId;
    const isVerified = waitedSince(loop.state, verifiedAt(before)) === null;
    // What was checked before its release is that value alone.
    const isOpen = isAnother || before['signed'] === 'checked';
    // A second signature counts at once; what is missing now is asked for only where all is to be verified anew, or another one is verified.
    const asked: Facts =
      isAsked || (isOpen && !isVerified)
        ? { signed, checkedBefore: checks, repeatRule }
        : { ...before, ...(signed === 'two' || signed === 'checked' ? { signed, checkedBefore: checks } : {}) };
    return {
      // Who tested stays who did, where a correction leaves it out.
      ...(section === undefined ? {} : { section }),
      ...{ ...shown, ...sentIn(before), kind, ofPresent },
      ...(asked['signed'] === undefined ? {} : { signed: asked['signed'] }),
      ...(asked['checkedBefore'] === undefined ? {} : { checkedBefore: asked['checkedBefore'] }),
      ...(asked['repeatRule'] === undefined ? {} : { repeatRule: asked['repeatRule'] }),
    };
  };
  await rest(deps, tx, { loop: loop.loop, sender, facts, isAsked });
  await restCare(deps, tx, { ...loop, sender, isAsked });
}

/** Who sent the specimen in stays who it was when that was told. */
const sentIn = ({ chain, sentBy, sentDepartment, setting }: Facts): Facts =>
  chain === undefined ? {} : { chain, sentBy, sentDepartment, setting };

interface Remaining {
  readonly loop: Raised;
  readonly other: string;
  readonly others: readonly string[];
  readonly sender: string;
}

/** The result that it showed is withdrawn, and another of the same specimen is critical still. */
async function restOn(deps: Needs, tx: Queryable, { loop, other, others, sender }: Remaining): Promise<void> {
  const { said, facts } = loop.measurements[other] ?? (await measuredBefore(tx, loop, other));
  const { titleZh, titleEn } = facts;
  const shown = {
    ...facts,
    titleZh: `${String(titleZh)}（同一标本的另一次检测，仍为危急）`,
    titleEn: `${String(titleEn)} (another measurement of the same specimen, critical still)`,
  };
  const isAsked = loop.isTold && (said.value !== loop.value || said.unitOf !== loop.unitOf);
  await restAtBoth(deps, tx, { loop, measurement: { said, facts: shown }, sender, isAsked });
  await correctCriticalValue(tx, loop.loop, { ...said, others: othersOf(other, others) });
}

/** Of one that was measured before it was kept what it says: only its value is known, and all else is taken to be as it was. */
async function measuredBefore(tx: Queryable, loop: Raised, other: string): Promise<Measurement> {
  const standing = await findStanding(tx, other);
  const value = standing?.value ?? loop.value;
  const unitOf = standing === null ? loop.unitOf : standing.unit;
  const title = [value, unitOf ?? ''].join(' ').trim();
  const { opening } = await lastOf(tx, loop.loop);
  return {
    said: { resultId: other, value, unitOf },
    facts: { ...opening?.facts, titleZh: title, titleEn: title, value, unit: unitOf, resultId: other },
  };
}
