/**
 * Blind samples 飞行盲样: a centre hides one among ordinary samples, its results come by the ordinary way, are compared with the target, and are
 * revealed; a failure suspends the item by the register of blind samples and opens its loop. Source: taiyuan-2024.7.2#03, #04.
 */
import type { Instant } from '@fujie/core/kernel';
import { dayOf, formatInstant, startOfDay } from '@fujie/core/kernel';
import { judgeResult } from '@fujie/core/eqa';
import { isPlaceholderName, normaliseName, normaliseNumber } from '@fujie/core/person';
import { blindSamples } from '@fujie/core/registers';
import type { BlindRevealEntry, BlindSample, BlindSampleEntry } from '@fujie/wire/contracts';

import type { Actor } from '../platform/auth/permissions.ts';
import { covers, unitOfRegion } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { refuseFarDay, refuseFarYear } from '../platform/http/far-day.ts';
import { namedInstitution } from '../platform/http/named-institution.ts';
import { HttpProblem, unfitField } from '../platform/http/problems.ts';
import { bodyDay } from '../platform/http/query-day.ts';
import type { BlindRow, BlindTarget, Compared, FoundResult } from './blind.query.ts';
import {
  findAnothers,
  findBlind,
  findBlindResults,
  findFailedSince,
  insertBlind,
  insertBlindEnd,
  isTaken,
  lockNumber,
} from './blind.query.ts';
import { byOf, dbOf } from './eqa-access.ts';

/**
 * Hides a sample. Its record number must not be that of a patient who is known here, and by its name those of a patient yet to come under this
 * number are told from its own: nobody's results are read by it.
 */
export async function hideSample(deps: Deps, actor: Actor, entry: BlindSampleEntry): Promise<number> {
  const snapshot = deps.registers.current();
  const institution = snapshot.institution(entry.institution);
  if (actor.region === null || institution === null || !covers(actor.region, institution.region))
    throw unfitField('institution', 'No institution of your region', '不是本区域的机构');
  const today = dayOf(deps.clock.now());
  entry.targets.forEach((target, index) => {
    const field = `targets[${String(index)}]`;
    if (snapshot.item(target.item, today) === null)
      throw unfitField(`${field}.item`, 'No such item: take one of the register', '没有该项目：请使用项目目录中的编码');
    const isMeasured = target.criterion.type !== 'agreement';
    if (isMeasured ? target.value === undefined : target.accepted === undefined)
      throw unfitField(
        field,
        'Give `value` of what is measured, `accepted` of what is read',
        '定量项目填靶值 value，定性项目填可接受结果 accepted',
      );
  });
  const named = normaliseName(entry.name);
  if (isPlaceholderName(named))
    throw unfitField(
      'name',
      'Give the name under which it is registered: one that stands for no name tells nobody apart',
      '请填写登记时使用的姓名：“无名氏”等不能区分他人',
    );
  const twin = entry.targets.findIndex(({ item }, index) =>
    entry.targets.slice(0, index).some((one) => one.item === item),
  );
  if (twin >= 0)
    throw unfitField(
      `targets[${String(twin)}].item`,
      'Named twice: give each item of a sample once',
      '项目重复：同一盲样的每个项目只填一次',
    );
  const { code } = entry;
  const handedOn = bodyDay('handedOn', entry.handedOn);
  refuseFarDay('handedOn', handedOn, today);
  refuseFarYear('handedOn', handedOn, today);
  const unit = unitOfRegion(actor.region);
  const token = deps.seal.token('mrn', entry.institution, normaliseNumber(entry.mrn));
  const name = deps.seal.nameToken(named);
  const targets = entry.targets.map(({ item, criterion, value = null, accepted = null }): BlindTarget => ({
    item,
    criterion,
    value,
    accepted,
  }));
  const made = {
    unit,
    code,
    institution: entry.institution,
    token,
    name,
    handedOn,
    targets,
  };
  const id = await dbOf(deps, actor).tx(async (tx) => {
    // Two who take one number at once wait for each other.
    await lockNumber(tx, made);
    return (await isTaken(deps.worker, made)) ? 'taken' : insertBlind(tx, made, byOf(deps, actor));
  });
  if (id === 'taken') {
    // Whoever tries numbers learns that somebody is a patient there.
    await record(deps, actor, 'blind-sample:hide', null, 'refused');
    throw unfitField(
      'mrn',
      'This number has results already, is that of another name, or of another sample: register the sample under a new one',
      '该病历号已有报告结果、登记的是另一姓名，或已用于另一盲样：请为盲样登记新的病历号',
    );
  }
  if (id === null)
    throw new HttpProblem('conflict', {
      en: `There is a blind sample ${code} already: give another number.`,
      zh: `盲样编号 ${code} 已存在：请换一个编号。`,
    });
  await record(deps, actor, 'blind-sample:hide', id);
  return id;
}

