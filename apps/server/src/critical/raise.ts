/**
 * Raises the loop of a critical value 危急值 in the transaction that stores its result, once for each specimen and item; a result
 * that is corrected says what stands now, and one that is critical no more withdraws it. Source: core-systems.14#03, henan-2025.mq.8.
 */
import type { Circumstances, CriticalJudgement, Setting } from '@fujie/core/critical';
import { judgeCritical } from '@fujie/core/critical';
import type { Instant } from '@fujie/core/kernel';
import { dayOf, formatInstant } from '@fujie/core/kernel';
import type { LoopRecord } from '@fujie/core/loops';
import type { CriticalThresholdRow } from '@fujie/core/registers';
import type { Encounter } from '@fujie/wire/fhir';
import { DEPARTMENT_SYSTEM } from '@fujie/wire/fhir';

import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import type { CriticalSuspect, ResultsSuspected } from '../platform/events/events.ts';
import { criticalThresholdsOf } from '../platform/loops/critical-thresholds.ts';
import { openLoop, recordInLoop } from '../platform/loops/loops.ts';
import { findRecords } from '../platform/loops/loops.query.ts';
import {
  correctCriticalValue,
  findEncounter,
  findPersonFacts,
  findRaised,
  hadCritical,
  insertCriticalValue,
} from './critical.query.ts';

type Needs = Pick<Deps, 'clock' | 'config' | 'registers'>;
type Critical = Extract<CriticalJudgement, { kind: 'critical' }>;

const DAY_MS = 86_400_000;

/** Decides what a document brought and replaced; within its transaction. */
export async function raiseCritical(deps: Needs, tx: Queryable, found: ResultsSuspected): Promise<void> {
  const { institution, sender, suspects, replaced } = found;
  const raised = await findRaised(tx, [...replaced, ...suspects.map(({ resultId }) => resultId)]);
  const standing = new Set<number>();
  for (const suspect of suspects) {
    const loop = raised.get(suspect.resultId);
    if (loop === undefined && !suspect.isFresh) continue;
    const where = await placeOf(deps, tx, institution, suspect);
    const judgement = judgeCritical(suspect.measured, where.circumstances, thresholdsFor(deps, institution, suspect));
    if (judgement.kind !== 'critical') continue;
    if (loop === undefined) await open(deps, tx, { institution, sender, suspect, where, judgement });
    else {
      standing.add(loop);
      await correct(deps, tx, loop, { sender, suspect, where, judgement });
    }
  }
  for (const loop of new Set(raised.values())) if (!standing.has(loop)) await withdraw(deps, tx, loop, sender);
}

function thresholdsFor(deps: Needs, institution: string, { measured, reportedAt }: CriticalSuspect) {
  return criticalThresholdsOf(deps.registers.current(), institution, measured.item, dayOf(reportedAt));
}

interface Where {
  readonly setting: Setting;
  readonly department: string | null;
  readonly circumstances: Circumstances;
}

/** Where the patient is, and what thresholds ask of a person. */
async function placeOf(deps: Needs, tx: Queryable, institution: string, suspect: CriticalSuspect): Promise<Where> {
  const { personId, encounterId, collectedAt, reportedAt, requester } = suspect;
  const person = await findPersonFacts(tx, personId);
  const at = collectedAt ?? reportedAt;
  const stored =
    suspect.encounter === null ? await findEncounter(tx, institution, { id: encounterId, person: personId, at }) : null;
  const encounter = suspect.encounter ?? (stored === null ? null : (JSON.parse(stored) as Encounter));
  const provider = encounter?.serviceProvider?.identifier;
  const ordering =
    requester === null ? null : (deps.registers.current().practitioner(institution, requester)?.department ?? null);
  const department = (provider?.system === DEPARTMENT_SYSTEM ? provider.value : null) ?? ordering;
  const reasons = (encounter?.reasonCode ?? []).flatMap(({ coding = [] }) => coding.flatMap(({ code }) => code ?? []));
  const diagnoses = [...suspect.diagnoses, ...reasons];
  return {
    setting: settingOf(encounter),
    department,
    circumstances: {
      birthOn: person.birthOn,
      sex: person.sex === 'male' || person.sex === 'female' ? person.sex : null,
      department,
      diagnoses: diagnoses.length === 0 ? null : diagnoses,
      on: dayOf(at),
    },
  };
}

/** Classes of encounters (HL7 v3 ActEncounterCode). Where none is known the patient has to be reached as one who is not here. */
const SETTINGS: Readonly<Record<string, Setting>> = {
  IMP: 'inpatient',
  ACUTE: 'inpatient',
  NONAC: 'inpatient',
  EMER: 'emergency',
  OBSENC: 'emergency',
  AMB: 'outpatient',
  SS: 'outpatient',
  VR: 'outpatient',
  HH: 'outpatient',
  FLD: 'outpatient',
};

