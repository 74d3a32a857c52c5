/**
 * Raises the loop of a critical value 危急值 in the transaction that stores its result, once for each specimen and item; a result
 * that is corrected says what stands now, and one that is critical no more withdraws it. Source: core-systems.14#03, henan-2025.mq.8.
 */
import type { CriticalJudgement, CriticalKind } from '@fujie/core/critical';
import { judgeCritical, kindOfItem, kindOfReport } from '@fujie/core/critical';
import type { Instant } from '@fujie/core/kernel';
import { dayOf, formatInstant } from '@fujie/core/kernel';
import type { CriticalThresholdRow } from '@fujie/core/registers';
import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import type { CriticalSuspect, ResultsSuspected } from '../platform/events/events.ts';
import { criticalThresholdsOf } from '../platform/loops/critical-thresholds.ts';
import { loopOn } from '../platform/loops/definitions.ts';
import { openLoop, recordInLoop } from '../platform/loops/loops.ts';
import type { LoopRow } from '../platform/loops/loops.query.ts';
import { findRecords } from '../platform/loops/loops.query.ts';
import type { Raised } from './critical.query.ts';
import {
  correctCriticalValue,
  findRaised,
  findRaisedOf,
  findStanding,
  hadCritical,
  insertCriticalValue,
} from './critical.query.ts';
import type { Where } from './where.ts';
import { placeOf } from './where.ts';

type Needs = Pick<Deps, 'clock' | 'config' | 'events' | 'registers'>;
type Critical = Extract<CriticalJudgement, { kind: 'critical' }>;

const DAY_MS = 86_400_000;