type Action = 'blind-sample:read' | 'blind-sample:hide' | 'blind-sample:reveal' | 'blind-sample:withdraw';

/** Names the sample by its number alone: who reads the audit of an institution must not learn of it. */
async function record(
  deps: Deps,
  actor: Actor,
  action: Action,
  id: number | null,
  outcome: 'done' | 'refused' = 'done',
): Promise<void> {
  await deps.audit.record({ actor, action, outcome, ...(id === null ? {} : { subject: String(id) }) });
}

export async function blindSamplesOf(deps: Deps, actor: Actor): Promise<readonly BlindSample[]> {
  const rows = await findBlind(dbOf(deps, actor));
  const open = rows.filter(({ kind }) => kind === null);
  const found = await findBlindResults(deps.worker, open);
  const anothers = await findAnothers(deps.worker, open);
  await record(deps, actor, 'blind-sample:read', null);
  return rows.map((row) => view(deps, row, row.compared ?? compare(row, found), anothers.has(row.id)));
}

/** A sample beside what was reported of it. */
export function compare(row: Pick<BlindRow, 'id' | 'targets'>, found: readonly FoundResult[]): readonly Compared[] {
  return row.targets.map((target): Compared => {
    const result = found.find(({ sample, item }) => sample === row.id && item === target.item);
    const nothing = { low: null, high: null, biasPercent: null, reason: null };
    if (result === undefined)
      return {
        ...{ ...target, ...nothing, reported: null, unit: null, reportedMs: null, measuredOn: null, reportNo: null },
        verdict: 'waiting',
      };
    const reported =
      result.number === null ? (result.written ?? '') : `${result.comparator ?? ''}${String(result.number)}`;
    const { verdict, ...limits } = judgeResult({
      target:
        target.value === null
          ? { kind: 'responses', accepted: target.accepted ?? [] }
          : { kind: 'value', value: target.value },
      ...{ reported, status: 'submitted', criterion: target.criterion },
    });
    const { unit, reportedMs, measuredOn, reportNo } = result;
    return {
      ...{ ...target, ...nothing, ...limits, reported, unit, reportedMs, measuredOn, reportNo },
      verdict: verdict === 'excluded' ? 'review' : verdict,
    };
  });
}

function view({ registers }: Deps, row: BlindRow, compared: readonly Compared[], isAnothers: boolean): BlindSample {
  const snapshot = registers.current();
  const isReported = compared.every(({ verdict }) => verdict !== 'waiting');
  return {
    ...{
      id: row.id,
      code: row.code,
      handedOn: row.handedOn,
      hiddenBy: row.by,
      endedBy: row.endedBy,
      reason: row.reason,
    },
    institution: namedInstitution(snapshot, row.institution),
    state: row.kind ?? (isReported ? 'reported' : 'hidden'),
    isAnothers,
    endedAt: row.endedMs === null ? null : formatInstant(row.endedMs as Instant),
    items: compared.map(({ item: code, reportedMs, accepted, verdict, ...one }) => {
      const item = snapshot.item(code);
      return {
        ...one,
        // Of what was withdrawn nothing is waited for.
        verdict: row.kind === 'withdrawn' && verdict === 'waiting' ? 'none' : verdict,
        item: { code, nameZh: item?.nameZh ?? code, nameEn: item?.nameEn ?? null },
        accepted: accepted === null ? null : [...accepted],
        unit: one.value === null ? one.unit : (item?.unit ?? one.unit),
        reportedAt: reportedMs === null ? null : formatInstant(reportedMs as Instant),
      };
    }),
  };
}