function settingOf(encounter: Encounter | null): Setting {
  return SETTINGS[encounter?.class?.code ?? ''] ?? 'unknown';
}

interface Raising {
  readonly sender: string;
  readonly suspect: CriticalSuspect;
  readonly where: Where;
  readonly judgement: Critical;
}

async function open(deps: Needs, tx: Queryable, raising: Raising & { readonly institution: string }): Promise<void> {
  const { institution, sender, suspect, where, judgement } = raising;
  const { personId, measured, reportedAt } = suspect;
  const first = judgement.threshold?.firstOnlyDays ?? null;
  const since = (reportedAt - (first ?? 0) * DAY_MS) as Instant;
  if (first !== null && personId !== 0 && (await hadCritical(tx, personId, measured.item, since))) return;
  const row = await openLoop(deps, tx, {
    definition: where.setting === 'inpatient' ? 'critical-value/inpatient' : 'critical-value/outpatient',
    subject: `${institution}|${suspect.of}|${measured.item === '' ? suspect.resultId : measured.item}`,
    unit: institution,
    department: where.department,
    personId: personId === 0 ? null : personId,
    occurredAt: reportedAt,
    by: actorOf(sender),
    facts: factsOf(deps, raising),
  });
  if (row === null) return;
  await insertCriticalValue(tx, {
    loopId: row.id,
    unit: institution,
    department: where.department,
    personId: row.personId,
    setting: where.setting,
    resultId: suspect.resultId,
    reportId: suspect.reportId,
    item: measured.item,
    name: nameOf(deps, suspect).zh,
    appearedAt: reportedAt,
    ...saidOf(suspect, judgement),
  });
}

async function correct(deps: Needs, tx: Queryable, loop: number, raising: Raising): Promise<void> {
  const { sender, suspect, judgement } = raising;
  const { last, count } = await lastOf(tx, loop);
  if (last === undefined) return;
  const occurredAt = last.kind === 'opened' ? last.occurredAt : suspect.reportedAt;
  await recordInLoop(deps, tx, loop, {
    key: `opened:${String(count)}`,
    kind: 'opened',
    occurredAt,
    recordedAt: Math.max(deps.clock.now(), occurredAt) as Instant,
    by: actorOf(sender),
    corrects: last.id,
    facts: factsOf(deps, raising),
  });
  await correctCriticalValue(tx, loop, saidOf(suspect, judgement));
}

async function withdraw(deps: Needs, tx: Queryable, loop: number, sender: string): Promise<void> {
  const { last, count } = await lastOf(tx, loop);
  if (last?.kind !== 'opened') return;
  const now = Math.max(deps.clock.now(), last.occurredAt) as Instant;
  await recordInLoop(deps, tx, loop, {
    key: `withdrawn:${String(count)}`,
    kind: 'withdrawn',
    occurredAt: now,
    recordedAt: now,
    by: actorOf(sender),
    corrects: last.id,
    note: '结果已更正或撤回，不再是危急值 The result was corrected or withdrawn and is not critical',
  });
}

/** What a loop rests on now: the record that opened it, or took it back. */
async function lastOf(tx: Queryable, loop: number): Promise<{ last: LoopRecord | undefined; count: number }> {
  const records = (await findRecords(tx, [loop])).get(loop) ?? [];
  return { last: records.findLast(({ kind }) => kind === 'opened' || kind === 'withdrawn'), count: records.length };
}

const actorOf = (sender: string) => ({ id: sender, name: sender, role: 'system' });

function saidOf({ shown }: CriticalSuspect, { side, threshold, uncertain }: Critical) {
  const limit = threshold === null ? null : limitOf(threshold, side);
  return { value: shown.value, unitOf: shown.unit, side, threshold: limit, uncertain };
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

function factsOf(deps: Needs, { suspect, where, judgement }: Raising): Readonly<Record<string, unknown>> {
  const name = nameOf(deps, suspect);
  const { value, unitOf, threshold, uncertain } = saidOf(suspect, judgement);
  const shown = unitOf === null ? value : `${value} ${unitOf}`;
  return {
    titleZh: `${name.zh} ${shown}${threshold === null ? '（签发机构标为危急）' : `（${threshold}）`}`,
    titleEn: `${name.en} ${shown} ${threshold === null ? '(critical as its issuer says)' : `(${threshold})`}`,
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
    ...((judgement.threshold?.repeat ?? null) === null ? {} : { repeat: judgement.threshold?.repeat }),
    ...(uncertain.length === 0 ? {} : { uncertain: uncertain.join(', ') }),
  };
}