/** Decides what a document brought and replaced; within its transaction. */
export async function raiseCritical(deps: Needs, tx: Queryable, found: ResultsSuspected): Promise<void> {
  const { institution, sender, suspects } = found;
  const replaced = new Set(found.replaced);
  const raised = new Map<number, Raised>();
  const known = await findRaised(tx, [...replaced, ...suspects.map(({ resultId }) => resultId)]);
  for (const one of known) raised.set(one.loop, one);
  const raisings: Raising[] = [];
  for (const suspect of suspects) {
    const own = known.find((one) => restsOn(one, suspect.resultId) && isOf(one, suspect));
    if (own === undefined && !suspect.isFresh) continue;
    const where = await placeOf(deps, tx, institution, suspect);
    const judgement = judgedOf(deps, institution, { suspect, where, own });
    if (judgement !== null) raisings.push({ institution, sender, suspect, where, judgement });
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
    else raised.set(loop.loop, await standBeside(tx, loop, others));
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

interface Raising {
  readonly institution: string;
  readonly sender: string;
  readonly suspect: CriticalSuspect;
  readonly where: Where;
  readonly judgement: Critical;
}

const LOOPS = { inpatient: 'critical-value/inpatient', others: 'critical-value/outpatient' } as const;

/** Opens a loop; null when it is open now or not wanted, otherwise the one that another measurement of the specimen raised before. */
async function openOrFind(
  deps: Needs,
  tx: Queryable,
  raising: Raising,
  raised: ReadonlyMap<number, Raised>,
): Promise<Raised | null> {
  const { institution, sender, suspect, where, judgement } = raising;
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
  const row = await openLoop(deps, tx, {
    definition: loopOf(where),
    subject,
    unit: institution,
    department: where.department,
    personId: personId === 0 ? null : personId,
    occurredAt: reportedAt,
    by: actorOf(sender),
    facts: factsOf(deps, raising),
  });
  // Somebody else opened it a moment ago, or no document in force declares it.
  if (row === null) return find();
  await insertCriticalValue(tx, {
    loopId: row.id,
    unit: institution,
    department: where.department,
    personId: row.personId,
    setting: where.setting,
    item: measured.item,
    kind: criticalKindOf(deps, suspect),
    name: nameOf(deps, suspect).zh,
    appearedAt: reportedAt,
    ...saidOf(suspect, judgement),
  });
  return null;
}

/** Another measurement of the same specimen: the critical value stands as long as one of them does. */
async function standBeside(tx: Queryable, loop: Raised, results: readonly string[]): Promise<Raised> {
  const others = othersOf(loop.resultId, results);
  await correctCriticalValue(tx, loop.loop, { others });
  return { ...loop, others };
}

const othersOf = (shown: string, results: readonly string[]): readonly string[] => [
  ...new Set(results.filter((one) => one !== shown)),
];

/** Says what stands now. Whoever was told another value, or that it is none, is told anew. */
async function correct(
  deps: Needs,
  tx: Queryable,
  loop: Raised,
  raising: Raising,
  results: readonly string[],
): Promise<Raised> {
  const { sender, suspect, judgement } = raising;
  const said = saidOf(suspect, judgement);
  const isOther = loop.value !== said.value || loop.unitOf !== said.unitOf;
  const isAsked = loop.status === 'void' || (loop.isTold && isOther);
  await rest(deps, tx, {
    loop: loop.loop,
    sender,
    facts: (before) => {
      const { signed, repeatRule, ...rest } = factsOf(deps, raising);
      const { kind, section } = before;
      // A second signature counts at once; what is missing now is asked for only where all is to be verified anew.
      const asked = isAsked ? { signed, repeatRule } : { ...before, ...(signed === 'two' ? { signed } : {}) };
      return {
        // Who tested stays who did, where a correction leaves it out.
        ...(section === undefined ? {} : { section }),
        ...{ ...rest, kind },
        ...(asked['signed'] === undefined ? {} : { signed: asked['signed'] }),
        ...(asked['repeatRule'] === undefined ? {} : { repeatRule: asked['repeatRule'] }),
      };
    },
    isAsked,
  });
  const others = othersOf(suspect.resultId, results);
  await correctCriticalValue(tx, loop.loop, { ...said, others });
  return { ...loop, ...said, others, status: loop.status === 'void' ? 'open' : loop.status };
}

/** The result that it showed is withdrawn, and another of the same specimen is critical still. */
async function restOn(
  deps: Needs,
  tx: Queryable,
  {
    loop,
    other,
    others,
    sender,
  }: { readonly loop: Raised; readonly other: string; readonly others: readonly string[]; readonly sender: string },
): Promise<void> {
  const standing = await findStanding(tx, other);
  const value = standing?.value ?? loop.value;
  const unitOf = standing === null ? loop.unitOf : standing.unit;
  const shown = [value, unitOf ?? ''].join(' ').trim();
  const isAsked = loop.isTold && (value !== loop.value || unitOf !== loop.unitOf);
  const facts = (before: Readonly<Record<string, unknown>>) => ({
    ...before,
    titleZh: `${shown}（同一标本的另一次检测，仍为危急）`,
    titleEn: `${shown} (another measurement of the same specimen, critical still)`,
    value,
    unit: unitOf,
    resultId: other,
  });
  await rest(deps, tx, { loop: loop.loop, sender, facts, isAsked });
  await correctCriticalValue(tx, loop.loop, { resultId: other, value, unitOf, others: othersOf(other, others) });
}

interface Resting {
  readonly loop: number;
  readonly sender: string;
  readonly facts: (before: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
  readonly isAsked: boolean;
}

/** Records what a loop rests on in place of what it rested on, and asks for all of it again where it must be told anew. */
async function rest(deps: Needs, tx: Queryable, { loop, sender, facts, isAsked }: Resting): Promise<void> {
  const { last, opening, count } = await lastOf(tx, loop);
  if (last === undefined || opening === undefined) return;
  const { occurredAt } = opening;
  const recordedAt = Math.max(deps.clock.now(), occurredAt) as Instant;
  await recordInLoop(deps, tx, loop, {
    key: `opened:${String(count)}`,
    kind: 'opened',
    occurredAt,
    recordedAt,
    by: actorOf(sender),
    corrects: last.id,
    facts: facts(opening.facts),
  });
  if (!isAsked) return;
  await recordInLoop(deps, tx, loop, {
    key: `reopened:${String(count)}`,
    kind: 'reopened',
    occurredAt: recordedAt,
    recordedAt,
    by: PLATFORM,
    stage: opening.facts['kind'] === 'examination' ? 'reread' : 'verify',
    note: '结果已更正或再次检出，须重新核实并报告 The result was corrected or measured again: verify and report it anew',
  });
}

/**
 * Takes a critical value back; whoever was told of it is told of that, before the patient is treated for it any further: the loop of that.
 * That it was told at all may be an adverse event.
 */
export async function withdraw(deps: Needs, tx: Queryable, raised: Raised, sender: string): Promise<LoopRow | null> {
  const { last, opening, count } = await lastOf(tx, raised.loop);
  if (last?.kind !== 'opened') return null;
  const now = Math.max(deps.clock.now(), last.occurredAt) as Instant;
  const by = actorOf(sender);
  await recordInLoop(deps, tx, raised.loop, {
    key: `withdrawn:${String(count)}`,
    kind: 'withdrawn',
    occurredAt: now,
    recordedAt: now,
    by,
    corrects: last.id,
    note: '结果已更正或撤回，不再是危急值 The result was corrected or withdrawn and is not critical',
  });
  if (!raised.isTold) return null;
  const { unit, department, personId, item, name, value, unitOf } = raised;
  // Whoever was told may have acted on it: that is to be reported, or said to be no event (henan-2023.sa4.2.4#02).
  await deps.events.emit(tx, 'adverse-event-suspected', {
    ...{ key: `critical-value/${String(raised.loop)}/${String(count)}`, kind: 'wrong-result' },
    ...{ institution: unit, department, personId, occurredAt: last.occurredAt },
  });
  const shown = [value, unitOf ?? ''].join(' ').trim();
  const nameEn = deps.registers.current().item(item)?.nameEn ?? name;
  return openLoop(deps, tx, {
    definition: 'critical-value/withdrawn',
    subject: `${String(raised.loop)}|${String(count)}`,
    unit,
    department,
    personId,
    occurredAt: now,
    by,
    facts: {
      titleZh: `${name} ${shown}：不是危急值，已更正或撤回`,
      titleEn: `${nameEn} ${shown}: no critical value, corrected or withdrawn`,
      value,
      unit: unitOf ?? '',
      follows: [raised.loop],
      ...(typeof opening?.facts['kind'] === 'string' ? { kind: opening.facts['kind'] } : {}),
      ...(raised.isPatientTold ? { patient: 'reached' } : {}),
    },
  });
}

/** What a loop rests on now, the record that opened it or took it back, and the last that opened it. */
async function lastOf(tx: Queryable, loop: number) {
  const records = (await findRecords(tx, [loop])).get(loop) ?? [];
  const last = records.findLast(({ kind }) => kind === 'opened' || kind === 'withdrawn');
  return { last, opening: records.findLast((record) => record.kind === 'opened'), count: records.length };
}

const actorOf = (sender: string) => ({ id: sender, name: sender, role: 'system' });
const PLATFORM = { id: 'platform', name: '平台', role: 'platform' } as const;

function saidOf({ shown, resultId, reportId }: CriticalSuspect, { side, threshold, uncertain }: Critical) {
  const limit = threshold === null ? null : limitOf(threshold, side);
  return { resultId, reportId, value: shown.value, unitOf: shown.unit, side, threshold: limit, uncertain };
}

function limitOf({ low, high, inclusive, findings }: CriticalThresholdRow, side: Critical['side']): string {
  if (side === 'low') return `${inclusive ? '≤' : '<'}${String(low)}`;
  if (side === 'high') return `${inclusive ? '≥' : '>'}${String(high)}`;
  return (findings ?? []).join('、');
}

function nameOf({ registers }: Needs, { measured, name }: CriticalSuspect): { zh: string; en: string } {
  const item = registers.current().item(measured.item);
  const zh = item?.nameZh ?? name ?? '结果';
  return { zh, en: item?.nameEn ?? zh };
}

/** Laboratory, imaging, ultrasound, electrocardiography or pathology. */
function criticalKindOf({ registers }: Needs, { measured, isExamination, sections }: CriticalSuspect): CriticalKind {
  const item = registers.current().item(measured.item);
  return item === null ? kindOfReport(isExamination, sections) : kindOfItem(item);
}

/** A test or an examination, as the register says of its item, otherwise its report: each is verified in its own way. */
function kindOf({ registers }: Needs, { measured, isExamination }: CriticalSuspect): 'laboratory' | 'examination' {
  const kind = registers.current().item(measured.item)?.kind;
  if (kind === 'laboratory' || kind === 'examination') return kind;
  return isExamination ? 'examination' : 'laboratory';
}

function factsOf(deps: Needs, raising: Raising): Readonly<Record<string, unknown>> {
  const { sender, suspect, where, judgement } = raising;
  const name = nameOf(deps, suspect);
  const { value, unitOf, threshold, uncertain } = saidOf(suspect, judgement);
  const shown = unitOf === null ? value : `${value} ${unitOf}`;
  const kind = kindOf(deps, suspect);
  return {
    titleZh: `${name.zh} ${shown}${threshold === null ? '（签发机构标为危急）' : `（${threshold}）`}`,
    titleEn: `${name.en} ${shown} ${threshold === null ? '(critical as its issuer says)' : `(${threshold})`}`,
    kind,
    ...(kind === 'laboratory' ? verificationOf(deps, raising) : {}),
    ...(suspect.section === null ? {} : { section: suspect.section }),
    item: suspect.measured.item,
    value,
    unit: unitOf,
    threshold: threshold ?? '',
    thresholdCode: judgement.threshold?.code ?? '',
    setting: where.setting,
    reportId: suspect.reportId ?? '',
    resultId: suspect.resultId,
    reportedAt: formatInstant(suspect.reportedAt),
    ...(suspect.collectedAt === null ? {} : { collectedAt: formatInstant(suspect.collectedAt) }),
    ...(uncertain.length === 0 ? {} : { uncertain: uncertain.join(', ') }),
    // What the platform finds by itself it finds because a register says so later.
    ...(sender === PLATFORM.id ? { foundAt: formatInstant(deps.clock.now()) } : {}),
  };
}

/**
 * What the verification of a test rests on: how its report is signed, and what the list says of a repeat. Of a report that names nobody two are
 * asked for, unless the institution says that its laboratory's system releases nothing that two have not checked. Source: core-systems.14#02.
 */
function verificationOf(deps: Needs, { institution, suspect, where, judgement }: Raising) {
  const { parameters } = loopOn(deps, loopOf(where), institution, dayOf(suspect.reportedAt)) ?? {};
  const unsigned = parameters?.['checkers']?.value === 1 ? 'held' : 'none';
  return { signed: suspect.signed ?? unsigned, repeatRule: judgement.threshold?.repeat ?? 'by-need' };
}

const loopOf = ({ setting }: Where): string => (setting === 'inpatient' ? LOOPS.inpatient : LOOPS.others);