/** One of the actor's own centre that has not ended. */
async function openSample(deps: Deps, actor: Actor, id: number): Promise<BlindRow> {
  const [row] = await findBlind(dbOf(deps, actor), id);
  if (row === undefined || actor.region === null || row.unit !== unitOfRegion(actor.region))
    throw new HttpProblem('not-found', { en: 'No such blind sample of yours.', zh: '没有由您安排的该盲样。' });
  if (row.kind !== null) throw ended();
  return row;
}

const ended = (): HttpProblem =>
  new HttpProblem('conflict', { en: 'The sample was revealed or withdrawn already.', zh: '该盲样已揭盲或撤回。' });

/** Reveals a sample: what was reported is judged, and the register of blind samples says so in the same transaction. */
export async function reveal(
  deps: Deps,
  actor: Actor,
  id: number,
  { decisions = [] }: BlindRevealEntry,
): Promise<void> {
  const row = await openSample(deps, actor, id);
  const compared = compare(row, await findBlindResults(deps.worker, [row])).map((one): Compared => {
    const decision = decisions.find(({ item }) => item === one.item);
    if (one.verdict !== 'review' || decision === undefined) return one;
    return { ...one, verdict: decision.outcome === 'PASS' ? 'acceptable' : 'unacceptable', reason: decision.reason };
  });
  const lacking = compared.filter(({ verdict }) => verdict === 'waiting' || verdict === 'review');
  if (lacking.length > 0) {
    const items = lacking.map(({ item }) => item).join('、');
    throw new HttpProblem('conflict', {
      en: `Not to be judged yet: ${items}. Wait for the report, or decide what figures cannot, in \`decisions\`.`,
      zh: `尚不能判定：${items}。请等待报告；数值不能判定的，请在 decisions 中判定并说明理由。`,
    });
  }
  const today = dayOf(deps.clock.now());
  const snapshot = deps.registers.current();
  await dbOf(deps, actor).tx(async (tx) => {
    const failed = await findFailedSince(tx, row.institution, startOfDay(today));
    if (!(await insertBlindEnd(tx, row, { kind: 'revealed', compared, reason: null }, byOf(deps, actor))))
      throw ended();
    const rows = compared.map(({ item, measuredOn, verdict }) => {
      // Two samples of an item judged on one day are one entry: a failure stays one.
      const known = snapshot.nameOf(blindSamples, `${row.institution}|${item}|${today}`);
      const isFailed = verdict === 'unacceptable' || failed.has(item) || known?.outcome === 'FAIL';
      const outcome = isFailed ? 'FAIL' : 'PASS';
      return {
        row: { institution: row.institution, item, measuredOn, verdictOn: today, outcome, liftedOn: null },
        from: today,
      };
    });
    await deps.events.emit(tx, 'entries-due', {
      ...{ register: blindSamples.id, rows, program: 'laboratory', note: row.code },
    });
  });
  await deps.registers.refresh();
  await record(deps, actor, 'blind-sample:reveal', id);
}

/** Withdraws a sample that was lost, or spoilt, or found out. */
export async function withdraw(deps: Deps, actor: Actor, id: number, reason: string): Promise<void> {
  const row = await openSample(deps, actor, id);
  const ending = { kind: 'withdrawn', compared: compare(row, []), reason } as const;
  if (!(await insertBlindEnd(dbOf(deps, actor), row, ending, byOf(deps, actor)))) throw ended();
  await record(deps, actor, 'blind-sample:withdraw', id);
}
